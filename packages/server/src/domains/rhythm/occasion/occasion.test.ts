import { fileURLToPath } from 'node:url';
import type { Reference } from '@throughline/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { applyImport } from '../../../platform/import/apply-import.ts';
import { readOrganisation } from '../../../platform/import/import-at-start.ts';
import { createTestApp, type Caller, type TestApp } from '../../../testing/test-app.ts';

const folder = fileURLToPath(new URL('../../../../../../organisations/procore/', import.meta.url));
const wanted =
  /^(?:organisation|units|people|memberships|leadership|holidays|cycles|cadences|launch-templates)\.yaml$/;

let app: TestApp;
let admin: Caller;
let unit: Reference<'unit'>;
let cycles: Map<string, Reference<'cycle'>>;

beforeAll(async () => {
  app = await createTestApp({ now: '2026-11-23T09:00:00Z' }); // a Monday
  admin = await app.member({ administrator: true, name: 'Ada' });
  const documents = (await readOrganisation(folder)).filter(({ file }) => wanted.test(file));
  await app.write((context) => applyImport(context, app.importers, documents));
  const units = await admin.call('org.listUnits', {});
  const own = units.items.find(({ key }) => key === 'project-execution')?.ref;
  if (!own) throw new Error('no unit');
  unit = own;
  const listed = await admin.call('rhythm.listCycles', {});
  cycles = new Map(listed.items.map(({ key, ref }) => [key, ref]));
});
afterAll(() => app.stop());

async function reviewsOf(cadence: string) {
  const { items } = await admin.call('rhythm.listReviews', { query: { cadence, limit: 100 } });
  return items;
}
const shown = async (cadence: string) =>
  (await reviewsOf(cadence)).map(({ date, state, title }) => `${date} ${state} ${title}`);

test('a team that holds Agile Reviews gets a retrospective at the end of each of its sprints', async () => {
  const agile = await admin.call('rhythm.createCadence', {
    body: { cycle: cycles.get('agile') ?? '', unit },
  });
  const plan = (title: string, startsOn: string, endsOn: string, of: string = unit) =>
    admin.call('delivery.createSprint', {
      body: { title, goal: 'Go', ownerUnit: of, startsOn, endsOn },
    });
  const first = await plan('Sprint 1', '2026-11-30', '2026-12-11');
  await plan('Sprint 2', '2026-12-14', '2026-12-25');
  const others = await admin.call('org.listUnits', {});
  const other = others.items.find(({ key }) => key === 'resource-management')?.ref ?? '';
  await plan('Theirs', '2026-11-30', '2026-12-11', other);
  // 25 December is a day off in the shipped calendar: the rule takes the business day before.
  expect(await shown(agile.ref)).toEqual([
    '2026-12-11 scheduled Agile Reviews (Retrospective): Project Execution, 11 December 2026',
    '2026-12-24 scheduled Agile Reviews (Retrospective): Project Execution, 24 December 2026',
  ]);
  const [review] = await reviewsOf(agile.ref);
  const detail = await admin.call('rhythm.getReview', { params: { id: review?.ref ?? '' } });
  expect(detail.subject?.ref).toBe(first.ref);

  await admin.call('delivery.changeSprint', {
    params: { id: first.ref },
    body: { endsOn: '2026-12-10' },
    ifMatch: first.revision,
  });
  expect((await reviewsOf(agile.ref)).map(({ ref, date, moved }) => [ref, date, moved])).toEqual([
    [review?.ref, '2026-12-10', false],
    [expect.anything(), '2026-12-24', false],
  ]);

  // The year shows them too, and compiling it adds none.
  const preview = await admin.call('rhythm.previewYear', {
    params: { year: 2026 },
    query: { cadence: agile.ref },
  });
  expect(preview.occurrences.map(({ date, review: there }) => [date, there !== null])).toEqual([
    ['2026-12-10', true],
    ['2026-12-24', true],
  ]);
  expect(preview.eventDriven).toMatchObject([{ known: 2 }]);
  const compiled = await admin.call('rhythm.compileYear', {
    params: { year: 2026 },
    body: { cadence: agile.ref },
  });
  expect(compiled).toMatchObject({ created: 0, present: 2 });
});

