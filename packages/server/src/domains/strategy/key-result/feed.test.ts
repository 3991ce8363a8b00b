import { toReference, type Reference } from '@throughline/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { applyImport } from '../../../platform/import/apply-import.ts';
import { readDocument } from '../../../platform/import/parse-document.ts';
import { createTestApp, type Caller, type TestApp } from '../../../testing/test-app.ts';

let app: TestApp;
let admin: Caller;
let unit: Reference<'unit'>;
let objective: Reference<'objective'>;

beforeAll(async () => {
  app = await createTestApp({ now: '2026-11-23T09:00:00Z' });
  admin = await app.member({ administrator: true, name: 'Ada' });
  unit = (
    await admin.call('org.createUnit', { body: { name: 'P&T', key: 'west', level: 'company' } })
  ).ref;
  const body = {
    title: 'Fast',
    ownerUnit: unit,
    commitment: 'committed',
    fiscalYear: 2027,
  } as const;
  objective = (await admin.call('strategy.createObjective', { body })).ref;
});
afterAll(() => app.stop());

const metric = async (title: string, freshnessDays: number) =>
  (
    await admin.call('catalog.createMetric', {
      body: {
        title,
        definition: 'Counted for a test',
        ownerUnit: unit,
        unit: '%',
        direction: 'up',
        freshnessDays,
      },
    })
  ).ref;
const says = (of: string, on: string, value: number) =>
  admin.call('catalog.recordMetricValue', { params: { id: of }, body: { on, value } });
const keyResult = async (title: string, more: object) =>
  (
    await admin.call('strategy.createKeyResult', {
      body: { title, objective, baseline: 40, target: 70, direction: 'up', unit: '%', ...more },
    })
  ).ref;
const view = (ref: string) => admin.call('strategy.getKeyResult', { params: { id: ref } });
const checkIns = async (ref: string) =>
  (await admin.call('strategy.listCheckIns', { params: { id: ref } })).items.map(
    ({ on, value, via, overrides }) => [on, value, via, overrides],
  );

/** The administrator comes back at a moment, with a key that lives then. */
async function moveTo(moment: string) {
  app.clock.set(Temporal.Instant.from(moment));
  admin = await app.member({ administrator: true, name: 'Ada' });
}

test('a key result that a metric feeds checks itself in with each new value, and says so', async () => {
  const fed = await metric('Share under a second', 3);
  await says(fed, '2026-11-20', 43);
  const kr = await keyResult('Drawings', { metric: fed });
  // It takes the last value at once, though that is from before it began.
  expect(await view(kr)).toMatchObject({ feed: 'metric', current: 43, confidence: null });
  await says(fed, '2026-11-22', 46);
  await says(fed, '2026-11-23', 48);
  await says(fed, '2026-11-23', 48);
  expect(await checkIns(kr)).toEqual([
    ['2026-11-23', 48, 'metric', false],
    ['2026-11-22', 46, 'metric', false],
    ['2026-11-20', 43, 'metric', false],
  ]);
  const { items } = await admin.call('strategy.listCheckIns', { params: { id: kr } });
  expect(items[0]).toMatchObject({ metric: { ref: fed }, confidence: null, by: 'Throughline' });
  expect((await view(kr)).progress).toBeCloseTo(8 / 30); // (48 − 40) / (70 − 40)
  // A correction of a day corrects the check-in of that day.
  await says(fed, '2026-11-23', 49);
  expect((await view(kr)).current).toBe(49);
});

test('a person overrides the source with a word; that stands for its day, until the next value', async () => {
  const fed = await metric('Adoption', 30);
  await says(fed, '2026-11-23', 50);
  const kr = await keyResult('Adopted', { metric: fed });
  const params = { id: kr };
  const silent = await admin.attempt('strategy.checkIn', {
    params,
    body: { value: 55, confidence: 6 },
  });
  expect(silent).toMatchObject({ status: 422, body: { code: 'invalid_input' } });
  await admin.call('strategy.checkIn', {
    params,
    body: { value: 55, confidence: 6, comment: 'One region reports late' },
  });
  await says(fed, '2026-11-23', 51);
  expect(await view(kr)).toMatchObject({ current: 55, confidence: 6 });
  await moveTo('2026-11-24T09:00:00Z');
  await says(fed, '2026-11-24', 52);
  // What a person said of their confidence stays said.
  expect(await view(kr)).toMatchObject({ current: 52, confidence: 6 });
  // Saying how sure one is, with what the source says, overrides nothing.
  await admin.call('strategy.checkIn', { params, body: { confidence: 7 } });
  await says(fed, '2026-11-24', 53);
  expect(await view(kr)).toMatchObject({ current: 53, confidence: 7, confidenceChange: 1 });
});

