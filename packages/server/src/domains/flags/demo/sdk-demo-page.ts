import { createHash } from 'node:crypto';

const at = (file: string) => `/demo/sdks/${file}`;

/** Where the modules of the published SDKs lie, for a browser that reads their imports. */
const importMap = JSON.stringify({
  imports: {
    '@launchdarkly/js-client-sdk': at('launchdarkly-js-client.js'),
    '@openfeature/core': at('openfeature-core.js'),
    '@openfeature/web-sdk': at('openfeature-web.js'),
    '@openfeature/ofrep-core': at('ofrep-core.js'),
    '@openfeature/ofrep-web-provider': at('ofrep-web-provider.js'),
  },
});

const mapHash = createHash('sha256').update(importMap).digest('base64');

/** What the page may load: its own files, and its one inline import map by its hash. */
export const sdkDemoPolicy = `default-src 'none'; script-src 'self' 'sha256-${mapHash}'; style-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'`;

const panels = [
  {
    id: 'launchdarkly-js-client',
    name: '@launchdarkly/js-client-sdk',
    says: 'LaunchDarkly’s SDK for browsers',
  },
  {
    id: 'launchdarkly-classic',
    name: 'launchdarkly-js-client-sdk',
    says: 'the one before it, by a script tag',
  },
  {
    id: 'ofrep-web-provider',
    name: '@openfeature/ofrep-web-provider',
    says: 'OpenFeature, over OFREP',
  },
] as const;

const choice = (name: string, label: string, options: readonly (readonly [string, string])[]) =>
  `<label>${label}<select name="${name}">${options
    .map(([value, text]) => `<option value="${value}">${text}</option>`)
    .join('')}</select></label>`;

/** A page on which each published browser SDK, unmodified, evaluates the same flags. */
export function sdkDemoPage(clientId: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Published SDKs at this server</title>
<link rel="stylesheet" href="/demo/demo.css">
<link rel="stylesheet" href="${at('sdk-demo.css')}">
<script type="importmap">${importMap}</script>
<script src="${at('launchdarkly-classic.js')}" defer></script>
<script type="module" src="${at('sdk-demo.js')}"></script>
</head>
<body data-client-id="${clientId}">
<header><strong>Published SDKs</strong><span class="sample">as their makers publish them, with only another address</span><a href="/demo">Sample application</a></header>
<main>
<h1>The same flags by each SDK</h1>
<p class="quiet">Flags that browsers may evaluate, for this context. Turn one on or off: every table follows.</p>
<form method="get">
<label>Context kind<input name="kind" required pattern="[A-Za-z0-9_.\\-]+"></label>
<label>Key<input name="key" required></label>
<label>Plan<input name="plan"></label>
${choice('changes', 'Hears of changes', [
  ['stream', 'by a stream'],
  ['poll', 'by asking again'],
])}
${choice('method', 'Sends the context', [
  ['get', 'in the address (GET)'],
  ['report', 'in the body (REPORT)'],
])}
<button>Evaluate</button>
</form>
<div class="sdks">
${panels
  .map(
    ({ id, name, says }) =>
      `<section id="${id}" aria-labelledby="${id}-name"><h2 id="${id}-name"><code>${name}</code></h2><p class="quiet">${says}</p><p role="status">Starting …</p><table aria-labelledby="${id}-name"><thead><tr><th scope="col">Flag</th><th scope="col">Value</th><th scope="col">Why</th></tr></thead><tbody></tbody></table></section>`,
  )
  .join('\n')}
</div>
</main>
</body>
</html>`;
}
