import { toReference, type Reference } from '@throughline/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createEntity } from '../../platform/entities/entity.ts';
import { createTestApp, type Caller, type TestApp } from '../../testing/test-app.ts';

let app: TestApp;
let admin: Caller;
let reader: Caller;
let unit: Reference<'unit'>;

beforeAll(async () => {
  app = await createTestApp({ now: '2026-11-23T09:00:00Z' });
  admin = await app.member({ administrator: true, name: 'Ada' });
  reader = await app.member({ name: 'Rob' });
  const created = await app.write((context) =>
    createEntity(context, { kind: 'unit', title: 'P&T', state: 'active' }),
  );
  unit = toReference('unit', created.id);
});
afterAll(() => app.stop());

const objective = (title: string, serves: { to: string; weight?: number }[] = []) =>
  admin.call('strategy.createObjective', {
    body: { title, ownerUnit: unit, commitment: 'committed', fiscalYear: 2027, serves },
  });
const keyResult = (title: string, of: string, more: object = {}) =>
  admin.call('strategy.createKeyResult', {
    body: {
      title,
      objective: of,
      baseline: 0,
      target: 100,
      direction: 'up',
      unit: '%',
      ...more,
    },
  });
const initiative = (title: string, serves: { to: string }[] = []) =>
  admin.call('strategy.createInitiative', { body: { title, ownerUnit: unit, serves } });

test('a confidential draft is there for nobody else until it is adopted, with all that is under it', async () => {
  const plan = await admin.call('strategy.createPlan', {
    body: { title: 'Quokka plan', ownerUnit: unit, fiscalYear: 2028, restricted: true },
  });
  const priority = await admin.call('strategy.createPriority', {
    body: { title: 'Quokka priority', plan: plan.ref },
  });
  const top = await objective('Quokka objective', [{ to: priority.ref }]);
  const kr = await keyResult('Quokka key result', top.ref);
  const hidden = [
    ['strategy.getPlan', plan.ref],
    ['strategy.getPriority', priority.ref],
    ['strategy.getObjective', top.ref],
    ['strategy.getKeyResult', kr.ref],
  ] as const;
  for (const [operation, id] of hidden) {
    expect((await reader.attempt(operation, { params: { id } })).status).toBe(404);
  }
  const lists = [
    'strategy.listPlans',
    'strategy.listPriorities',
    'strategy.listObjectives',
  ] as const;
  for (const operation of [...lists, 'strategy.listKeyResults'] as const) {
    expect(JSON.stringify((await reader.attempt(operation)).body)).not.toContain('Quokka');
  }
  const tree = await reader.call('strategy.getStrategyTree', { query: { fiscalYear: 2028 } });
  expect(tree).toMatchObject({ priorities: [], objectives: [], serves: [] });

  await admin.call('strategy.adoptPlan', { params: { id: plan.ref }, ifMatch: 1 });
  const opened = await reader.call('strategy.getPlan', { params: { id: plan.ref } });
  expect(opened).toMatchObject({
    state: 'adopted',
    restricted: false,
    priorities: [{ ref: priority.ref }],
  });
  for (const [operation, id] of hidden) {
    expect((await reader.attempt(operation, { params: { id } })).status).toBe(200);
  }
});

test('a fiscal year has one adopted plan', async () => {
  const draft = (title: string) =>
    admin.call('strategy.createPlan', { body: { title, ownerUnit: unit, fiscalYear: 2030 } });
  const one = await draft('One');
  const other = await draft('Other');
  const adopted = await admin.call('strategy.adoptPlan', { params: { id: one.ref }, ifMatch: 1 });
  const second = await admin.attempt('strategy.adoptPlan', {
    params: { id: other.ref },
    ifMatch: 1,
  });
  expect(second).toMatchObject({ status: 409, body: { code: 'already_exists' } });
  await admin.call('strategy.closePlan', { params: { id: one.ref }, ifMatch: adopted.revision });
  const again = await admin.attempt('strategy.adoptPlan', { params: { id: one.ref }, ifMatch: 3 });
  expect(again).toMatchObject({ status: 409, body: { code: 'wrong_state' } });
});

