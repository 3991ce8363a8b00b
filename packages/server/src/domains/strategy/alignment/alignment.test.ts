import { toReference, type Reference } from '@throughline/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApp, type Caller, type TestApp } from '../../../testing/test-app.ts';

let app: TestApp;
let admin: Caller;
let company: Reference<'unit'>;
let field: Reference<'unit'>;
let office: Reference<'unit'>;

beforeAll(async () => {
  app = await createTestApp({ now: '2026-11-23T09:00:00Z' });
  admin = await app.member({ administrator: true, name: 'Ada' });
  const unit = async (name: string, parent?: string) =>
    (
      await admin.call('org.createUnit', {
        body: { name, level: parent ? 'part' : 'company', ...(parent ? { parent } : {}) },
      })
    ).ref;
  company = await unit('Builder');
  field = await unit('Field', company);
  office = await unit('Office', company);
});
afterAll(() => app.stop());

const objective = async (title: string, ownerUnit: string, serves: object[] = []) =>
  (
    await admin.call('strategy.createObjective', {
      body: {
        title,
        ownerUnit,
        commitment: 'committed',
        fiscalYear: 2027,
        serves: serves as never,
      },
    })
  ).ref;
const keyResult = async (title: string, of: string, more: object = {}) =>
  (
    await admin.call('strategy.createKeyResult', {
      body: { title, objective: of, baseline: 0, target: 1, direction: 'up', unit: '%', ...more },
    })
  ).ref;
const gaps = async (query: object = {}, by: Caller = admin) => {
  const { items, counts } = await by.call('strategy.listAlignmentGaps', { query });
  return { found: items.map(({ gap, entity }) => `${gap}: ${entity.title}`), items, counts };
};

test('each gap is found where it is, and is gone when what was missing is there', async () => {
  const plan = await admin.call('strategy.createPlan', {
    body: { title: 'FY27', ownerUnit: company, fiscalYear: 2027 },
  });
  const priority = await admin.call('strategy.createPriority', {
    body: { title: 'Win the field', plan: plan.ref },
  });
  const bare = await objective('Crews work offline', field);
  const direct = await admin.call('strategy.createInitiative', {
    body: { title: 'Offline forms', ownerUnit: field },
  });
  expect((await gaps()).found).toEqual([
    'priority-without-objective: Win the field',
    'objective-serves-nothing: Crews work offline',
    'objective-without-key-result: Crews work offline',
    'objective-without-initiative: Crews work offline',
    'initiative-serves-nothing: Offline forms',
    'unit-without-objective: Builder',
    'unit-without-objective: Office',
  ]);
  await admin.call('strategy.changeObjective', {
    params: { id: bare },
    body: { serves: [{ to: priority.ref }] },
    ifMatch: 1,
  });
  await admin.call('strategy.changeInitiative', {
    params: { id: direct.ref },
    body: { serves: [{ to: bare }] },
    ifMatch: 1,
  });
  const kr = await keyResult('Forms synced', bare);
  expect((await gaps({ unit: field })).found).toEqual([
    'key-result-without-owner: Forms synced',
    'key-result-without-measure: Forms synced',
    'initiative-without-key-result: Offline forms',
  ]);
  const { person } = await app.member({ name: 'Olga' });
  await admin.call('strategy.changeKeyResult', {
    params: { id: kr },
    body: { owner: person && toReference('person', person) },
    ifMatch: 1,
  });
  await admin.call('strategy.checkIn', {
    params: { id: kr },
    body: { value: 0.5, confidence: 5 },
  });
  await admin.call('strategy.changeInitiative', {
    params: { id: direct.ref },
    body: { serves: [{ to: kr }] },
    ifMatch: 2,
  });
  const settled = await gaps();
  expect(settled.found).toEqual([
    'unit-without-objective: Builder',
    'unit-without-objective: Office',
  ]);
  expect(settled.counts).toMatchObject({
    'unit-without-objective': 2,
    'initiative-serves-nothing': 0,
  });
});

test('weights that don’t add up are a gap, which weighing anew closes', async () => {
  const top = await objective('Faster', office);
  const [one, other] = [await keyResult('One', top), await keyResult('Other', top)];
  const weigh = (weights: { from: string; weight: number }[], ifMatch: number, by = admin) =>
    by.attempt('strategy.setWeights', { params: { id: top }, body: { weights }, ifMatch });
  await weigh(
    [
      { from: one, weight: 60 },
      { from: other, weight: 30 },
    ],
    1,
  );
  const { items } = await gaps({ gap: 'objective-weights' });
  expect(items).toMatchObject([
    { entity: { ref: top }, says: 'The weights add up to 90, not to 100.' },
  ]);
  // What isn't named keeps its weight.
  expect((await weigh([{ from: other, weight: 40 }], 2)).status).toBe(200);
  expect((await gaps({ gap: 'objective-weights' })).items).toEqual([]);
  const view = await admin.call('strategy.getObjective', { params: { id: top } });
  expect(view).toMatchObject({ revision: 3, weights: { [one]: 60, [other]: 40 } });

  const stray = await keyResult('Stray', await objective('Elsewhere', office));
  expect(await weigh([{ from: stray, weight: 1 }], 3)).toMatchObject({ status: 422 });
  expect(await weigh([{ from: one, weight: 1 }], 2)).toMatchObject({ status: 412 });
  const stranger = await app.member({ name: 'Rob' });
  expect((await weigh([{ from: one, weight: 1 }], 3, stranger)).status).toBe(403);
});

