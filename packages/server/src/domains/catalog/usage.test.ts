import { parseReference, toReference, type Reference } from '@throughline/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createEntity } from '../../platform/entities/entity.ts';
import { createTestApp, type Caller, type TestApp } from '../../testing/test-app.ts';
import { createUsageIntake } from './usage/usage-intake.ts';
import { daysToCount } from './usage/usage-rules.ts';
import { settleAdoption } from './usage/settle-adoption.ts';

let app: TestApp;
let admin: Caller;
let unit: Reference<'unit'>;
const today = Temporal.PlainDate.from('2026-11-23');

beforeAll(async () => {
  app = await createTestApp({ now: '2026-11-23T09:00:00Z' });
  admin = await app.member({ administrator: true, name: 'Ada' });
  const created = await app.write((context) =>
    createEntity(context, { kind: 'unit', title: 'Project Tools', state: 'active' }),
  );
  unit = toReference('unit', created.id);
});
afterAll(() => app.stop());

const feature = (title: string, key?: string, adoptionUses?: number) =>
  admin.call('catalog.createFeature', {
    body: {
      title,
      ownerUnit: unit,
      state: 'available',
      ...(key === undefined ? {} : { key }),
      ...(adoptionUses === undefined ? {} : { adoptionUses }),
    },
  });

let sent = 0;
const event = (account: string, of: string, at: string, count = 1) => {
  sent += 1;
  return { id: `event-${sent}`, account, feature: of, at: `${at}T12:00:00Z`, count };
};

const settle = () => settleAdoption(app, today);
const pointsOf = async (ref: string) =>
  (await admin.call('catalog.getAdoption', { params: { id: ref } })).points;

test('adoption is who used a feature often enough in 28 days, of all who were there', async () => {
  const { ref } = await feature('Sheet compare', 'sheet-compare');
  const plain = await feature('Punch list', 'punch-list');
  const answer = await admin.call('catalog.recordUsage', {
    body: {
      events: [
        // Three uses, on different days: adopted.
        event('acme', 'sheet-compare', '2026-10-27'),
        event('acme', 'sheet-compare', '2026-11-10', 2),
        // Two uses: not adopted.
        event('bolt', ref, '2026-11-10', 2),
        // Another feature only: eligible, not adopted.
        event('crane', 'punch-list', '2026-11-20', 50),
        // 29 days before the 23rd: no longer there.
        event('dirt', 'sheet-compare', '2026-10-26', 9),
      ],
    },
  });
  expect(answer).toEqual({ recorded: 5, repeated: 0, refused: [] });
  await settle();
  const view = await admin.call('catalog.getFeature', { params: { id: ref } });
  // acme, bolt and crane were there between 27 October and 23 November; acme used it 3 times: 1/3.
  expect(view.adoption).toEqual({ on: '2026-11-23', accounts: 1, eligible: 3, percent: 33.3 });
  const points = await pointsOf(ref);
  // Sunday 22 November is 27 days after 26 October: dirt was still there, and had adopted it.
  expect(points.at(-2)).toEqual({ on: '2026-11-22', accounts: 2, eligible: 4, percent: 50 });
  expect((await pointsOf(plain.ref)).at(-1)).toMatchObject({ accounts: 1, eligible: 3 });
});

test('an event that is sent again, alone or among others, counts once', async () => {
  const { ref } = await feature('Twice', 'twice', 2);
  const once = event('acme', 'twice', '2026-11-22');
  const report = (events: (typeof once)[]) =>
    admin.call('catalog.recordUsage', { body: { events } });
  expect(await report([once, once])).toMatchObject({ recorded: 1, repeated: 1 });
  expect(await report([once])).toMatchObject({ recorded: 0, repeated: 1 });
  await settle();
  expect((await pointsOf(ref)).at(-1)?.accounts).toBe(0);
  await report([event('acme', 'twice', '2026-11-21')]);
  await settle();
  expect((await pointsOf(ref)).at(-1)?.accounts).toBe(1);
});

test('what cannot count is named, and the rest of the batch counts', async () => {
  await feature('Mixed', 'mixed');
  const answer = await admin.call('catalog.recordUsage', {
    body: {
      events: [
        event('acme', 'mixed', '2026-11-22'),
        event('acme', 'unheard-of', '2026-11-22'),
        event('acme', 'mixed', '2026-11-24'),
        // 91 days before 23 November.
        event('acme', 'mixed', '2026-08-24'),
      ],
    },
  });
  expect(answer).toMatchObject({ recorded: 1, repeated: 0 });
  expect(answer.refused.map(({ reason }) => reason)).toEqual([
    'There is no feature “unheard-of”.',
    'It is still to come.',
    'It is older than 90 days.',
  ]);
});