test('its number greys with the metric’s freshness, whatever people say meanwhile', async () => {
  const fed = await metric('Uptime', 2);
  await says(fed, '2026-11-24', 60);
  const kr = await keyResult('Up', { metric: fed, checkInDays: 30 });
  await moveTo('2026-11-26T09:00:00Z');
  expect((await view(kr)).stale).toBe(false); // two days old
  await moveTo('2026-11-27T09:00:00Z');
  await admin.call('strategy.checkIn', { params: { id: kr }, body: { confidence: 8 } });
  expect(await view(kr)).toMatchObject({ stale: true, confidenceStale: false });
  const { revision } = await admin.call('catalog.getMetric', { params: { id: fed } });
  await admin.call('catalog.changeMetric', {
    params: { id: fed },
    body: { freshnessDays: 5 },
    ifMatch: revision,
  });
  expect((await view(kr)).stale).toBe(false);
});

test('a source that says what a person said that morning has spoken, once', async () => {
  const fed = await metric('Recall', 2);
  await says(fed, '2026-11-24', 60);
  const kr = await keyResult('Remembered', { metric: fed });
  // With the last value there is, before that of today comes.
  await admin.call('strategy.checkIn', { params: { id: kr }, body: { confidence: 6 } });
  expect((await view(kr)).stale).toBe(true);
  await says(fed, '2026-11-27', 60);
  await says(fed, '2026-11-27', 60);
  expect(await checkIns(kr)).toEqual([
    ['2026-11-27', 60, 'metric', false],
    ['2026-11-27', 60, 'api', false],
    ['2026-11-24', 60, 'metric', false],
  ]);
  expect((await view(kr)).stale).toBe(false);
});

test('a closed key result no longer follows, and one that is no longer fed neither', async () => {
  const fed = await metric('Signups', 30);
  await says(fed, '2026-11-26', 41);
  const closed = await keyResult('Closed', { metric: fed });
  const freed = await keyResult('Freed', { metric: fed });
  await admin.call('strategy.changeKeyResult', {
    params: { id: closed },
    body: { state: 'closed', grade: 0.1 },
    ifMatch: 1,
  });
  await admin.call('strategy.changeKeyResult', {
    params: { id: freed },
    body: { metric: null },
    ifMatch: 1,
  });
  await says(fed, '2026-11-27', 42);
  expect(await view(closed)).toMatchObject({ current: 41, grade: 0.1 });
  const refed = await admin.attempt('strategy.changeKeyResult', {
    params: { id: closed },
    body: { metric: null },
    ifMatch: 2,
  });
  expect(refed).toMatchObject({ status: 409, body: { code: 'wrong_state' } });
  // Opened again, it catches up with what was said meanwhile.
  await admin.call('strategy.changeKeyResult', {
    params: { id: closed },
    body: { state: 'active', metric: fed },
    ifMatch: 2,
  });
  expect((await view(closed)).current).toBe(42);
  expect(await view(freed)).toMatchObject({ current: 41, feed: 'hand', metric: null });
});