test('progress, confidence, status and grade are four separate numbers', async () => {
  const top = await objective('Drawings open fast');
  const kr = await keyResult('Share under a second', top.ref, { baseline: 40, target: 90 });
  const params = { id: kr.ref };
  const before = await admin.call('strategy.getKeyResult', { params });
  expect(before).toMatchObject({ progress: null, confidence: null, status: null, stale: true });

  const checked = (on: string, body: object) =>
    admin.call('strategy.checkIn', { params, body: { confidence: 8, on, ...body } });
  await checked('2026-11-09', { value: 50, status: 'on-track' });
  const last = await checked('2026-11-16', { value: 65, confidence: 5 });
  expect(last.progress).toBe(0.5); // (65 − 40) / (90 − 40)
  const after = await admin.call('strategy.getKeyResult', { params });
  expect(after).toMatchObject({
    progress: 0.5,
    current: 65,
    confidence: 5,
    confidenceChange: -3,
    status: 'on-track', // kept from the check-in before
    grade: null,
    checkedInOn: '2026-11-16',
    stale: false,
  });
  const view = await admin.call('strategy.getObjective', { params: { id: top.ref } });
  expect(view).toMatchObject({ progress: 0.5, grade: null, keyResults: [{ ref: kr.ref }] });

  await admin.call('strategy.changeKeyResult', { params, body: { grade: 0.7 }, ifMatch: 1 });
  const graded = await admin.call('strategy.getKeyResult', { params });
  expect(graded).toMatchObject({ progress: 0.5, grade: 0.7 });
  const list = await admin.call('strategy.listCheckIns', { params });
  expect(list.items.map(({ on, value, by }) => [on, value, by])).toEqual([
    ['2026-11-16', 65, 'Ada'],
    ['2026-11-09', 50, 'Ada'],
  ]);
});

test('a check-in takes the last value of its metric where none is given', async () => {
  const metric = await admin.call('catalog.createMetric', {
    body: {
      title: 'Adoption',
      definition: 'Share of accounts that used it',
      ownerUnit: unit,
      unit: '%',
      direction: 'up',
    },
  });
  const top = await objective('Adopted');
  const kr = await keyResult('Half of them', top.ref, { target: 50, metric: metric.ref });
  const none = await admin.attempt('strategy.checkIn', {
    params: { id: kr.ref },
    body: { confidence: 5 },
  });
  expect(none).toMatchObject({ status: 422, body: { code: 'invalid_input' } });
  await admin.call('catalog.recordMetricValue', {
    params: { id: metric.ref },
    body: { on: '2026-11-22', value: 20 },
  });
  const checked = await admin.call('strategy.checkIn', {
    params: { id: kr.ref },
    body: { confidence: 5 },
  });
  expect(checked.progress).toBe(0.4); // 20 / 50
});

test('an objective weighs what serves it, over several parents, and circles are refused', async () => {
  const company = await objective('Company');
  const other = await objective('Other');
  const child = await objective('Team', [{ to: company.ref, weight: 3 }, { to: other.ref }]);
  const own = await keyResult('Own', company.ref);
  const theirs = await keyResult('Theirs', child.ref);
  await admin.call('strategy.checkIn', {
    params: { id: own.ref },
    body: { confidence: 7, value: 0 },
  });
  await admin.call('strategy.checkIn', {
    params: { id: theirs.ref },
    body: { confidence: 7, value: 100 },
  });
  const view = await admin.call('strategy.getObjective', { params: { id: company.ref } });
  expect(view.progress).toBe(0.75); // (1·3 + 0·1) / 4
  const circle = await admin.attempt('strategy.changeObjective', {
    params: { id: company.ref },
    body: { serves: [{ to: child.ref }] },
    ifMatch: 1,
  });
  expect(circle).toMatchObject({ status: 409, body: { code: 'entity.circular' } });
  expect(circle.body['detail']).toContain('“Team” → “Company”');
  await admin.call('strategy.changeKeyResult', {
    params: { id: own.ref },
    body: { weight: 0 },
    ifMatch: 1,
  });
  const reweighed = await admin.call('strategy.getObjective', { params: { id: company.ref } });
  expect(reweighed.progress).toBe(1); // (1·3) / 3
});

