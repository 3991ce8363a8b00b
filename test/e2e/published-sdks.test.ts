import { expect, test } from 'vitest';
import { openBrowserSession } from '../support/browser-session.ts';

const { api, page, url } = await openBrowserSession();

const contexts = [
  { kind: 'user', key: 'ada', plan: 'pro' },
  { kind: 'user', key: 'user-17', plan: '' },
  { kind: 'account', key: 'hensel', plan: '' },
] as const;

/** What each SDK on the page says: its flags with their values, in the order of their keys. */
const answers = () =>
  page.$$eval('.sdks section', (sections) =>
    sections.map((section) => ({
      sdk: section.id,
      flags: [...section.querySelectorAll('tbody tr')].map((row) =>
        [...row.querySelectorAll('td')].slice(0, 2).map((cell) => cell.textContent),
      ),
    })),
  );

const { items: environments } = await api.call('release.listEnvironments', {});
const environment = environments.find(({ production }) => production)?.ref ?? '';
const { items: units } = await api.call('org.listUnits', {});
const ownerUnit = units[0]?.ref ?? '';

const flags = new Map<string, string>();
for (const [key, body] of Object.entries({
  'crane-view': { type: 'boolean' },
  theme: { type: 'string', variations: [{ value: 'light' }, { value: 'dark' }] },
  limits: { type: 'json', variations: [{ value: { rows: 10 } }, { value: { rows: 50 } }] },
  needing: { type: 'boolean' },
})) {
  const made = await api.call('flags.createFlag', {
    body: { key, title: key, ownerUnit, clientSide: true, ...body } as never,
  });
  flags.set(key, made.ref);
  await api.call('flags.setFlagConfiguration', {
    params: { id: made.ref, environment },
    ifMatch: 0,
    body: {
      on: true,
      offVariation: 1,
      targets: [{ contextKind: 'account', variation: 0, values: ['hensel'] }],
      rules: [{ clauses: [{ attribute: 'plan', op: 'in', values: ['pro'] }], variation: 0 }],
      fallthrough: {
        rollout: {
          variations: [
            { variation: 0, weight: 50_000 },
            { variation: 1, weight: 50_000 },
          ],
        },
      },
      prerequisites: key === 'needing' ? [{ key: 'crane-view', variation: 0 }] : [],
    },
  });
}
await api.call('flags.createFlag', {
  body: { key: 'for-servers', title: 'For servers', ownerUnit },
});

/** What the server itself says of each flag that browsers may see. */
async function expected(context: (typeof contexts)[number], minVersion = 0) {
  const { plan, ...rest } = context;
  const subject = plan === '' ? rest : { ...rest, plan };
  const served: [string, string][] = [];
  for (const [key, id] of [...flags].toSorted(([one], [other]) => (one < other ? -1 : 1))) {
    const { value } = await api.call('flags.evaluateFlag', {
      params: { id, environment },
      body: { context: subject, minVersion },
    });
    served.push([key, JSON.stringify(value)]);
  }
  return ['launchdarkly-js-client', 'launchdarkly-classic', 'ofrep-web-provider'].map((sdk) => ({
    sdk,
    flags: served,
  }));
}

const open = (context: (typeof contexts)[number], changes: string, method: string) =>
  page.goto(`${url}/demo/sdks?${new URLSearchParams({ ...context, changes, method }).toString()}`);

test.each([
  ['stream', 'get'],
  ['stream', 'report'],
  ['poll', 'get'],
  ['poll', 'report'],
])(
  'every published browser SDK gives the server’s answers: by %s, with %s, and follows a change',
  async (changes, method) => {
    for (const context of contexts) {
      await open(context, changes, method);
      await expect.poll(answers, { timeout: 15_000 }).toEqual(await expected(context));
    }
    // A flag that another needs: both change, in every SDK, without a reload.
    const params = { id: flags.get('crane-view') ?? '', environment };
    const off = await api.call('flags.turnFlagOff', { params });
    await expect
      .poll(answers, { timeout: 15_000 })
      .toEqual(await expected(contexts[2], off.environmentVersion));
    expect((await answers())[0]?.flags).toEqual([
      ['crane-view', 'false'],
      ['limits', '{"rows":10}'],
      ['needing', 'false'],
      ['theme', '"light"'],
    ]);
    const on = await api.call('flags.turnFlagOn', { params });
    await expect
      .poll(answers, { timeout: 15_000 })
      .toEqual(await expected(contexts[2], on.environmentVersion));
  },
);