test('a design release is reviewed ten business days before its launch, moves along with it, and falls away', async () => {
  const { ref: feature } = await admin.call('catalog.createFeature', {
    body: {
      title: 'Offline forms',
      summary: '',
      ownerUnit: unit,
      product: (
        await admin.call('catalog.createProduct', {
          body: { title: 'Forms', summary: '', ownerUnit: unit },
        })
      ).ref,
    },
  });
  const design = await admin.call('delivery.createDesignRelease', {
    body: {
      title: 'Offline forms v3',
      ownerUnit: unit,
      designs: feature,
      file: 'https://design.example/forms',
      version: 'v3',
      checklist: [],
    },
  });
  const cadences = await admin.call('rhythm.listCadences', {
    query: { cycle: cycles.get('design-release') ?? '' },
  });
  const cadence = cadences.items[0]?.ref ?? '';
  expect(await reviewsOf(cadence)).toEqual([]);

  const launch = await admin.call('launch.createLaunch', {
    body: {
      title: 'Forms go offline',
      ownerUnit: unit,
      targetOn: '2027-02-01',
      answers: {
        reach: 2,
        'change-of-habit': 1,
        'commercial-weight': 1,
        'market-movement': 1,
        'readiness-of-others': 1,
        'cost-of-failure': 1,
      },
      launches: [feature],
    },
  });
  // Ten business days before Monday 1 February 2027, past Martin Luther King Day on 18 January.
  const at15 = 'Design Release Review: Offline forms v3, 15 January 2027';
  expect(await shown(cadence)).toEqual([`2027-01-15 scheduled ${at15}`]);
  const [review] = await reviewsOf(cadence);
  const detail = await admin.call('rhythm.getReview', { params: { id: review?.ref ?? '' } });
  expect(detail.subject?.ref).toBe(design.ref);

  const moved = await admin.call('launch.moveLaunch', {
    params: { id: launch.ref },
    body: { targetOn: '2027-03-01' },
    ifMatch: launch.revision,
  });
  // 26–22 and 19, 18, 17, 16 February, past Presidents’ Day on the 15th, so the 12th.
  expect((await reviewsOf(cadence)).map(({ ref, date }) => [ref, date])).toEqual([
    [review?.ref, '2027-02-12'],
  ]);

  // A launch so near that the rule’s day is over: the next business day will have to do.
  const soon = await admin.call('launch.moveLaunch', {
    params: { id: launch.ref },
    body: { targetOn: '2026-12-01' },
    ifMatch: moved.revision,
  });
  expect((await reviewsOf(cadence)).map(({ state, date }) => [state, date])).toEqual([
    ['scheduled', '2026-11-24'],
  ]);
  const launches = (of: (typeof feature)[], ifMatch: number) =>
    admin.call('launch.changeLaunch', {
      params: { id: launch.ref },
      body: { launches: of },
      ifMatch,
    });
  const without = await launches([], soon.revision);
  const [gone] = await reviewsOf(cadence);
  expect(gone).toMatchObject({ ref: review?.ref, state: 'cancelled' });

  // What it is held for is back, and so is the review; what somebody cancels stays so.
  const again = await launches([feature], without.revision);
  const [back] = await reviewsOf(cadence);
  expect(back).toMatchObject({ ref: review?.ref, state: 'scheduled', date: '2026-11-24' });
  await admin.call('rhythm.cancelReview', {
    params: { id: review?.ref ?? '' },
    body: { reason: 'We look at it in the team.' },
    ifMatch: back?.revision ?? 0,
  });
  await admin.call('launch.moveLaunch', {
    params: { id: launch.ref },
    body: { targetOn: '2027-02-01' },
    ifMatch: again.revision,
  });
  expect((await reviewsOf(cadence)).map(({ state }) => state)).toEqual(['cancelled']);
});