test('40 → 70 stands at 48; its grade freezes at the close, and changes after it are revisions with a reason', async () => {
  const top = await objective('Crews work offline');
  const kr = await keyResult('Share of forms synced', top.ref, { baseline: 40, target: 70 });
  const params = { id: kr.ref };
  const { progress } = await admin.call('strategy.checkIn', {
    params,
    body: { value: 48, confidence: 6 },
  });
  expect(progress).toBeCloseTo(8 / 30); // (48 − 40) / (70 − 40)
  const closed = await admin.call('strategy.changeKeyResult', {
    params,
    body: { state: 'closed', grade: 0.3 },
    ifMatch: 1,
  });
  const silent = await admin.attempt('strategy.changeKeyResult', {
    params,
    body: { grade: 0.5 },
    ifMatch: closed.revision,
  });
  expect(silent).toMatchObject({ status: 422, body: { code: 'invalid_input' } });
  await admin.call('strategy.changeKeyResult', {
    params,
    body: { grade: 0.5, reason: 'Two regions reported late' },
    ifMatch: closed.revision,
  });
  expect(await admin.call('strategy.getKeyResult', { params })).toMatchObject({
    grade: 0.5,
    gradeRevisions: [{ number: 1, grade: 0.5, reason: 'Two regions reported late', by: 'Ada' }],
  });
});

test('initiatives are listed by stage, health and the priority that they lead up to', async () => {
  const plan = await admin.call('strategy.createPlan', {
    body: { title: 'FY27', ownerUnit: unit, fiscalYear: 2027 },
  });
  const priority = await admin.call('strategy.createPriority', {
    body: { title: 'Win the field', plan: plan.ref },
  });
  const top = await objective('Field crews', [{ to: priority.ref }]);
  const kr = await keyResult('Crews', top.ref);
  const led = await initiative('Offline forms', [{ to: kr.ref }]);
  await initiative('Something else');
  await admin.call('strategy.setHealth', {
    params: { id: led.ref },
    body: { health: 'amber', reason: 'one engineer short' },
    ifMatch: 1,
  });
  const found = await admin.call('strategy.listInitiatives', {
    query: { priority: priority.ref, health: 'amber', stage: 'idea' },
  });
  expect(found.items).toMatchObject([{ ref: led.ref, healthReason: 'one engineer short' }]);
  const tree = await admin.call('strategy.getStrategyTree', { query: { fiscalYear: 2027 } });
  expect(tree.serves).toContainEqual({ from: led.ref, to: kr.ref, weight: 1 });
  expect(tree.serves).toContainEqual({ from: top.ref, to: priority.ref, weight: 1 });
  const nameless = await admin.attempt('strategy.setHealth', {
    params: { id: led.ref },
    body: { health: 'red' },
    ifMatch: 2,
  });
  expect(nameless).toMatchObject({ status: 422, body: { code: 'invalid_input' } });
});

test('the stages of an initiative are remembered, and a decision moves it only with the decider’s rights', async () => {
  const one = await initiative('Old mobile app');
  await admin.call('strategy.moveStage', {
    params: { id: one.ref },
    body: { stage: 'building' },
    ifMatch: 1,
  });
  const propose = (caller: Caller) =>
    caller.call('decisions.createDecision', {
      body: {
        question: 'Stop it?',
        options: ['Stop', 'Go on'],
        effects: [
          {
            effect: 'strategy.stop-initiative',
            target: one.ref,
            parameters: { reason: 'no use' },
            option: 'Stop',
          },
          {
            effect: 'strategy.set-initiative-health',
            target: one.ref,
            parameters: { health: 'red', reason: 'stopped' },
            option: 'Stop',
          },
        ],
      },
    });
  const elsewhere = await app.write((context) =>
    createEntity(context, { kind: 'unit', title: 'Elsewhere', state: 'active' }),
  );
  const stranger = await app.member({
    name: 'Sly',
    roles: [{ role: 'contributor', unit: elsewhere.id }],
  });
  const theirs = await propose(stranger);
  const refused = await stranger.attempt('decisions.confirmDecision', {
    params: { id: theirs.ref },
    body: { choice: 'Stop' },
    ifMatch: 1,
  });
  expect(refused.status).toBe(403);

  const decision = await propose(admin);
  await admin.call('decisions.confirmDecision', {
    params: { id: decision.ref },
    body: { choice: 'Stop' },
    ifMatch: 1,
  });
  const view = await admin.call('strategy.getInitiative', { params: { id: one.ref } });
  expect(view).toMatchObject({ stage: 'stopped', health: 'red', healthReason: 'stopped' });
  expect(view.stages.map(({ stage }) => stage)).toEqual(['idea', 'building', 'stopped']);
  expect(view.healthHistory).toMatchObject([{ health: 'red', reason: 'stopped', by: 'Ada' }]);
  expect(view.decisions.map(({ ref }) => ref)).toContain(decision.ref);
});

