import { toReference, type Id, type Reference } from '@throughline/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createEntity } from '../../../platform/entities/entity.ts';
import { link } from '../../../platform/entities/link.ts';
import { changeEntity } from '../../../platform/entities/entity.ts';
import { createTestApp, type Caller, type TestApp } from '../../../testing/test-app.ts';

let app: TestApp;
let admin: Caller;
let unit: Reference<'unit'>;
let feature: Reference<'feature'>;

beforeAll(async () => {
  // A Monday.
  app = await createTestApp({ now: '2026-11-23T08:00:00Z' });
  admin = await app.member({ administrator: true, name: 'Ada' });
  const made = await app.write(async (context) => ({
    unit: await createEntity(context, { kind: 'unit', title: 'Field', state: 'active' }),
    feature: await createEntity(context, { kind: 'feature', title: 'Forms', state: 'building' }),
  }));
  unit = toReference('unit', made.unit.id);
  feature = toReference('feature', made.feature.id);
});
afterAll(() => app.stop());

const at = (moment: string) => app.clock.set(Temporal.Instant.from(moment));

async function story(title: string, estimate?: number): Promise<Reference<'story'>> {
  const body = { title, ownerUnit: unit, implements: [feature], acceptance: 'It works.' };
  const { ref } = await admin.call('delivery.createStory', {
    body: estimate === undefined ? body : { ...body, estimate },
  });
  return ref;
}

const backlog = async () => (await admin.call('delivery.getBacklog', { params: { unit } })).items;
const titles = async () => (await backlog()).map(({ title }) => title);

async function move(ref: Reference<'story'>, state: 'open' | 'in-progress' | 'in-review' | 'done') {
  const { revision } = await admin.call('delivery.getStory', { params: { id: ref } });
  await admin.call('delivery.changeStory', {
    params: { id: ref },
    body: { state },
    ifMatch: revision,
  });
}

const insight = (key: string, parameters: unknown) =>
  admin.call('insights.runInsight', {
    params: { key },
    query: { parameters: JSON.stringify(parameters) },
  });

test('stories move within the backlog, and moves made at once lose none', async () => {
  const refs: Reference<'story'>[] = [];
  for (const title of ['A', 'B', 'C', 'D']) refs.push(await story(title, 1));
  const [a, , , d] = refs;
  if (!a || !d) throw new Error('they were made');
  expect(await titles()).toEqual(['A', 'B', 'C', 'D']);
  await admin.call('delivery.rankStory', { params: { id: d }, body: { after: a } });
  expect(await titles()).toEqual(['A', 'D', 'B', 'C']);
  await admin.call('delivery.rankStory', { params: { id: a }, body: { after: null } });
  expect(await titles()).toEqual(['A', 'D', 'B', 'C']);
  const untouched = await admin.call('delivery.getStory', { params: { id: d } });
  expect(untouched.revision).toBe(1);

  await Promise.all(
    refs.flatMap((id) =>
      [null, ...refs]
        .filter((after) => after !== id)
        .map((after) => admin.call('delivery.rankStory', { params: { id }, body: { after } })),
    ),
  );
  expect((await titles()).toSorted()).toEqual(['A', 'B', 'C', 'D']);
  for (const id of refs) await move(id, 'done');
  expect(await titles()).toEqual([]);
});

test('a story says what it lacks, and the backlog is picked by it', async () => {
  const { ref } = await admin.call('delivery.createStory', {
    body: { title: 'Vague', ownerUnit: unit },
  });
  const [vague] = await backlog();
  expect(vague?.missing).toEqual(['estimate', 'acceptance', 'implements']);
  await admin.call('delivery.changeStory', {
    params: { id: ref },
    body: { estimate: 2, acceptance: 'A form is kept.', implements: [feature] },
    ifMatch: 1,
  });
  const pick = async (ready: 'yes' | 'no') =>
    (await admin.call('delivery.getBacklog', { params: { unit }, query: { ready } })).items.map(
      ({ title }) => title,
    );
  expect(await pick('yes')).toEqual(['Vague']);
  await admin.call('delivery.changeStory', {
    params: { id: ref },
    body: { blockedReason: 'waits for the supplier' },
    ifMatch: 2,
  });
  expect(await pick('no')).toEqual(['Vague']);
  const seen = await admin.call('delivery.getStory', { params: { id: ref } });
  expect(seen.missing).toEqual(['unblocking']);
  expect(seen.branch).toBe(`feature/${ref}-vague`);
  await move(ref, 'done');
});

