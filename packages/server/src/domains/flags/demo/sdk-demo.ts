import { createClient } from '@launchdarkly/js-client-sdk';
import { OFREPWebProvider } from '@openfeature/ofrep-web-provider';
import { OpenFeature, ProviderEvents } from '@openfeature/web-sdk';
import type * as Classic from 'launchdarkly-js-client-sdk';

// Runs in a browser: it is served with its types taken off.

interface Shown {
  readonly key: string;
  readonly value: unknown;
  readonly reason: string;
}

interface Choice {
  readonly kind: string;
  readonly key: string;
  readonly plan: string;
  readonly changes: 'stream' | 'poll';
  readonly method: 'get' | 'report';
}

const pollMs = 2000;

function chosen(): Choice {
  const asked = new URLSearchParams(location.search);
  return {
    kind: asked.get('kind') ?? 'user',
    key: asked.get('key') ?? 'ada',
    plan: asked.get('plan') ?? '',
    changes: asked.get('changes') === 'poll' ? 'poll' : 'stream',
    method: asked.get('method') === 'report' ? 'report' : 'get',
  };
}

function tell(id: string, text: string): void {
  const status = document.querySelector(`#${id} [role=status]`);
  if (status) status.textContent = text;
}

/** Draws a panel: what its SDK says of each flag, and when it last said it. */
function show(id: string, flags: readonly Shown[]): void {
  const rows = flags
    .toSorted((one, other) => (one.key < other.key ? -1 : 1))
    .map((flag) => {
      const row = document.createElement('tr');
      for (const text of [flag.key, JSON.stringify(flag.value), flag.reason]) {
        row.append(Object.assign(document.createElement('td'), { textContent: text }));
      }
      return row;
    });
  document.querySelector(`#${id} tbody`)?.replaceChildren(...rows);
  const count = `${flags.length} ${flags.length === 1 ? 'flag' : 'flags'}`;
  tell(id, `${count}, as of ${new Date().toLocaleTimeString()}`);
}

/** What LaunchDarkly's two SDKs have in common. */
interface LaunchDarkly {
  allFlags(): Record<string, unknown>;
  variationDetail(
    key: string,
    otherwise: null,
  ): { readonly value?: unknown; readonly reason?: { readonly kind?: string } | null };
}

function showAll(id: string, client: LaunchDarkly): void {
  const shown = Object.keys(client.allFlags()).map((key) => {
    const { value, reason } = client.variationDetail(key, null);
    return { key, value, reason: reason?.kind ?? '' };
  });
  show(id, shown);
}

async function launchDarkly(id: string, clientId: string, choice: Choice): Promise<void> {
  const { kind, key, plan } = choice;
  const context = { kind, key, ...(plan === '' ? {} : { plan }) };
  const base = location.origin;
  const client = createClient(clientId, context, {
    baseUri: base,
    streamUri: base,
    eventsUri: base,
    withReasons: true,
    useReport: choice.method === 'report',
    streaming: choice.changes === 'stream',
  });
  const draw = () => showAll(id, client);
  client.on('change', draw);
  const started = await client.start();
  if (started.status !== 'complete') throw new Error(`it is ${started.status}`);
  draw();
  // This SDK leaves polling to the application: it asks again when it is told who is there.
  if (choice.changes === 'poll')
    setInterval(() => void client.identify(context).then(draw), pollMs);
}

async function classic(id: string, clientId: string, choice: Choice): Promise<void> {
  const { kind, key, plan } = choice;
  const context = { kind, key, ...(plan === '' ? {} : { plan }) };
  const base = location.origin;
  const { LDClient } = globalThis as unknown as { LDClient: typeof Classic };
  const client = LDClient.initialize(clientId, context, {
    baseUrl: base,
    streamUrl: base,
    eventsUrl: base,
    evaluationReasons: true,
    useReport: choice.method === 'report',
    streaming: choice.changes === 'stream',
  });
  const draw = () => showAll(id, client);
  client.on('change', draw);
  await client.waitForInitialization(5);
  draw();
  if (choice.changes === 'poll')
    setInterval(() => void client.identify(context).then(draw), pollMs);
}

async function openFeature(id: string, clientId: string, choice: Choice): Promise<void> {
  const { kind, key, plan } = choice;
  const base = location.origin;
  const streaming = choice.changes === 'stream';
  const provider = new OFREPWebProvider({
    baseUrl: base,
    headers: [['X-API-Key', clientId]],
    changeDetection: streaming ? 'sse' : 'polling',
    pollInterval: streaming ? 0 : pollMs,
    cacheMode: 'disabled',
  });
  await OpenFeature.setContext({ targetingKey: key, kind, ...(plan === '' ? {} : { plan }) });
  await OpenFeature.setProviderAndWait(provider);
  const client = OpenFeature.getClient();
  const detail = (flag: string, value: unknown) => {
    switch (typeof value) {
      case 'boolean':
        return client.getBooleanDetails(flag, false);
      case 'number':
        return client.getNumberDetails(flag, 0);
      case 'string':
        return client.getStringDetails(flag, '');
      default:
        return client.getObjectDetails(flag, {});
    }
  };
  // OpenFeature has no list of flags: the names come from the protocol beneath it.
  const draw = async () => {
    const answer = await fetch(`${base}/ofrep/v1/evaluate/flags`, {
      method: 'POST',
      headers: { 'X-API-Key': clientId, 'content-type': 'application/json' },
      body: JSON.stringify({ context: OpenFeature.getContext() }),
    });
    const { flags } = (await answer.json()) as { flags: { key: string; value?: unknown }[] };
    const served = flags.filter((flag) => flag.value !== undefined);
    show(
      id,
      served.map((flag) => {
        const { value, reason } = detail(flag.key, flag.value);
        return { key: flag.key, value, reason: reason ?? '' };
      }),
    );
  };
  client.addHandler(ProviderEvents.ConfigurationChanged, () => void draw());
  await draw();
}

/** Starts each published SDK on the page, for the context in its address. */
export function sdkDemo(): void {
  const clientId = document.body.dataset['clientId'] ?? '';
  const choice = chosen();
  for (const [name, value] of Object.entries(choice)) {
    const field = document.querySelector<HTMLInputElement | HTMLSelectElement>(`[name=${name}]`);
    if (field) field.value = String(value);
  }
  const panels = {
    'launchdarkly-js-client': launchDarkly,
    'launchdarkly-classic': classic,
    'ofrep-web-provider': openFeature,
  };
  for (const [id, start] of Object.entries(panels)) {
    start(id, clientId, choice).catch((error: unknown) => {
      tell(id, `It could not start: ${error instanceof Error ? error.message : String(error)}`);
    });
  }
}

sdkDemo();
