import { readFileSync } from 'node:fs';
import type { InsightResult, Reference } from '@throughline/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApp, type Caller, type TestApp } from '../../testing/test-app.ts';

let app: TestApp;
let admin: Caller;
let pt: Reference<'unit'>;
let engineering: Reference<'unit'>;
let elsewhere: Reference<'unit'>;

beforeAll(async () => {
  app = await createTestApp({ now: '2026-11-23T09:00:00Z' });
  admin = await app.member({ administrator: true, name: 'Ada' });
  const unit = async (name: string, level: 'company' | 'organisation' | 'part', parent?: string) =>
    (await admin.call('org.createUnit', { body: { name, level, ...(parent ? { parent } : {}) } }))
      .ref;
  const company = await unit('Company', 'company');
  pt = await unit('P&T', 'organisation', company);
  engineering = await unit('Engineering', 'part', pt);
  elsewhere = await unit('Corporate', 'organisation', company);
});
afterAll(() => app.stop());

/** A key of one day's life doesn't see the next one: the administrator comes back with a new one. */
async function moveTo(moment: string) {
  app.clock.set(Temporal.Instant.from(moment));
  admin = await app.member({ administrator: true, name: 'Ada' });
}

const ask = (key: string, parameters: object = {}): Promise<InsightResult> =>
  admin.call('insights.runInsight', {
    params: { key },
    query: { parameters: JSON.stringify(parameters) },
  });
const initiative = (title: string, more: object = {}) =>
  admin.call('strategy.createInitiative', { body: { title, ownerUnit: engineering, ...more } });
const figureOf = (result: InsightResult, key: string) =>
  result.figures.find((figure) => figure.key === key);

test('every insight and effect that the shipped cycles ask the strategy for is there, and takes their parameters', async () => {
  const file = readFileSync(
    new URL('../../../../../organisations/procore/cycles.yaml', import.meta.url),
    'utf8',
  );
  const asked = [...file.matchAll(/insight: (strategy\.\S+)\n\s+parameters: \{(.*)\}/g)];
  expect(asked.length).toBeGreaterThanOrEqual(11);
  const means: Record<string, unknown> = {
    $unit: pt,
    $fiscalYear: 2027,
    $nextFiscalYear: 2028,
    $fiscalQuarter: 'FY2026-Q4',
    $since: '2026-11-01',
  };
  for (const [, key = '', written = ''] of asked) {
    const parameters = Object.fromEntries(
      written.split(',').map((pair) => {
        const [name = '', value = ''] = pair.split(':').map((part) => part.trim());
        return [name, means[value] ?? value];
      }),
    );
    expect(await ask(key, parameters)).toMatchObject({ key, says: expect.any(String) });
  }
  const { items } = await admin.call('decisions.listEffects');
  const known = items.map(({ effect }) => effect);
  for (const [, effect] of file.matchAll(/effect: (strategy\.[\w-]+)/g)) {
    expect(known).toContain(effect);
  }
});

test('a unit includes the units below it, and no others', async () => {
  const inside = await initiative('Inside');
  const outside = await initiative('Outside', { ownerUnit: elsewhere });
  const { rows } = await ask('strategy.health', { unit: pt });
  const refs = rows.map(({ ref }) => ref);
  expect(refs).toContain(inside.ref);
  expect(refs).not.toContain(outside.ref);
});

test('what the decision “stop” did is in the next review’s changes, and nothing from before it', async () => {
  const one = await initiative('Old mobile app', { stage: 'building' });
  await moveTo('2026-11-25T09:00:00Z');
  const decision = await admin.call('decisions.createDecision', {
    body: {
      question: 'Stop it?',
      options: ['Stop'],
      effects: [
        {
          effect: 'strategy.stop-initiative',
          target: one.ref,
          parameters: { reason: 'nobody uses it' },
        },
      ],
    },
  });
  await admin.call('decisions.confirmDecision', {
    params: { id: decision.ref },
    body: { choice: 'Stop' },
    ifMatch: 1,
  });
  const changes = await ask('strategy.changes', { unit: pt, since: '2026-11-24' });
  expect(figureOf(changes, 'stopped')).toMatchObject({ value: 1, records: [{ ref: one.ref }] });
  const own = changes.rows.filter(({ ref }) => ref === one.ref);
  expect(own.map(({ change }) => change)).toEqual(['stopped: nobody uses it']);
});

