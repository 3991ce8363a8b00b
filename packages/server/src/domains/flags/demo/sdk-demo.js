import { createClient } from '@launchdarkly/js-client-sdk';
import { OFREPWebProvider } from '@openfeature/ofrep-web-provider';
import { OpenFeature, ProviderEvents } from '@openfeature/web-sdk';

const base = location.origin;
const clientId = document.body.dataset.clientId;
const asked = new URLSearchParams(location.search);
const chosen = {
  kind: asked.get('kind') || 'user',
  key: asked.get('key') || 'ada',
  plan: asked.get('plan') || '',
  changes: asked.get('changes') === 'poll' ? 'poll' : 'stream',
  method: asked.get('method') === 'report' ? 'report' : 'get',
};
for (const [name, value] of Object.entries(chosen)) document.forms[0].elements[name].value = value;

const attributes = chosen.plan === '' ? {} : { plan: chosen.plan };
const context = { kind: chosen.kind, key: chosen.key, ...attributes };
const streaming = chosen.changes === 'stream';
const useReport = chosen.method === 'report';
const pollMs = 2000;

/** Draws a panel: what its SDK says of each flag, and when it last said it. */
function show(id, flags) {
  const panel = document.getElementById(id);
  const rows = flags
    .toSorted((one, other) => (one.key < other.key ? -1 : 1))
    .map((flag) => {
      const row = document.createElement('tr');
      for (const text of [flag.key, JSON.stringify(flag.value), flag.reason ?? '']) {
        row.append(Object.assign(document.createElement('td'), { textContent: text }));
      }
      return row;
    });
  panel.querySelector('tbody').replaceChildren(...rows);
  const count = `${flags.length} ${flags.length === 1 ? 'flag' : 'flags'}`;
  panel.querySelector('[role=status]').textContent =
    `${count}, as of ${new Date().toLocaleTimeString()}`;
}

function fail(id, error) {
  document.querySelector(`#${id} [role=status]`).textContent =
    `It could not start: ${error instanceof Error ? error.message : String(error)}`;
}

async function launchDarkly() {
  const client = createClient(clientId, context, {
    baseUri: base,
    streamUri: base,
    eventsUri: base,
    withReasons: true,
    useReport,
    streaming,
  });
  const draw = () =>
    show(
      'launchdarkly-js-client',
      Object.keys(client.allFlags()).map((key) => {
        const { value, reason } = client.variationDetail(key, null);
        return { key, value, reason: reason?.kind };
      }),
    );
  client.on('change', draw);
  const { status, error } = await client.start();
  if (status !== 'complete') throw error ?? new Error(status);
  draw();
  // This SDK leaves polling to the application: it asks again when it is told who is there.
  if (!streaming) setInterval(() => client.identify(context).then(draw), pollMs);
}

async function classic() {
  const client = window.LDClient.initialize(clientId, context, {
    baseUrl: base,
    streamUrl: base,
    eventsUrl: base,
    evaluationReasons: true,
    useReport,
    streaming,
  });
  const draw = () =>
    show(
      'launchdarkly-classic',
      Object.keys(client.allFlags()).map((key) => {
        const { value, reason } = client.variationDetail(key, null);
        return { key, value, reason: reason?.kind };
      }),
    );
  client.on('change', draw);
  await client.waitForInitialization(5);
  draw();
  if (!streaming) setInterval(() => client.identify(context).then(draw), pollMs);
}

async function openFeature() {
  const provider = new OFREPWebProvider({
    baseUrl: base,
    headers: [['X-API-Key', clientId]],
    changeDetection: streaming ? 'sse' : 'polling',
    pollInterval: streaming ? 0 : pollMs,
    cacheMode: 'disabled',
  });
  await OpenFeature.setContext({ targetingKey: chosen.key, kind: chosen.kind, ...attributes });
  await OpenFeature.setProviderAndWait(provider);
  const client = OpenFeature.getClient();
  // OpenFeature has no list of flags: the names come from the protocol beneath it.
  const draw = async () => {
    const answer = await fetch(`${base}/ofrep/v1/evaluate/flags`, {
      method: 'POST',
      headers: { 'X-API-Key': clientId, 'content-type': 'application/json' },
      body: JSON.stringify({ context: OpenFeature.getContext() }),
    });
    const { flags } = await answer.json();
    const asks = {
      boolean: (key) => client.getBooleanDetails(key, false),
      string: (key) => client.getStringDetails(key, ''),
      number: (key) => client.getNumberDetails(key, 0),
      object: (key) => client.getObjectDetails(key, {}),
    };
    show(
      'ofrep-web-provider',
      flags
        .filter(({ value }) => value !== undefined)
        .map(({ key, value }) => ({ key, ...asks[typeof value](key) }))
        .map(({ key, value, reason }) => ({ key, value, reason })),
    );
  };
  client.addHandler(ProviderEvents.ConfigurationChanged, draw);
  await draw();
}

launchDarkly().catch((error) => fail('launchdarkly-js-client', error));
classic().catch((error) => fail('launchdarkly-classic', error));
openFeature().catch((error) => fail('ofrep-web-provider', error));
