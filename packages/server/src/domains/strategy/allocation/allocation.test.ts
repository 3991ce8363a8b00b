import { toReference, type Reference } from '@throughline/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApp, type Caller, type TestApp } from '../../../testing/test-app.ts';

let app: TestApp;
let admin: Caller;
let pt: Reference<'unit'>;
let engineering: Reference<'unit'>;

beforeAll(async () => {
  app = await createTestApp({ now: '2026-11-23T09:00:00Z' });
  admin = await app.member({ administrator: true, name: 'Ada' });
  const unit = async (name: string, level: 'company' | 'organisation', parent?: string) =>
    (await admin.call('org.createUnit', { body: { name, level, ...(parent ? { parent } : {}) } }))
      .ref;
  pt = await unit('P&T', 'company');
  engineering = await unit('Engineering', 'organisation', pt);
});
afterAll(() => app.stop());

const draft = (title: string, fiscalYear: number, more: object = {}) =>
  admin.call('strategy.createPlan', { body: { title, ownerUnit: pt, fiscalYear, ...more } });
const priority = async (title: string, plan: string) =>
  (await admin.call('strategy.createPriority', { body: { title, plan } })).ref;
const revisionOf = async (plan: string) =>
  (await admin.call('strategy.getPlan', { params: { id: plan } })).revision;
const allocate = async (
  plan: string,
  entries: { priority: string; unit: string; quarter: number; people: number }[],
) =>
  admin.call('strategy.setAllocations', {
    params: { id: plan },
    body: { entries },
    ifMatch: await revisionOf(plan),
  });
const adopt = async (plan: string) =>
  admin.attempt('strategy.adoptPlan', { params: { id: plan }, ifMatch: await revisionOf(plan) });
const has = (fiscalYear: number, people: number) =>
  admin.call('strategy.setCapacity', {
    body: { unit: pt, fiscalYear, quarters: [{ quarter: 1, people }] },
  });

test('112 people are not taken from 100: adoption waits for the cut list, and then the objectives stand', async () => {
  const plan = await draft('FY27', 2027, { restricted: true });
  await has(2027, 100);
  const asks = [
    ['Win the field', engineering, 50],
    ['One data model', engineering, 40],
    ['Partners build on us', pt, 22],
  ] as const; // 50 + 40 + 22 = 112
  const refs: string[] = [];
  for (const [title, unit, people] of asks) {
    const ref = await priority(title, plan.ref);
    refs.push(ref);
    await allocate(plan.ref, [{ priority: ref, unit, quarter: 1, people }]);
  }
  const objective = await admin.call('strategy.createObjective', {
    body: {
      title: 'Crews work offline',
      ownerUnit: pt,
      commitment: 'committed',
      fiscalYear: 2027,
      serves: [{ to: refs[0] ?? '' }],
    },
  });
  const refused = await adopt(plan.ref);
  expect(refused).toMatchObject({
    status: 409,
    body: {
      code: 'strategy.over_capacity',
      over: [
        { unit: { ref: pt }, quarter: 1, people: { needed: 112, capacity: 100, over: 12, cut: 0 } },
      ],
    },
  });
  expect(refused.body['detail']).toContain('P&T in Q1: 112 of 100 people');

  const cut = async (people: number) =>
    admin.call('strategy.setCutList', {
      params: { id: plan.ref },
      body: {
        entries: [
          {
            what: 'The second region waits',
            priority: refs[1] ?? '',
            unit: engineering,
            quarter: 1,
            people: 8,
          },
          { what: 'No new connectors', priority: refs[2] ?? '', unit: pt, quarter: 1, people },
        ],
      },
      ifMatch: await revisionOf(plan.ref),
    });
  await cut(3); // 112 − 8 − 3 = 101
  expect((await adopt(plan.ref)).body).toMatchObject({
    over: [{ people: { needed: 101, over: 1 } }],
  });
  await cut(4); // 112 − 8 − 4 = 100
  const reader = await app.member({ name: 'Rob' });
  const seen = () => reader.attempt('strategy.getObjective', { params: { id: objective.ref } });
  expect((await seen()).status).toBe(404);
  expect((await adopt(plan.ref)).status).toBe(200);
  expect((await seen()).body).toMatchObject({ state: 'active' });
  const after = await reader.call('strategy.getAllocations', { params: { id: plan.ref } });
  expect(after).toMatchObject({ state: 'adopted', over: [] });
  expect(after.cuts.map(({ what, applied }) => [what, applied])).toEqual([
    ['The second region waits', true],
    ['No new connectors', true],
  ]);
});

