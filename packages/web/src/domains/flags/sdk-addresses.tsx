import { CodeBlock } from '../../ui/code-block.tsx';
import { Section } from '../../ui/section.tsx';
import { TextLink } from '../../ui/text-link.tsx';

const nodeServer = (base: string) => `import { init } from '@launchdarkly/node-server-sdk';

const client = init(process.env.SDK_KEY, {
  baseUri: '${base}',
  streamUri: '${base}',
  eventsUri: '${base}',
});`;

const browser = (base: string) => `import { createClient } from '@launchdarkly/js-client-sdk';

const client = createClient('client-side id', { kind: 'user', key: 'ada' }, {
  baseUri: '${base}',
  streamUri: '${base}',
  eventsUri: '${base}',
});`;

const ofrep = (base: string) => `import { OFREPWebProvider } from '@openfeature/ofrep-web-provider';

const provider = new OFREPWebProvider({
  baseUrl: '${base}',
  headers: [['X-API-Key', 'client-side id']],
});`;

/** What published SDKs need beside a key: this server's address, in each of their settings. */
export function SdkAddresses() {
  const base = window.location.origin;
  return (
    <Section
      title="Addresses"
      note="One address for flags, streams and events. Published SDKs work as they are."
    >
      <div className="grid gap-4 xl:grid-cols-3">
        <CodeBlock label="LaunchDarkly, servers" code={nodeServer(base)} />
        <CodeBlock label="LaunchDarkly, browsers" code={browser(base)} />
        <CodeBlock label="OpenFeature, over OFREP" code={ofrep(base)} />
      </div>
      <p className="mt-3 text-secondary">
        See each browser SDK at work on{' '}
        <TextLink href="/demo/sdks" target="_blank" rel="noreferrer">
          the page of published SDKs
        </TextLink>
        , where the sample application is served.
      </p>
    </Section>
  );
}