test('a ramp that is planned in production has its design release reviewed ten business days before', async () => {
  const { ref: product } = await admin.call('catalog.createProduct', {
    body: { title: 'Maps', summary: '', ownerUnit: unit },
  });
  const { ref: feature } = await admin.call('catalog.createFeature', {
    body: { title: 'Site maps', summary: '', ownerUnit: unit, product },
  });
  await admin.call('delivery.createDesignRelease', {
    body: {
      title: 'Site maps v1',
      ownerUnit: unit,
      designs: feature,
      file: 'https://design.example/maps',
      version: 'v1',
      checklist: [],
    },
  });
  const { ref: environment } = await admin.call('release.createEnvironment', {
    body: { key: 'live', title: 'Live', stage: 'deployment', production: true },
  });
  const { ref: flag } = await admin.call('flags.createFlag', {
    body: { key: 'site-maps', title: 'Site maps', ownerUnit: unit, gates: [feature] },
  });
  const { ref: ramp } = await admin.call('flags.startRamp', {
    params: { id: flag, environment },
    body: {
      variation: 0,
      steps: [{ percent: 10, minutes: 60 }],
      startsAt: '2027-02-01T10:00:00Z',
    },
  });
  const cadences = await admin.call('rhythm.listCadences', {
    query: { cycle: cycles.get('design-release') ?? '' },
  });
  const cadence = cadences.items[0]?.ref ?? '';
  const ofMaps = async () =>
    (await reviewsOf(cadence))
      .filter(({ title }) => title.includes('Site maps'))
      .map(({ date, state }) => [date, state]);
  // Ten business days before Monday 1 February 2027, past Martin Luther King Day on 18 January.
  expect(await ofMaps()).toEqual([['2027-01-15', 'scheduled']]);
  await admin.call('flags.stopRamp', { params: { id: ramp }, body: {} });
  expect(await ofMaps()).toEqual([['2027-01-15', 'cancelled']]);
});

test('a team holds sprint planning and grooming too, each with its own agenda, pack and hour', async () => {
  const people = await admin.call('org.listPeople', {});
  const [owner] = people.items;
  if (!owner) throw new Error('nobody was imported');
  const { ref: first } = await admin.call('rhythm.createCadence', {
    body: {
      cycle: cycles.get('agile') ?? '',
      unit,
      sessions: ['sprint-planning', 'backlog-grooming'],
      productOwner: owner.ref,
    },
  });
  const { items } = await admin.call('rhythm.listCadences', { query: { unit } });
  const held = new Map(items.map(({ session, ref }) => [session, ref]));
  expect(held.get('sprint-planning')).toBe(first);
  // On the first day; and two business days before the last, of which 25 December is none.
  expect(await shown(first)).toEqual([
    '2026-11-30 scheduled Agile Reviews (Sprint planning): Project Execution, 30 November 2026',
    '2026-12-14 scheduled Agile Reviews (Sprint planning): Project Execution, 14 December 2026',
  ]);
  const grooming = held.get('backlog-grooming') ?? '';
  expect((await reviewsOf(grooming)).map(({ date }) => date)).toEqual(['2026-12-08', '2026-12-23']);

  const [planning] = await reviewsOf(first);
  const review = await admin.call('rhythm.getReview', { params: { id: planning?.ref ?? '' } });
  expect(review.roles.filter(({ role }) => role === 'decider')).toMatchObject([
    { says: 'The product owner', vacant: false, person: { ref: owner.ref } },
  ]);
  expect(review.agenda.map(({ title }) => title)).toContain('Choose the stories');
  // 15 + 15 + 60 + 25 + 5 minutes.
  expect(Date.parse(review.endsAt) - Date.parse(review.startsAt)).toBe(120 * 60_000);
  expect(review.sections.map(({ insight }) => insight)).toEqual([
    'delivery.sprint-plan',
    'delivery.velocity',
    'delivery.backlog',
  ]);
  await admin.call('delivery.createStory', {
    body: { title: 'Not estimated yet', ownerUnit: unit },
  });
  const pack = await admin.call('rhythm.previewPack', { params: { id: planning?.ref ?? '' } });
  expect(pack.sections.map(({ result }) => result?.says)).toEqual([
    expect.stringMatching(/^Go 0 stories, 0 points/) as string,
    'No sprint has been closed yet.',
    '0 stories of 1 ready, 0 points.',
  ]);
  const retrospective = await admin.attempt('rhythm.openRetrospective', {
    params: { id: planning?.ref ?? '' },
    body: { dots: 3, private: true },
  });
  expect(retrospective.body).toMatchObject({ code: 'rhythm.no_retrospective' });

  // One rule for both would put them on top of each other.
  const both = await admin.attempt('rhythm.createCadence', {
    body: {
      cycle: cycles.get('agile') ?? '',
      unit,
      sessions: ['sprint-planning', 'backlog-grooming'],
      rule: { kind: 'recurrence', frequency: 'daily', start: '2027-01-01', time: '04:00' },
    },
  });
  expect(both.status).toBe(422);
  const unknown = await admin.attempt('rhythm.createCadence', {
    body: { cycle: cycles.get('agile') ?? '', unit, sessions: ['stand-up'] },
  });
  expect(unknown.status).toBe(422);
});