test('a figure of an insight checks a key result in once a day, and a figure that is gone is said', async () => {
  const figure = { insight: 'strategy.findings', figure: 'open', parameters: {} };
  const unknown = await admin.attempt('strategy.createKeyResult', {
    body: {
      title: 'None',
      objective,
      baseline: 9,
      target: 0,
      direction: 'down',
      unit: 'findings',
      insight: { ...figure, insight: 'strategy.nothing' },
    },
  });
  expect(unknown).toMatchObject({ body: { code: 'insight.unknown' } });
  const find = (title: string) =>
    admin.call('strategy.createFinding', { body: { title, type: 'improvement', ownerUnit: unit } });
  await find('Slow hand-over');
  await find('Late tests');
  const kr = await keyResult('Fewer findings', {
    baseline: 9,
    target: 0,
    direction: 'down',
    unit: 'findings',
    insight: figure,
  });
  const until = async (reached: (shown: Awaited<ReturnType<typeof view>>) => boolean) => {
    for (;;) {
      const shown = await view(kr);
      if (reached(shown)) return shown;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  await until(({ current }) => current === 2);
  expect(await checkIns(kr)).toEqual([['2026-11-27', 2, 'insight', false]]);

  await find('No owner');
  const before = app.clock.now();
  await moveTo('2026-11-28T09:00:00Z');
  await app.jobs.runDue(before, app.clock.now());
  const next = await until(({ current }) => current === 3);
  expect(next.progress).toBeCloseTo(6 / 9); // (3 − 9) / (0 − 9)

  await admin.call('strategy.changeKeyResult', {
    params: { id: kr },
    body: { insight: { ...figure, figure: 'gone' } },
    ifMatch: 1,
  });
  const failed = await until(({ insight }) => insight?.error !== null);
  expect(failed.insight?.error).toContain('no figure “gone”');
  expect(failed.current).toBe(3);
});

test('a guardrail scores by its check-in periods in range, and a breach is on the objective, Home and the insight', async () => {
  const owner = await app.member({ name: 'Olga' });
  const person = owner.person ? toReference('person', owner.person) : undefined;
  const guard = await keyResult('Crashes stay rare', {
    owner: person,
    baseline: 1,
    target: 1,
    direction: 'down',
    guardrail: true,
    unit: '%',
  });
  const beside = await keyResult('Faster', {});
  const at = (on: string, value: number) =>
    admin.call('strategy.checkIn', { params: { id: guard }, body: { on, value, confidence: 5 } });
  expect((await view(guard)).guard).toEqual({ state: 'unknown', periods: 0, inRange: 0 });
  await at('2026-11-01', 0.5);
  await at('2026-11-03', 2); // the same week: the week is out of range
  await at('2026-11-09', 0.8);
  await at('2026-11-16', 0.9);
  expect(await view(guard)).toMatchObject({
    guard: { state: 'holds', periods: 3, inRange: 2 },
    progress: 2 / 3,
  });
  expect((await view(beside)).breached).toEqual([]);
  await at('2026-11-24', 1.5);
  expect((await view(guard)).guard).toEqual({ state: 'breached', periods: 4, inRange: 2 });
  expect((await view(beside)).breached.map(({ ref }) => ref)).toEqual([guard]);
  const shown = await admin.call('strategy.getObjective', { params: { id: objective } });
  expect(shown.keyResults.find(({ ref }) => ref === guard)?.guard?.state).toBe('breached');
  const { needs } = await owner.call('platform.getHome');
  expect(needs).toContainEqual(
    expect.objectContaining({ says: 'Guardrail breached: 1.5 against 1 %' }),
  );
  const insight = await admin.call('insights.runInsight', {
    params: { key: 'strategy.guardrails' },
  });
  expect(insight.says).toBe('1 of 1 guardrail is breached.');
  expect(insight.rows).toMatchObject([{ ref: guard, state: 'Breached', periods: '2 of 4' }]);
});

test('a grade that froze at the close stays frozen when the key result is opened again', async () => {
  const kr = await keyResult('Frozen', {});
  const params = { id: kr };
  const change = async (body: object) =>
    admin.attempt('strategy.changeKeyResult', {
      params,
      body,
      ifMatch: (await view(kr)).revision,
    });
  await change({ state: 'closed', grade: 0.3 });
  await change({ state: 'active' });
  expect(await change({ grade: 0.9 })).toMatchObject({ status: 422 });
  expect((await view(kr)).grade).toBe(0.3);
  await change({ grade: 0.4, reason: 'Two regions reported late' });
  expect(await view(kr)).toMatchObject({
    gradeFrozen: true,
    gradeRevisions: [{ number: 1, grade: 0.4 }],
  });
});

test('it follows from the organisation’s day on which it began, whatever day it was in UTC', async () => {
  const organisation = [
    'format: 1',
    'organisation:',
    '  { key: west, name: West, description: In the west, company: west, focus: west,',
    '    timeZone: America/Los_Angeles,',
    '    fiscalCalendar: { pattern: month, startMonth: 1, yearName: start } }',
  ].join('\n');
  await app.write((context) =>
    applyImport(context, app.importers, [readDocument('organisation.yaml', organisation)]),
  );
  await moveTo('2026-12-01T05:00:00Z'); // 21:00 on 30 November there
  const fed = await metric('Seen in the west', 30);
  await says(fed, '2026-11-30', 50);
  const kr = await keyResult('West', { metric: fed });
  await moveTo('2026-12-01T20:00:00Z');
  await says(fed, '2026-12-01', 55);
  await says(fed, '2026-11-30', 51);
  expect(await checkIns(kr)).toEqual([
    ['2026-12-01', 55, 'metric', false],
    ['2026-11-30', 51, 'metric', false],
    ['2026-11-30', 50, 'metric', false],
  ]);
});
