import { toReference, type Id, type Reference } from '@throughline/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createEntity } from '../../../platform/entities/entity.ts';
import { createTestApp, type Caller, type TestApp } from '../../../testing/test-app.ts';
import { roadmapCalendar } from './roadmap-calendar.ts';

let app: TestApp;
let admin: Caller;
let reader: Caller;
let unit: Reference<'unit'>;
let unitId: Id<'unit'>;

beforeAll(async () => {
  app = await createTestApp({ now: '2026-11-23T09:00:00Z' });
  admin = await app.member({ administrator: true, name: 'Ada' });
  reader = await app.member({ name: 'Rob' });
  const created = await app.write((context) =>
    createEntity(context, { kind: 'unit', title: 'P&T', state: 'active' }),
  );
  unitId = created.id;
  unit = toReference('unit', unitId);
});
afterAll(() => app.stop());

const initiative = (title: string, body: object = {}) =>
  admin.call('strategy.createInitiative', { body: { title, ownerUnit: unit, ...body } });
const objective = (title: string, serves: { to: string }[], body: object = {}) =>
  admin.call('strategy.createObjective', {
    body: { title, ownerUnit: unit, commitment: 'committed', fiscalYear: 2027, serves, ...body },
  });
const row = async (caller: Caller, ref: string) =>
  (await caller.call('strategy.getRoadmap')).initiatives.find((one) => one.ref === ref);

test('an initiative stands in it with its window, what it needs, and the priorities above it', async () => {
  const plan = await admin.call('strategy.createPlan', {
    body: { title: 'Plan', ownerUnit: unit, fiscalYear: 2027 },
  });
  const priority = (title: string) =>
    admin.call('strategy.createPriority', { body: { title, plan: plan.ref } });
  const first = await priority('First');
  const second = await priority('Second');
  await priority('Served by nothing');
  const top = await objective('Top', [{ to: first.ref }]);
  const team = await objective('Team', [{ to: top.ref }]);
  const needed = await initiative('Needed');
  const made = await initiative('Made', {
    stage: 'building',
    from: '2027-02-01',
    to: '2027-04-30',
    serves: [{ to: team.ref }, { to: second.ref }],
    dependsOn: [needed.ref],
  });
  const roadmap = await admin.call('strategy.getRoadmap');
  expect(roadmap.today).toBe('2026-11-23');
  expect(roadmap.priorities).toEqual([
    { ref: first.ref, title: 'First' },
    { ref: second.ref, title: 'Second' },
  ]);
  expect(await row(admin, made.ref)).toEqual({
    ref: made.ref,
    title: 'Made',
    revision: 1,
    stage: 'building',
    health: null,
    ownerUnit: { ref: unit, title: 'P&T' },
    owner: null,
    from: '2027-02-01',
    to: '2027-04-30',
    // One through two objectives, one directly: in the order of their ranks.
    priorities: [first.ref, second.ref],
    dependsOn: [needed.ref],
    mayChange: true,
  });
});

test('what somebody may not see is neither in it nor pointed at, nor a way to a priority', async () => {
  const plan = await admin.call('strategy.createPlan', {
    body: { title: 'Open', ownerUnit: unit, fiscalYear: 2028 },
  });
  const priority = await admin.call('strategy.createPriority', {
    body: { title: 'Quokka top', plan: plan.ref },
  });
  const hidden = await objective('Hidden', [{ to: priority.ref }], { restricted: true });
  const secret = await initiative('Secret', { restricted: true });
  const open = await initiative('Open', {
    serves: [{ to: hidden.ref }],
    dependsOn: [secret.ref],
  });
  expect(await row(admin, open.ref)).toMatchObject({
    priorities: [priority.ref],
    dependsOn: [secret.ref],
    mayChange: true,
  });
  expect(await row(reader, open.ref)).toMatchObject({
    priorities: [],
    dependsOn: [],
    mayChange: false,
  });
  expect(await row(reader, secret.ref)).toBeUndefined();
  const seen = await reader.call('strategy.getRoadmap');
  expect(seen.priorities.map(({ title }) => title)).not.toContain('Quokka top');
});

test('only who contributes to its unit may move it', async () => {
  const contributor = await app.member({ roles: [{ role: 'contributor', unit: unitId }] });
  const made = await initiative('Ours');
  expect((await row(contributor, made.ref))?.mayChange).toBe(true);
  expect((await row(reader, made.ref))?.mayChange).toBe(false);
});

test('a thousand initiatives come in one answer', async () => {
  await app.write(async (context) => {
    for (let index = 0; index < 1000; index++) {
      const { id } = await createEntity(context, {
        kind: 'initiative',
        title: `Initiative ${index}`,
        state: 'idea',
      });
      await context.tx
        .$extendTables<{ initiative: { id: Id<'initiative'>; window_from: string } }>()
        .insertInto('initiative')
        .values({ id, window_from: '2027-01-01' })
        .execute();
    }
  });
  const roadmap = await admin.call('strategy.getRoadmap');
  expect(roadmap.initiatives.length).toBeGreaterThan(1000);
  expect(roadmap.truncated).toBe(false);
});

const day = (text: string) => Temporal.PlainDate.from(text);

test('the axis goes from last fiscal year to the one after next, without gaps', () => {
  const calendar = { pattern: 'month', startMonth: 2, yearName: 'end' } as const;
  const quarters = roadmapCalendar(calendar, day('2026-11-23'), []);
  // 23 Nov 2026 lies in FY2027, which began on 1 February 2026: FY2026 to FY2029.
  expect(quarters).toHaveLength(16);
  expect(quarters[0]).toEqual({
    fiscalYear: 2026,
    quarter: 1,
    from: '2025-02-01',
    to: '2025-04-30',
    months: [
      { name: 'Feb', from: '2025-02-01', to: '2025-02-28' },
      { name: 'Mar', from: '2025-03-01', to: '2025-03-31' },
      { name: 'Apr', from: '2025-04-01', to: '2025-04-30' },
    ],
  });
  for (const [index, { from }] of quarters.entries()) {
    const before = quarters[index - 1];
    if (before) expect(day(before.to).add({ days: 1 }).toString()).toBe(from);
  }
  expect(quarters.at(-1)?.to).toBe('2029-01-31');
});

test('it reaches as far as what is planned does, ten years at most', () => {
  const calendar = { pattern: 'month', startMonth: 1, yearName: 'start' } as const;
  const years = (days: string[]) => {
    const quarters = roadmapCalendar(calendar, day('2026-11-23'), days.map(day));
    return [quarters[0]?.fiscalYear, quarters.at(-1)?.fiscalYear];
  };
  expect(years(['2023-05-01', '2031-01-01'])).toEqual([2023, 2031]);
  expect(years(['0200-05-01', '9000-01-01'])).toEqual([2016, 2036]);
});

test('a calendar of whole weeks has periods instead of months', () => {
  const quarters = roadmapCalendar(
    {
      pattern: '4-4-5',
      startMonth: 2,
      yearName: 'start',
      endsOn: { weekday: 'saturday', anchor: 'nearest' },
      week53Period: 12,
    },
    day('2026-11-23'),
    [],
  );
  expect(quarters[1]?.months.map(({ name }) => name)).toEqual(['P4', 'P5', 'P6']);
});