test('what somebody moved stays where it was put', async () => {
  const cadences = await admin.call('rhythm.listCadences', {
    query: { cycle: cycles.get('agile') ?? '' },
  });
  const cadence = cadences.items[0]?.ref ?? '';
  const [, second] = await reviewsOf(cadence);
  await admin.call('rhythm.moveReview', {
    params: { id: second?.ref ?? '' },
    body: { startsAt: '2026-12-22T18:00:00Z' },
    ifMatch: second?.revision ?? 0,
  });
  const sprints = await admin.call('delivery.listSprints', { query: { ownerUnit: unit } });
  const sprint = sprints.items.find(({ title }) => title === 'Sprint 2');
  await admin.call('delivery.changeSprint', {
    params: { id: sprint?.ref ?? '' },
    body: { endsOn: '2026-12-23' },
    ifMatch: 1,
  });
  expect((await reviewsOf(cadence))[1]).toMatchObject({ date: '2026-12-22', moved: true });
});

test('a rule that takes more steps than a rule may holds nothing, and keeps no other from it', async () => {
  const units = await admin.call('org.listUnits', {});
  const other = units.items.find(({ key }) => key === 'resource-management')?.ref ?? '';
  const plan = (startsOn: string, endsOn: string, ownerUnit: string) =>
    admin.call('delivery.createSprint', {
      body: { title: startsOn, goal: 'Go', ownerUnit, startsOn, endsOn },
    });
  // 50 offsets of 951 to 1,000 business days each are some 48,775 steps a sprint: six exceed 250,000.
  for (const week of ['01-04', '01-11', '01-18', '01-25', '02-01', '02-08']) {
    const starts = Temporal.PlainDate.from(`2027-${week}`);
    await plan(starts.toString(), starts.add({ days: 4 }).toString(), other);
  }
  await admin.call('rhythm.createCadence', {
    body: {
      cycle: cycles.get('agile') ?? '',
      unit: other,
      rule: {
        kind: 'offset',
        anchor: { at: 'event', event: 'sprint-end' },
        offsets: Array.from({ length: 50 }, (_, place) => ({
          amount: 951 + place,
          unit: 'business-day',
        })),
        time: '09:00',
      },
    },
  });
  await plan('2027-01-04', '2027-01-15', unit);
  const { items } = await admin.call('rhythm.listCadences', {
    query: { cycle: cycles.get('agile') ?? '' },
  });
  const own =
    items.find(({ title, session }) => session === null && title.includes('Project Execution'))
      ?.ref ?? '';
  expect((await reviewsOf(own)).map(({ date }) => date)).toContain('2027-01-15');
  const year = await admin.attempt('rhythm.previewYear', { params: { year: 2027 } });
  expect(year.status).toBe(422);
  expect(year.body).toMatchObject({
    code: 'rhythm.rule_invalid',
    detail: expect.stringContaining('(Resource Management)') as string,
  });
});