test('a key of the scope usage reports usage, only of its owner’s units, and does nothing else', async () => {
  await feature('Scoped', 'scoped');
  const stranger = await app.write((context) =>
    createEntity(context, { kind: 'unit', title: 'Financials', state: 'active' }),
  );
  const member = await app.member({
    roles: [{ role: 'contributor', unit: stranger.id }],
  });
  const body = { events: [event('acme', 'scoped', '2026-11-22')] };
  const theirs = await member.call('catalog.recordUsage', { body });
  expect(theirs).toMatchObject({ recorded: 0, refused: [{ id: body.events[0]?.id }] });
  const { key } = await admin.call('access.createApiKey', {
    body: { name: 'collector', scopes: ['usage:write'] },
  });
  const ask = (method: 'GET' | 'POST', url: string, payload?: object) =>
    app.http.inject({
      method,
      url,
      headers: { authorization: `Bearer ${key}` },
      ...(payload ? { payload } : {}),
    });
  expect((await ask('POST', '/api/v1/usage-events', body)).json()).toMatchObject({ recorded: 1 });
  expect((await ask('GET', '/api/v1/features')).statusCode).toBe(403);
  expect((await ask('POST', '/api/v1/features', {})).statusCode).toBe(403);
});

test('a key that means a feature means no other', async () => {
  await feature('First', 'one-name');
  const answer = await admin.attempt('catalog.createFeature', {
    body: { title: 'Second', ownerUnit: unit, key: 'one-name' },
  });
  expect(answer).toMatchObject({ status: 409, body: { code: 'already_exists' } });
});

test('a late event counts its day anew, and every later day whose 28 days hold it', async () => {
  expect(daysToCount(['2026-11-21'], '2026-11-23', today)).toEqual([
    '2026-11-21',
    '2026-11-22',
    '2026-11-23',
  ]);
  // 1 October to 28 October.
  expect(daysToCount(['2026-10-01'], '2026-11-23', today)).toHaveLength(28);
  expect(daysToCount([], '2026-11-20', today)).toEqual(['2026-11-21', '2026-11-22', '2026-11-23']);
  expect(daysToCount([], null, today)).toEqual([]);
  const { ref } = await feature('Late', 'late', 1);
  await admin.call('catalog.recordUsage', {
    body: { events: [event('acme', 'late', '2026-09-06')] },
  });
  await settle();
  // Sunday 6 September to Saturday 3 October: the Sundays 6, 13, 20, 27 September and the last day.
  const counted = (await pointsOf(ref)).filter(({ accounts }) => accounts === 1);
  expect(counted.map(({ on }) => on)).toEqual([
    '2026-09-06',
    '2026-09-13',
    '2026-09-20',
    '2026-09-27',
    '2026-10-03',
  ]);
});

test('accounts that open a session are eligible, and are written once a day', async () => {
  const intake = createUsageIntake(app.database.db, () => today);
  const before = (await admin.call('catalog.listFeatures')).items.find(
    ({ key }) => key === 'sheet-compare',
  );
  for (let count = 0; count < 5; count++) intake.saw('quiet', app.clock.now());
  await intake.flush();
  intake.saw('quiet', app.clock.now());
  await intake.flush();
  await settle();
  const after = (await admin.call('catalog.listFeatures')).items.find(
    ({ key }) => key === 'sheet-compare',
  );
  expect(after?.adoption?.eligible).toBe((before?.adoption?.eligible ?? 0) + 1);
});

test('the insight draws a feature’s weeks, and a metric can follow it', async () => {
  const found = (await admin.call('catalog.listFeatures')).items.find(
    ({ key }) => key === 'sheet-compare',
  );
  const ref = found?.ref ?? '';
  const answer = await admin.call('insights.runInsight', {
    params: { key: 'catalog.adoption' },
    query: { parameters: JSON.stringify({ since: '2026-11-09', feature: ref }) },
  });
  expect(answer.figures).toMatchObject([
    { key: ref, value: found?.adoption?.percent, unit: '%', stale: false, records: [{ ref }] },
  ]);
  expect(answer.charts).toMatchObject([{ form: 'line', series: [{ label: 'Sheet compare' }] }]);
  expect(answer.charts[0]?.series[0]?.points.map(({ at }) => at)).toEqual([
    '2026-11-15',
    '2026-11-22',
    '2026-11-23',
  ]);
  const tried = await admin.call('catalog.testMetricSource', {
    body: {
      source: {
        kind: 'insight',
        insight: 'catalog.adoption',
        parameters: { feature: ref },
        figure: ref,
      },
    },
  });
  expect(tried).toEqual({
    values: [{ on: '2026-11-23', value: found?.adoption?.percent }],
    count: 1,
    problem: null,
  });
  expect(parseReference(ref)?.kind).toBe('feature');
});