test('a dependency that ends after its dependent begins is a conflict, and so is a stopped one', async () => {
  const base = await initiative('Base', { from: '2027-01-01', to: '2027-03-31' });
  await initiative('On it', { from: '2027-03-01', to: '2027-06-30', dependsOn: [base.ref] });
  await initiative('After it', { from: '2027-03-31', dependsOn: [base.ref] });
  const before = await ask('strategy.dependencies', { unit: pt });
  expect(before.rows.map(({ initiative: title, conflict }) => [title, conflict])).toEqual([
    ['On it', 'ends 2027-03-31, after it is needed from 2027-03-01'],
    ['After it', null],
  ]);
  await admin.call('strategy.moveStage', {
    params: { id: base.ref },
    body: { stage: 'stopped' },
    ifMatch: 1,
  });
  const page = await admin.call('strategy.getInitiative', { params: { id: base.ref } });
  expect(page.conflicts.map(({ entity, says }) => [entity.title, says])).toEqual([
    ['On it', 'depends on this, which was stopped'],
    ['After it', 'depends on this, which was stopped'],
  ]);
  const after = await ask('strategy.dependencies', { unit: pt });
  expect(figureOf(after, 'conflicts')).toMatchObject({ value: 2 });
});

test('variance leads from what was planned, after the cut list, to what was taken', async () => {
  const plan = await admin.call('strategy.createPlan', {
    body: { title: 'FY27', ownerUnit: pt, fiscalYear: 2027 },
  });
  const priority = async (title: string) =>
    (await admin.call('strategy.createPriority', { body: { title, plan: plan.ref } })).ref;
  const field = await priority('Win the field');
  const data = await priority('One data model');
  const cell = (of: string, people: number) => ({
    priority: of,
    unit: engineering,
    quarter: 1,
    people,
  });
  const revision = async () =>
    (await admin.call('strategy.getPlan', { params: { id: plan.ref } })).revision;
  const params = { id: plan.ref };
  await admin.call('strategy.setCapacity', {
    body: { unit: pt, fiscalYear: 2027, quarters: [{ quarter: 1, people: 50 }] },
  });
  await admin.call('strategy.setAllocations', {
    params,
    body: { entries: [cell(field, 30), cell(data, 24)] },
    ifMatch: await revision(),
  });
  const draft = await ask('strategy.capacity', { fiscalYear: 2027 });
  expect(draft.rows).toContainEqual(
    expect.objectContaining({ unit: 'P&T', quarter: 'Q1', people: 54, capacity: 50, over: 4 }),
  );
  await admin.call('strategy.setCutList', {
    params,
    body: { entries: [{ what: 'Less', ...cell(data, 4) }] },
    ifMatch: await revision(),
  });
  await admin.call('strategy.adoptPlan', { params, ifMatch: await revision() });
  await admin.call('strategy.recordActuals', {
    params,
    body: { entries: [cell(field, 33), cell(data, 15)] },
  });
  const { charts, figures } = await ask('strategy.variance', {
    unit: pt,
    fiscalQuarter: 'FY2027-Q1',
  });
  expect(charts).toMatchObject([
    {
      form: 'waterfall',
      series: [
        {
          points: [
            { at: 'Planned', value: 50 }, // 30 + 24 − 4
            { at: 'Win the field', value: 3 }, // 33 − 30
            { at: 'One data model', value: -5 }, // 15 − 20
          ],
        },
      ],
    },
  ]);
  expect(figures.map(({ value }) => value)).toEqual([50, 48, -2]);
});