test('what an adopted plan took is said by each unit, and its plan stays as adopted', async () => {
  const plan = await draft('FY28', 2028);
  const one = await priority('One', plan.ref);
  await has(2028, 10);
  await allocate(plan.ref, [{ priority: one, unit: engineering, quarter: 1, people: 10 }]);
  expect((await adopt(plan.ref)).status).toBe(200);
  const again = await admin.attempt('strategy.setAllocations', {
    params: { id: plan.ref },
    body: { entries: [{ priority: one, unit: engineering, quarter: 1, people: 12 }] },
    ifMatch: await revisionOf(plan.ref),
  });
  expect(again).toMatchObject({ status: 409, body: { code: 'wrong_state' } });
  const actuals = {
    params: { id: plan.ref },
    body: { entries: [{ priority: one, unit: engineering, quarter: 1, people: 13 }] },
  };
  const elsewhere = await app.member({ roles: [] });
  expect((await elsewhere.attempt('strategy.recordActuals', actuals)).status).toBe(403);
  await admin.call('strategy.recordActuals', actuals);
  const view = await admin.call('strategy.getAllocations', { params: { id: plan.ref } });
  expect(view.entries).toMatchObject([{ people: 10, actualPeople: 13 }]);
  // The load of a unit above holds what the units below took.
  expect(view.units[0]).toMatchObject({
    unit: { ref: pt },
    quarters: [{ actual: 13 }, {}, {}, {}],
  });
  // Of money alone: people that nobody counted are not none, and those that were stay.
  await admin.call('strategy.recordActuals', {
    params: { id: plan.ref },
    body: {
      entries: [1, 2].map((quarter) => ({
        priority: one,
        unit: engineering,
        quarter,
        money: 500,
      })),
    },
  });
  const { entries } = await admin.call('strategy.getAllocations', { params: { id: plan.ref } });
  expect(
    entries.map(({ quarter, actualPeople, actualMoney }) => [quarter, actualPeople, actualMoney]),
  ).toEqual([
    [1, 13, 500],
    [2, null, 500],
  ]);
});

test('a cut list gives up no more than is allocated', async () => {
  const plan = await draft('FY29', 2029);
  const one = await priority('One', plan.ref);
  await allocate(plan.ref, [{ priority: one, unit: pt, quarter: 2, people: 5 }]);
  const cut = (what: string, people: number) => ({
    what,
    priority: one,
    unit: pt,
    quarter: 2,
    people,
  });
  const attempt = async (entries: object[]) =>
    admin.attempt('strategy.setCutList', {
      params: { id: plan.ref },
      body: { entries },
      ifMatch: await revisionOf(plan.ref),
    });
  expect(await attempt([cut('Half', 3), cut('The rest and more', 3)])).toMatchObject({
    status: 422,
  });
  expect(await attempt([cut('Nothing', 0)])).toMatchObject({ status: 422 });
  expect((await attempt([cut('Half', 3)])).status).toBe(200);
  const less = await admin.attempt('strategy.setAllocations', {
    params: { id: plan.ref },
    body: { entries: [{ priority: one, unit: pt, quarter: 2, people: 2 }] },
    ifMatch: await revisionOf(plan.ref),
  });
  expect(less).toMatchObject({ status: 422, body: { code: 'invalid_input' } });
});

test('drafts of a year are compared by priority and unit, and one begins with another’s', async () => {
  const bold = await draft('Bold', 2031, { restricted: true });
  const field = await priority('Win the field', bold.ref);
  await allocate(bold.ref, [
    { priority: field, unit: engineering, quarter: 1, people: 60 },
    { priority: field, unit: engineering, quarter: 2, people: 60 },
  ]);
  const careful = await draft('Careful', 2031, { restricted: true, from: bold.ref });
  const copied = await admin.call('strategy.getAllocations', { params: { id: careful.ref } });
  const [first] = copied.entries;
  if (!first) throw new Error('the allocations are copied');
  await allocate(careful.ref, [
    { priority: first.priority, unit: engineering, quarter: 2, people: 40 },
  ]);
  await priority('Pay back debt', careful.ref);
  const query = { plans: `${bold.ref},${careful.ref}` };
  const compared = await admin.call('strategy.comparePlans', { query });
  expect(compared.plans).toMatchObject([
    { title: 'Bold', people: [60, 60, 0, 0] },
    { title: 'Careful', people: [60, 40, 0, 0] },
  ]);
  expect(compared.priorities).toMatchObject([
    { title: 'Win the field', differs: true, in: [{ ref: field }, { people: [60, 40, 0, 0] }] },
    { title: 'Pay back debt', differs: true, in: [null, { people: [0, 0, 0, 0] }] },
  ]);
  const reader = await app.member({ roles: [{ role: 'owner', unit: null }] });
  expect((await reader.attempt('strategy.comparePlans', { query })).status).toBe(404);
  if (!reader.person) throw new Error('a member has a person');
  for (const plan of [bold, careful]) {
    await admin.call('strategy.setPlanReaders', {
      params: { id: plan.ref },
      body: { readers: [toReference('person', reader.person)] },
      ifMatch: await revisionOf(plan.ref),
    });
  }
  const theirs = await reader.call('strategy.comparePlans', { query });
  expect(theirs.priorities).toHaveLength(2);
});

test('a decision applies the cut list and adopts the plan, with the decider’s rights', async () => {
  const plan = await draft('FY32', 2032);
  const one = await priority('One', plan.ref);
  await has(2032, 10);
  await allocate(plan.ref, [{ priority: one, unit: pt, quarter: 1, people: 11 }]);
  await admin.call('strategy.setCutList', {
    params: { id: plan.ref },
    body: { entries: [{ what: 'One fewer', priority: one, unit: pt, quarter: 1, people: 1 }] },
    ifMatch: await revisionOf(plan.ref),
  });
  const decision = await admin.call('decisions.createDecision', {
    body: {
      question: 'Is this the plan?',
      options: ['Yes'],
      effects: [
        { effect: 'strategy.apply-cut-list', target: plan.ref },
        { effect: 'strategy.adopt-plan', target: plan.ref },
      ],
    },
  });
  await admin.call('decisions.confirmDecision', {
    params: { id: decision.ref },
    body: { choice: 'Yes' },
    ifMatch: 1,
  });
  const view = await admin.call('strategy.getPlan', { params: { id: plan.ref } });
  expect(view.state).toBe('adopted');
});