test('a decision re-plans an initiative, and a window that ends before it begins is refused', async () => {
  const one = await initiative('New estimates');
  const wrong = await admin.attempt('strategy.changeInitiative', {
    params: { id: one.ref },
    body: { from: '2027-03-01', to: '2027-02-01' },
    ifMatch: 1,
  });
  expect(wrong).toMatchObject({ status: 422, body: { code: 'invalid_input' } });
  const decision = await admin.call('decisions.createDecision', {
    body: {
      question: 'When?',
      options: ['Later'],
      effects: [
        {
          effect: 'strategy.replan-initiative',
          target: one.ref,
          parameters: { from: '2027-03-01', to: '2027-06-30' },
        },
      ],
    },
  });
  await admin.call('decisions.confirmDecision', {
    params: { id: decision.ref },
    body: { choice: 'Later' },
    ifMatch: 1,
  });
  const view = await admin.call('strategy.getInitiative', { params: { id: one.ref } });
  expect(view).toMatchObject({ from: '2027-03-01', to: '2027-06-30' });
});

test('a finding stays open until it is closed with what came of it', async () => {
  const { ref } = await admin.call('strategy.createFinding', {
    body: { title: 'Slow hand-over', type: 'improvement', ownerUnit: unit },
  });
  const close = { params: { id: ref }, body: { outcome: 'A checklist' }, ifMatch: 1 };
  await admin.call('strategy.closeFinding', close);
  const view = await admin.call('strategy.getFinding', { params: { id: ref } });
  expect(view).toMatchObject({ state: 'closed', outcome: 'A checklist' });
  const again = await admin.attempt('strategy.closeFinding', { ...close, ifMatch: 2 });
  expect(again).toMatchObject({ status: 409, body: { code: 'wrong_state' } });
});

test('alignment names initiatives that serve nothing and objectives that nothing running serves', async () => {
  const orphan = await objective('Nobody works on me');
  const loose = await initiative('Why do we do this');
  const answer = await admin.call('insights.runInsight', { params: { key: 'strategy.alignment' } });
  const records = (key: string) =>
    answer.figures.find((figure) => figure.key === key)?.records.map(({ ref }) => ref);
  expect(records('objectives')).toContain(orphan.ref);
  expect(records('initiatives')).toContain(loose.ref);
  await admin.call('strategy.changeInitiative', {
    params: { id: loose.ref },
    body: { serves: [{ to: orphan.ref }] },
    ifMatch: 1,
  });
  const later = await admin.call('insights.runInsight', { params: { key: 'strategy.alignment' } });
  const gaps = later.rows.filter(({ ref }) => ref === loose.ref).map(({ gap }) => gap);
  expect(gaps).toEqual(['serves no key result']);
});

test('initiatives and key results are counted with their records', async () => {
  const initiatives = await admin.call('insights.runInsight', {
    params: { key: 'strategy.initiatives' },
  });
  const amber = initiatives.figures.find(({ key }) => key === 'health.amber');
  expect(amber).toMatchObject({ value: 1, records: [{ title: 'Offline forms' }] });
  const results = await admin.call('insights.runInsight', {
    params: { key: 'strategy.key-results' },
  });
  expect(results.rows.find((row) => row['keyResult'] === 'Share under a second')).toMatchObject({
    progress: 0.5,
    confidence: 5,
    status: 'on track',
    grade: 0.7,
  });
});

test('Home asks for a check-in on my key results once two periods have passed', async () => {
  const top = await objective('Mine');
  const person = reader.person;
  if (!person) throw new Error('a member has a person');
  const kr = await keyResult('My number', top.ref, { owner: toReference('person', person) });
  const needs = async () =>
    (await reader.call('platform.getHome')).needs.filter(({ entity }) => entity.ref === kr.ref);
  expect(await needs()).toEqual([]);
  app.clock.set(Temporal.Instant.from('2026-12-08T09:00:00Z')); // 15 days after it began
  expect(await needs()).toMatchObject([
    { says: 'No check-in yet', dueOn: '2026-12-07', urgency: 'overdue' },
  ]);
  // Its owner needs no role to check in.
  await reader.call('strategy.checkIn', {
    params: { id: kr.ref },
    body: { confidence: 6, value: 10 },
  });
  expect(await needs()).toEqual([]);
});
