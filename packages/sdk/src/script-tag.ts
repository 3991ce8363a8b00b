import { isObject } from './content.ts';
import { createThroughline } from './index.ts';
import type { Throughline } from './index.ts';

declare global {
  interface Window {
    /** What the script tag started; there once `throughline:start` has been dispatched on the document. */
    throughline?: Throughline;
  }
}

/**
 * The identity JWT from the customer's server: asked for with the page's cookies, same origin or CORS
 * as that server allows; the answer is the JWT itself or `{"identity": "<JWT>"}`.
 */
async function fetchIdentity(url: string): Promise<string> {
  const response = await fetch(url, {
    headers: { accept: 'application/json, text/plain' },
    cache: 'no-store',
  });
  if (!response.ok) throw new Error(`identity: ${response.status}`);
  const text = (await response.text()).trim();
  if (!text.startsWith('{')) return text;
  const parsed: unknown = JSON.parse(text);
  return isObject(parsed) && typeof parsed.identity === 'string' ? parsed.identity : '';
}

const script = document.currentScript;
if (script instanceof HTMLScriptElement) {
  const { environmentKey, identity, identityUrl, theme, zIndex, bell, banner, locale } =
    script.dataset;
  const from = identityUrl === undefined ? identity : () => fetchIdentity(identityUrl);
  if (environmentKey !== undefined && from !== undefined) {
    window.throughline = createThroughline({
      // The script lies at <server>/sdk/throughline.js.
      baseUrl: script.src.replace(/\/sdk\/[^/]*$/, ''),
      environmentKey,
      identity: from,
      ...(theme === 'light' || theme === 'dark' ? { theme } : {}),
      ...(zIndex === undefined ? {} : { zIndex: Number(zIndex) }),
      ...(bell === undefined ? {} : { bell }),
      ...(banner === undefined ? {} : { banner }),
      ...(locale === undefined ? {} : { locale }),
    });
    document.dispatchEvent(new Event('throughline:start'));
  }
}