test('a sprint freezes what was committed, shows what changed, and carries over what is left', async () => {
  at('2026-11-23T08:00:00Z');
  const three = await story('Three', 3);
  const five = await story('Five', 5);
  const two = await story('Two', 2);
  const sprint = await admin.call('delivery.createSprint', {
    body: { title: 'Sprint 1', ownerUnit: unit, startsOn: '2026-11-23', endsOn: '2026-11-27' },
  });
  const next = await admin.call('delivery.createSprint', {
    body: { title: 'Sprint 2', ownerUnit: unit, startsOn: '2026-11-30', endsOn: '2026-12-04' },
  });
  const params = { id: sprint.ref };
  const added = await admin.call('delivery.addToSprint', {
    params,
    body: { stories: [three, five] },
  });
  expect(await titles()).toEqual(['Two']);
  at('2026-11-23T09:00:00Z');
  await admin.call('delivery.startSprint', { params, ifMatch: added.revision });
  await move(three, 'in-progress');

  at('2026-11-24T09:00:00Z');
  await move(three, 'done');
  await admin.call('delivery.addToSprint', { params, body: { stories: [two] } });
  at('2026-11-25T12:00:00Z');

  // 8 committed; Monday ends with 8, Tuesday with 8 - 3 + 2 = 7, Wednesday the same so far.
  const burndown = await insight('delivery.burndown', { sprint: sprint.ref });
  const [left, ideal] = burndown.charts[0]?.series ?? [];
  expect(left?.points.map(({ value }) => value)).toEqual([8, 7, 7, null, null]);
  // Five working days: 8 × 4/5, 3/5, 2/5, 1/5, 0.
  expect(ideal?.points.map(({ value }) => value)).toEqual([6.4, 4.8, 3.2, 1.6, 0]);

  const flow = await insight('delivery.cumulative-flow', { sprint: sprint.ref });
  const counts = Object.fromEntries(
    (flow.charts[0]?.series ?? []).map(({ key, points }) => [key, points.map((p) => p.value)]),
  );
  expect(counts).toEqual({
    open: [1, 2, 2],
    'in-progress': [1, 0, 0],
    'in-review': [0, 0, 0],
    done: [0, 1, 1],
  });

  const cycle = await insight('delivery.cycle-time', { sprint: sprint.ref, unit });
  expect(cycle.rows).toEqual([{ ref: three, story: 'Three', days: 1 }]);

  const { revision } = await admin.call('delivery.getSprint', { params });
  const closed = await admin.call('delivery.closeSprint', {
    params,
    body: { next: next.ref },
    ifMatch: revision,
  });
  expect(closed.spilled.map(({ title }) => title)).toEqual(['Five', 'Two']);
  const carried = await admin.call('delivery.getSprint', { params: { id: next.ref } });
  expect(carried.stories.map(({ title }) => title)).toEqual(['Five', 'Two']);
  expect(carried.velocity).toBe(3);

  const diff = await insight('delivery.sprint-diff', { sprint: sprint.ref });
  expect(diff.figures.map(({ key, value }) => [key, value])).toEqual([
    ['committed', 8],
    ['added', 2],
    ['removed', 0],
    ['done', 3],
  ]);
  const spill = await insight('delivery.spill-over', { sprint: sprint.ref });
  // 7 of 10 points.
  expect(spill.figures.map(({ value }) => value)).toEqual([7, 70]);
  const velocity = await insight('delivery.velocity', { unit });
  expect(velocity.rows).toEqual([{ ref: sprint.ref, sprint: 'Sprint 1', planned: 10, done: 3 }]);
  const followed = await insight('delivery.sprint-followed', { unit, on: '2026-11-27' });
  expect(followed.rows[0]?.['ref']).toBe(sprint.ref);

  const again = await admin.attempt('delivery.addToSprint', { params, body: { stories: [two] } });
  expect(again).toMatchObject({ status: 409, body: { code: 'wrong_state' } });
});

test('without a next sprint, what is left goes back to the top of the backlog in its order', async () => {
  const [running] = (await admin.call('delivery.listSprints', { query: { state: 'planned' } }))
    .items;
  if (!running) throw new Error('the next sprint is there');
  await story('Later', 1);
  const params = { id: running.ref };
  const before = await admin.call('delivery.getSprint', { params });
  const { revision } = await admin.call('delivery.startSprint', {
    params,
    ifMatch: before.revision,
  });
  const early = await admin.attempt('delivery.closeSprint', { params, body: {}, ifMatch: 1 });
  expect(early.status).toBe(412);
  await admin.call('delivery.closeSprint', { params, body: {}, ifMatch: revision });
  expect(await titles()).toEqual(['Five', 'Two', 'Later']);
});

test('a branch begins the story that its change implements, and its merge ends it', async () => {
  const ref = await story('Follows its branch', 1);
  const state = async () => (await admin.call('delivery.getStory', { params: { id: ref } })).state;
  const { items } = await admin.call('entities.listEntities', {
    query: { kind: 'story', q: 'Follows its branch' },
  });
  expect(items[0]?.ref).toBe(ref);
  const id = (
    await app.database.db
      .selectFrom('entity')
      .select('id')
      .where('title', '=', 'Follows its branch')
      .executeTakeFirstOrThrow()
  ).id as Id<'story'>;
  const change = await app.write(async (context) => {
    const made = await createEntity(context, { kind: 'change', title: 'Do it', state: 'open' });
    await link(context, made, 'implements', { kind: 'story', id });
    return made;
  });
  expect(await state()).toBe('in-progress');
  await app.write((context) =>
    changeEntity(context, change, { action: 'change.merged', state: 'merged' }),
  );
  expect(await state()).toBe('done');
});

test('a blocked story of the running sprint waits on the home of whoever has it', async () => {
  // Keys of the tests last a day.
  at('2026-11-23T10:00:00Z');
  const member = await app.member({ name: 'Bea', administrator: true });
  const person = member.person;
  if (!person) throw new Error('a member is a person');
  const ref = await story('Stuck', 1);
  const sprint = await admin.call('delivery.createSprint', {
    body: { title: 'Sprint 3', ownerUnit: unit, startsOn: '2026-12-07', endsOn: '2026-12-11' },
  });
  const params = { id: sprint.ref };
  const { revision } = await admin.call('delivery.addToSprint', {
    params,
    body: { stories: [ref] },
  });
  await admin.call('delivery.startSprint', { params, ifMatch: revision });
  await admin.call('delivery.changeStory', {
    params: { id: ref },
    body: { assignee: toReference('person', person), blockedReason: 'waits for access' },
    ifMatch: 1,
  });
  const home = await member.call('platform.getHome');
  expect(home.needs.find(({ entity }) => entity.ref === ref)).toMatchObject({
    says: 'Blocked: waits for access',
    dueOn: '2026-12-11',
  });
});