test('what somebody may not see is no gap for them, and fills none', async () => {
  const reader = await app.member({ name: 'Rita' });
  const plan = await admin.call('strategy.createPlan', {
    body: { title: 'Draft', ownerUnit: company, fiscalYear: 2028, restricted: true },
  });
  await admin.call('strategy.createPriority', { body: { title: 'Quokka', plan: plan.ref } });
  expect(JSON.stringify((await gaps({}, reader)).found)).not.toContain('Quokka');
  expect((await gaps()).found).toContain('priority-without-objective: Quokka');

  // 60 that everybody sees and 30 that only few do: the others can't know what it adds up to.
  const halfSeen = await objective('Half seen', office);
  await objective('Seen', office, [{ to: halfSeen, weight: 60 }]);
  await admin.call('strategy.createObjective', {
    body: {
      title: 'Hidden',
      ownerUnit: office,
      commitment: 'committed',
      fiscalYear: 2027,
      serves: [{ to: halfSeen, weight: 30 }],
      restricted: true,
    },
  });
  const weights = async (by: Caller) =>
    (await gaps({ gap: 'objective-weights' }, by)).items.map(({ says }) => says);
  expect(await weights(admin)).toEqual(['The weights add up to 90, not to 100.']);
  expect(await weights(reader)).toEqual([]);
});

test('of an objective whose period is over, only that it is to be closed is a gap', async () => {
  const { ref: yard } = await admin.call('org.createUnit', {
    body: { name: 'Yard', level: 'part', parent: company },
  });
  // It is 23 November 2026, in the fourth quarter of a year that is the calendar's.
  const periods = { Third: [2026, 3], Fourth: [2026, 4], Year: [2026], Before: [2025] } as const;
  const made: Record<string, string> = {};
  for (const [title, [fiscalYear, quarter]] of Object.entries(periods)) {
    const { ref } = await admin.call('strategy.createObjective', {
      body: {
        title,
        ownerUnit: yard,
        commitment: 'committed',
        fiscalYear,
        ...(quarter ? { quarter } : {}),
      },
    });
    made[title] = ref;
  }
  const { person } = await app.member({ name: 'Yan' });
  const owner = person && toReference('person', person);
  await keyResult('Owned by nobody', made['Third'] ?? '');
  await keyResult('Checked in by nobody', made['Before'] ?? '', { owner });
  const shown = async () => (await gaps({ unit: yard })).found;
  expect((await shown()).filter((gap) => gap.includes('period-over'))).toEqual([
    'objective-period-over: Third',
    'objective-period-over: Before',
  ]);
  expect((await shown()).filter((gap) => /Third|Before|nobody/.test(gap))).toHaveLength(2);
  expect((await shown()).filter((gap) => /Fourth|Year/.test(gap))).toHaveLength(6);

  for (const title of Object.keys(periods)) {
    await admin.call('strategy.changeObjective', {
      params: { id: made[title] ?? '' },
      body: { state: 'closed', grade: 0.7 },
      ifMatch: 1,
    });
  }
  expect(await shown()).toEqual(['unit-without-objective: Yard']);
});

test('a unit whose only objective is over has none, and neither lacks a priority of a year that is over', async () => {
  const { ref: shed } = await admin.call('org.createUnit', {
    body: { name: 'Shed', level: 'part', parent: company },
  });
  const body = {
    title: 'Swept',
    ownerUnit: shed,
    commitment: 'committed',
    fiscalYear: 2025,
  } as const;
  await admin.call('strategy.createObjective', { body });
  const plan = await admin.call('strategy.createPlan', {
    body: { title: 'FY25', ownerUnit: shed, fiscalYear: 2025 },
  });
  await admin.call('strategy.createPriority', { body: { title: 'Tidy', plan: plan.ref } });
  expect((await gaps({ unit: shed })).found).toEqual([
    'objective-period-over: Swept',
    'unit-without-objective: Shed',
  ]);
});

test('nobody is asked to check in for an objective that is closed', async () => {
  const owner = await app.member({ name: 'Otto' });
  const closed = await objective('Asked no more', office);
  await keyResult('Left open', closed, {
    owner: owner.person && toReference('person', owner.person),
    guardrail: true,
  });
  const [kr] = (await admin.call('strategy.getObjective', { params: { id: closed } })).keyResults;
  await admin.call('strategy.checkIn', {
    params: { id: kr?.ref ?? '' },
    body: { on: '2026-10-01', value: 0.5, confidence: 5 },
  });
  const asked = async () =>
    (await owner.call('platform.getHome')).needs.filter(({ entity }) => entity.ref === kr?.ref);
  expect((await asked()).map(({ says }) => says)).toEqual([
    'Last check-in on 2026-10-01',
    'Guardrail breached: 0.5 against 1 %',
  ]);
  await admin.call('strategy.changeObjective', {
    params: { id: closed },
    body: { state: 'closed' },
    ifMatch: 1,
  });
  expect(await asked()).toEqual([]);
  const after = await admin.call('strategy.getKeyResult', { params: { id: kr?.ref ?? '' } });
  expect(after).toMatchObject({ state: 'active', stale: false, confidenceStale: false });
});

test('lists are narrowed as the tree and the roadmap are: a part of the chart, words, no judgement', async () => {
  await admin.call('strategy.createInitiative', {
    body: { title: 'Tile service, faster', ownerUnit: office },
  });
  const initiatives = async (query: object) =>
    (await admin.call('strategy.listInitiatives', { query })).items.map(({ title }) => title);
  expect(await initiatives({ unit: company, q: 'FASTER tile', health: 'none' })).toEqual([
    'Tile service, faster',
  ]);
  expect(await initiatives({ unit: field, q: 'tile' })).toEqual([]);
  const objectives = async (query: object) =>
    (await admin.call('strategy.listObjectives', { query })).items.map(({ title }) => title);
  expect(await objectives({ unit: company, q: 'fast', wholeYear: 'true' })).toEqual(['Faster']);
  expect(await objectives({ unit: company, quarter: 1 })).toEqual([]);
});