test('findings are reported again until they are closed, by kind', async () => {
  const note = (title: string, type: 'improvement' | 'growth') =>
    admin.call('strategy.createFinding', { body: { title, type, ownerUnit: engineering } });
  const slow = await note('Slow hand-over', 'improvement');
  const grow = await note('Partners want more', 'growth');
  await moveTo('2027-02-25T09:00:00Z');
  const improvement = { unit: pt, findingKind: 'improvement' };
  const again = await ask('strategy.findings', improvement);
  expect(figureOf(again, 'open')).toMatchObject({ value: 1, records: [{ ref: slow.ref }] });
  expect(again.rows[0]).toMatchObject({ days: 92 }); // 25 November to 25 February: 5 + 31 + 31 + 25
  await admin.call('strategy.closeFinding', {
    params: { id: slow.ref },
    body: { outcome: 'A checklist' },
    ifMatch: 1,
  });
  const settled = await ask('strategy.findings', improvement);
  expect(figureOf(settled, 'open')).toMatchObject({ value: 0 });
  expect(settled.rows).toMatchObject([{ outcome: 'A checklist', days: null }]);
  const growth = await ask('strategy.findings', { findingKind: 'growth' });
  expect(figureOf(growth, 'open')).toMatchObject({ value: 1, records: [{ ref: grow.ref }] });
});

test('confidence is the mean of what was last said, week by week', async () => {
  await moveTo('2027-03-15T09:00:00Z');
  const objective = await admin.call('strategy.createObjective', {
    body: { title: 'Fast', ownerUnit: engineering, commitment: 'committed', fiscalYear: 2027 },
  });
  const says = async (
    title: string,
    all: readonly (readonly [on: string, confidence: number])[],
  ) => {
    const { ref } = await admin.call('strategy.createKeyResult', {
      body: {
        title,
        objective: objective.ref,
        baseline: 40,
        target: 70,
        direction: 'up',
        unit: '%',
      },
    });
    for (const [on, confidence] of all) {
      await admin.call('strategy.checkIn', {
        params: { id: ref },
        body: { on, confidence, value: 48 },
      });
    }
    return ref;
  };
  const one = await says('One', [
    ['2027-03-01', 8],
    ['2027-03-10', 5],
  ]);
  await says('Two', [['2027-03-08', 4]]);
  const { charts, rows } = await ask('strategy.confidence', { unit: pt });
  expect(charts[0]?.series[0]?.points.slice(-4)).toEqual([
    { at: '2027-02-22', value: null },
    { at: '2027-03-01', value: 8 },
    { at: '2027-03-08', value: 6 }, // (8 + 4) / 2
    { at: '2027-03-15', value: 4.5 }, // (5 + 4) / 2
  ]);
  expect(rows[0]).toMatchObject({ ref: one, confidenceChange: -3 });
  const grades = await ask('strategy.grades', { unit: pt, fiscalYear: 2027 });
  const progress = grades.rows.find(({ ref }) => ref === one)?.['progress'];
  expect(progress).toBeCloseTo(8 / 30); // (48 − 40) / (70 − 40)
  expect(figureOf(grades, 'poor')).toMatchObject({ value: 1, records: [{ ref: objective.ref }] });
});

test('risks are those of the unit, the most severe first', async () => {
  const raise = (title: string, likelihood: number, impact: number, unit: string) =>
    admin.call('decisions.createRisk', { body: { title, likelihood, impact, ownerUnit: unit } });
  await raise('Small', 1, 2, engineering);
  await raise('Large', 4, 5, engineering);
  await raise('Not ours', 5, 5, elsewhere);
  const { rows } = await ask('strategy.risks', { unit: pt });
  expect(rows.map(({ risk, severity }) => [risk, severity])).toEqual([
    ['Large', 20],
    ['Small', 2],
  ]);
});
