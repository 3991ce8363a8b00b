import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { parseReference, toReference, type Id, type Reference } from '@throughline/contract';
import ICAL from 'ical.js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readOrganisation } from '../../platform/import/import-at-start.ts';
import { createMail } from '../../platform/mail/index.ts';
import { applyImport } from '../../platform/import/apply-import.ts';
import { askForComments } from './ask/ask-for-comments.ts';
import { createTestApp, type Caller, type TestApp } from '../../testing/test-app.ts';

const folder = fileURLToPath(new URL('../../../../../organisations/procore/', import.meta.url));
const ownFiles =
  /^(?:organisation|units|people|memberships|leadership|holidays|cycles|cadences)\.yaml$/;

const publicUrl = 'http://throughline.test';
const noMail = {
  publicUrl,
  mail: createMail({
    settings: undefined,
    rehearsal: false,
    publicUrl,
    zones: async () => () => 'UTC',
  }),
};

let app: TestApp;
let admin: Caller;
let reader: Caller;
const unitRefs = new Map<string, Reference<'unit'>>();

async function importShipped() {
  const documents = (await readOrganisation(folder)).filter(({ file }) => ownFiles.test(file));
  return app.write((context) => applyImport(context, app.importers, documents));
}

beforeAll(async () => {
  app = await createTestApp({ now: '2026-11-23T09:00:00Z' });
  admin = await app.member({ administrator: true, name: 'Ada' });
  reader = await app.member({ name: 'Rob' });
  await importShipped();
  const { items } = await admin.call('org.listUnits', {});
  for (const { key, ref } of items) unitRefs.set(key, ref);
});
afterAll(() => app.stop());

const idOf = (ref: Reference<'review'>) => parseReference(ref)?.id as Id<'review'>;
const cadenceOf = async (key: string) => {
  const { items } = await admin.call('rhythm.listCadences', { query: { limit: 200 } });
  const found = items.find((cadence) => cadence.key === key);
  if (!found) throw new Error(`no cadence ${key}`);
  return found;
};
const reviewOn = async (cadence: string, date: string) => {
  const { ref } = await cadenceOf(cadence);
  const { items } = await admin.call('rhythm.listReviews', {
    query: { cadence: ref, from: date, to: date },
  });
  const [found] = items;
  if (!found) throw new Error(`no review of ${cadence} on ${date}`);
  return found;
};

test('the shipped seven cycles and ten cadences are imported, and again changes nothing', async () => {
  const { items } = await reader.call('rhythm.listCycles');
  expect(items.map(({ key }) => key)).toEqual([
    'annual-planning',
    'qbr',
    'initiative-okr',
    'product-monthly',
    'design-release',
    'eng-ops',
    'agile',
  ]);
  expect(items.map(({ eventDriven }) => eventDriven)).toEqual([
    false,
    false,
    false,
    false,
    true,
    false,
    true,
  ]);
  const cadences = await reader.call('rhythm.listCadences', { query: { limit: 200 } });
  expect(cadences.items).toHaveLength(10);
  expect((await cadenceOf('eng-ops-resource-management')).parent?.title).toBe(
    'Engineering Operational Review, Engineering',
  );
  expect(await importShipped()).toMatchObject({ created: 0, changed: 0, ended: 0, changes: [] });
});

/** What the shipped cycles ask of domains that are still being built; nothing else may be unknown. */
const toCome = new Set([
  'strategy.grades',
  'strategy.capacity',
  'strategy.risks',
  'strategy.variance',
  'strategy.confidence',
  'strategy.dependencies',
  'strategy.changes',
  'strategy.health',
  'strategy.findings',
  'strategy.adopt-plan',
  'strategy.apply-cut-list',
  'catalog.adoption',
  'catalog.metric-trends',
  'delivery.design-release',
  'delivery.design-checklist',
  'delivery.design-exceptions',
  'delivery.sprint-diff',
  'delivery.spill-over',
  'delivery.cycle-time',
  'delivery.decide-design-release',
  'delivery.waive-standard',
  'release.shipped',
  'release.set-freeze',
  'operations.error-budgets',
  'operations.incidents',
  'operations.security-findings',
  'operations.planned-changes',
  'launch.market-research',
]);

test('an insight or an effect that no domain offers is a warning of the import plan', async () => {
  const documents = (await readOrganisation(folder)).filter(({ file }) => ownFiles.test(file));
  const plan = (texts: readonly { file: string; text: string }[]) =>
    admin.call('imports.planImport', {
      body: { documents: texts.map(({ file, text }) => ({ file, text })) },
    });
  const asked = (says: string) => /“([^”]+)”/.exec(says)?.[1] ?? says;
  const { warnings } = await plan(documents);
  expect(warnings.map(({ says }) => asked(says)).filter((key) => !toCome.has(key))).toEqual([]);
  const misspelt = documents.map(({ file, text }) => ({
    file,
    text: text.replace('insight: rhythm.deep-dive', 'insight: rhythm.deep-dives'),
  }));
  const found = (await plan(misspelt)).warnings.filter(({ key }) => key === 'eng-ops');
  expect(found).toContainEqual({
    file: 'cycles.yaml',
    key: 'eng-ops',
    field: 'pack.deep-dive',
    says: 'No domain offers the insight “rhythm.deep-dives”: packs will show “Deep dive, by the picker” as missing.',
  });
});

test('the fiscal year 2027 compiles to 292 reviews, on the days that the rules mean', async () => {
  const preview = await reader.call('rhythm.previewYear', { params: { year: 2027 } });
  const datesOf = (cycle: string) =>
    preview.occurrences
      .filter((one) => one.cycle === cycle)
      .map(({ date, preReadOn }) => `${date} ${preReadOn}`);
  // Second Tuesdays of 2027; two business days before, past the weekend (11 October is Columbus Day).
  expect(datesOf('Monthly Product Review')).toEqual([
    '2027-01-12 2027-01-08',
    '2027-02-09 2027-02-05',
    '2027-03-09 2027-03-05',
    '2027-04-13 2027-04-09',
    '2027-05-11 2027-05-07',
    '2027-06-08 2027-06-04',
    '2027-07-13 2027-07-09',
    '2027-08-10 2027-08-06',
    '2027-09-14 2027-09-10',
    '2027-10-12 2027-10-07',
    '2027-11-09 2027-11-05',
    '2027-12-14 2027-12-10',
  ]);
  // Week 2 of a quarter is its days 8–14; three business days before.
  expect(datesOf('Quarterly Business Review')).toEqual([
    '2027-01-12 2027-01-07',
    '2027-04-13 2027-04-08',
    '2027-07-13 2027-07-08',
    '2027-10-12 2027-10-06',
  ]);
  // 1 January 2028 less 112, 84, 42 and 14 days are Saturdays; 11 October is Columbus Day.
  expect(datesOf('Annual Planning').map((dates) => dates.slice(0, 10))).toEqual([
    '2027-09-13',
    '2027-10-12',
    '2027-11-22',
    '2027-12-20',
  ]);
  // Five business days after 31 December 2026, past New Year's Day.
  expect(datesOf('Initiative Roadmap & OKR Review')[0]).toBe('2027-01-08 2027-01-06');
  expect(datesOf('Initiative Roadmap & OKR Review')).toHaveLength(12);
  // 52 Wednesdays, none of them a day off, in Engineering and its four groups.
  expect(datesOf('Engineering Operational Review')).toHaveLength(5 * 52);
  expect(preview.occurrences).toHaveLength(12 + 4 + 4 + 12 + 260);
  expect(preview.eventDriven.map(({ title }) => title)).toEqual([
    'Design Release Review, Product and Design',
  ]);
  // 13:00 in Los Angeles is 21:00Z in winter and 20:00Z in summer.
  const product = preview.occurrences.filter(({ cycle }) => cycle === 'Monthly Product Review');
  expect([product[0]?.startsAt, product[6]?.startsAt]).toEqual([
    '2027-01-12T21:00:00.000Z',
    '2027-07-13T20:00:00.000Z',
  ]);
  const planning = preview.occurrences.filter(({ cycle }) => cycle === 'Annual Planning');
  expect(planning.map(({ title }) => title)).toEqual([
    'Annual Planning (Context): Procore, 13 September 2027',
    'Annual Planning (Plans): Procore, 12 October 2027',
    'Annual Planning (Integration): Procore, 22 November 2027',
    'Annual Planning (Buy-in): Procore, 20 December 2027',
  ]);
});

test('compiling puts the year on the calendar once, and keeps what people changed of it', async () => {
  expect(
    (await reader.attempt('rhythm.compileYear', { params: { year: 2027 }, body: {} })).status,
  ).toBe(403);
  const compile = () => admin.call('rhythm.compileYear', { params: { year: 2027 }, body: {} });
  const nothing = { created: 0, present: 0, past: 0, moved: 0, cancelled: 0, eventDriven: 1 };
  expect(await compile()).toEqual({ ...nothing, created: 292 });
  const moved = await reviewOn('product-monthly', '2027-02-09');
  await admin.call('rhythm.moveReview', {
    params: { id: moved.ref },
    body: { startsAt: '2027-02-10T21:00:00Z' },
    ifMatch: moved.revision,
  });
  expect(await compile()).toEqual({ ...nothing, present: 292 });
  const again = await reviewOn('product-monthly', '2027-02-10');
  expect(again).toMatchObject({
    ref: moved.ref,
    moved: true,
    title: 'Monthly Product Review: Product and Design, 10 February 2027',
    preReadOn: '2027-02-08',
  });
  const calendar = await reader.call('rhythm.getCalendar', {
    query: { from: '2027-01-01', to: '2027-01-31' },
  });
  expect(calendar.holidays.map(({ date }) => date)).toEqual(['2027-01-01', '2027-01-18']);
  // Four Wednesdays in five units, and one each of three monthly or quarterly cadences.
  expect(calendar.reviews).toHaveLength(4 * 5 + 3);
  expect(calendar.quarters[0]).toEqual({ name: 'FY2027 Q1', from: '2027-01-01', to: '2027-03-31' });
});

test('a review that falls into a freeze of an environment is a conflict, until the freeze ends', async () => {
  const environment = await admin.call('release.createEnvironment', {
    body: { key: 'year-end', title: 'Production', stage: 'deployment' },
  });
  // Los Angeles is eight hours behind: the freeze ends with 12 January there.
  const { revision } = await admin.call('release.freezeEnvironment', {
    params: { id: environment.ref },
    body: { reason: 'year end', until: '2027-01-13T08:00:00Z' },
    ifMatch: 1,
  });
  const into = async () =>
    (await admin.call('rhythm.previewYear', { params: { year: 2027 } })).conflicts.filter(
      ({ kind }) => kind === 'freeze',
    );
  const found = await into();
  // Five operational reviews on Wednesday 6 January, the roadmap review on Friday 8, the Monthly
  // Product Review and the QBR on Tuesday 12; those of Wednesday 13 are after it.
  expect(found.map(({ date }) => date)).toEqual([
    ...Array.from({ length: 5 }, () => '2027-01-06'),
    '2027-01-08',
    '2027-01-12',
    '2027-01-12',
  ]);
  expect(found[5]?.says).toContain('falls into the freeze of Production (year end).');
  await admin.call('release.unfreezeEnvironment', {
    params: { id: environment.ref },
    ifMatch: revision,
  });
  expect(await into()).toEqual([]);
});

test('of more than a thousand conflicts a thousand are listed, and how many more there are', async () => {
  const engineering = await cadenceOf('eng-ops-engineering');
  const { ref: unit } = await admin.call('org.createUnit', {
    body: { name: 'Every day', level: 'team', parent: engineering.unit.ref },
  });
  const preview = () => admin.call('rhythm.previewYear', { params: { year: 2030 } });
  const before = await preview();
  expect(before.conflictsLeftOut).toBe(0);
  const daily = { kind: 'recurrence', frequency: 'daily', start: '2030-01-01', time: '04:00' };
  for (let made = 0; made < 8; made++) {
    await admin.call('rhythm.createCadence', {
      body: { cycle: engineering.cycle.ref, unit, rule: daily },
    });
  }
  const { conflicts, conflictsLeftOut } = await preview();
  expect(conflicts).toHaveLength(1000);
  // 2030 begins on a Tuesday: 52 weekends. Each of the eight is held on every day off, and the
  // unit holds eight on each of 365 days. Nobody works there yet, so nobody is in two rooms.
  const onWorkdays = before.holidays.filter(
    ({ date }) => Temporal.PlainDate.from(date).dayOfWeek < 6,
  ).length;
  const added = 8 * (104 + onWorkdays) + 365;
  expect(conflictsLeftOut).toBe(before.conflicts.length + added - 1000);
});

test('one decider in two rooms is a conflict with both named; cadences rise in no circle', async () => {
  const group = await cadenceOf('eng-ops-resource-management');
  const engineering = await cadenceOf('eng-ops-engineering');
  const twin = await admin.call('rhythm.createCadence', {
    body: { cycle: group.cycle.ref, unit: group.unit.ref, parent: group.ref, time: '11:30' },
  });
  const year = await admin.call('rhythm.previewYear', { params: { year: 2027 } });
  expect(
    year.conflicts
      .filter(({ kind }) => kind === 'people-double-booked')
      .map(({ date, says }) => [date, says.slice(0, 33)]),
  ).toEqual([
    // The roadmap review and a group's operational review, both at 10:00 on a Wednesday that is the
    // fifth business day of its month: April 1, 2, 5, 6, 7 and September 1, 2, 3, 7, 8 past Labor Day.
    ['2027-04-07', 'Bryan Wasicek is to be in two roo'],
    ['2027-09-08', 'Bryan Wasicek is to be in two roo'],
  ]);
  const { conflicts } = await admin.call('rhythm.previewYear', { params: { year: 2028 } });
  expect(conflicts.filter(({ kind }) => kind === 'unit-twice-a-day')).toHaveLength(52);
  const double = conflicts.filter(({ kind }) => kind === 'decider-double-booked');
  // 2028 begins on a Saturday: 52 Wednesdays, 11:00 for an hour against 11:30.
  expect(double).toHaveLength(52);
  expect(double[0]).toMatchObject({
    date: '2028-01-05',
    occurrences: [{ cadence: group.ref }, { cadence: twin.ref }],
  });
  expect(double[0]?.says).toContain('Hemendra Pal decides in two rooms at once');
  const circle = await admin.attempt('rhythm.changeCadence', {
    params: { id: engineering.ref },
    body: { parent: twin.ref },
    ifMatch: 1,
  });
  expect([circle.status, circle.body['code']]).toEqual([409, 'entity.circular']);
  const wrong = await admin.attempt('rhythm.changeCadence', {
    params: { id: twin.ref },
    body: { rule: { kind: 'nth-weekday', nth: 6, weekday: 'tuesday', time: '09:00' } },
    ifMatch: 1,
  });
  expect([wrong.status, wrong.body['code']]).toEqual([422, 'rhythm.rule_invalid']);
  await admin.call('rhythm.changeCadence', {
    params: { id: twin.ref },
    body: { since: '2026-11-23', until: '2026-11-24' },
    ifMatch: 1,
  });
});

test('after a rule has changed, compiling adds only what is new, and moves the others when asked to', async () => {
  const monthly = await cadenceOf('product-monthly');
  const own = await admin.call('rhythm.createCadence', {
    body: { cycle: monthly.cycle.ref, unit: unitRefs.get('portfolio-and-enablement') ?? '' },
  });
  const compile = (align: boolean) =>
    admin.call('rhythm.compileYear', {
      params: { year: 2028 },
      body: { cadence: own.ref, align },
    });
  const onTuesday = (nth: number, revision: number, months?: number[]) =>
    admin.call('rhythm.changeCadence', {
      params: { id: own.ref },
      body: { rule: { kind: 'nth-weekday', nth, weekday: 'tuesday', time: '13:00', months } },
      ifMatch: revision,
    });
  const days = async () => {
    const { items } = await admin.call('rhythm.listReviews', {
      query: { cadence: own.ref, limit: 50 },
    });
    return items.map(({ date, state }) => (state === 'cancelled' ? `(${date})` : date));
  };
  expect(await compile(false)).toMatchObject({ created: 12, moved: 0 });
  const february = await admin.call('rhythm.listReviews', {
    query: { cadence: own.ref, from: '2028-02-01', to: '2028-02-29' },
  });
  await admin.call('rhythm.moveReview', {
    params: { id: february.items[0]?.ref ?? '' },
    body: { startsAt: '2028-02-10T21:00:00Z' },
    ifMatch: 1,
  });

  // From second Tuesdays to third ones: 18 January 2028 and so on; February was moved by hand.
  const { revision } = await onTuesday(3, 1);
  const preview = await admin.call('rhythm.previewYear', {
    params: { year: 2028 },
    query: { cadence: own.ref },
  });
  expect(preview.occurrences.map(({ stands }) => stands?.misplaced)).toEqual([
    true,
    false,
    ...Array.from({ length: 10 }, () => true),
  ]);
  expect(await compile(false)).toMatchObject({ created: 0, present: 12, moved: 0, cancelled: 0 });
  expect((await days()).slice(0, 3)).toEqual(['2028-01-11', '2028-02-10', '2028-03-14']);
  expect(await compile(true)).toMatchObject({ created: 0, present: 12, moved: 11, cancelled: 0 });
  expect((await days()).slice(0, 3)).toEqual(['2028-01-18', '2028-02-10', '2028-03-21']);
  expect(await compile(true)).toMatchObject({ moved: 0, cancelled: 0 });

  // Only the first month of each quarter: seven others go, the eighth was moved by hand and stays.
  const quarterly = await onTuesday(3, revision, [1, 4, 7, 10]);
  expect(await compile(false)).toMatchObject({ created: 0, present: 4, cancelled: 0 });
  expect(await compile(true)).toMatchObject({ created: 0, present: 4, moved: 0, cancelled: 7 });
  expect(await days()).toEqual([
    '2028-01-18',
    '2028-02-10',
    '(2028-03-21)',
    '2028-04-18',
    '(2028-05-16)',
    '(2028-06-20)',
    '2028-07-18',
    '(2028-08-15)',
    '(2028-09-19)',
    '2028-10-17',
    '(2028-11-21)',
    '(2028-12-19)',
  ]);

  // Every month again: the seven come back, the same reviews, save one that somebody cancelled since.
  const april = await admin.call('rhythm.listReviews', {
    query: { cadence: own.ref, from: '2028-04-01', to: '2028-04-30' },
  });
  await admin.call('rhythm.cancelReview', {
    params: { id: april.items[0]?.ref ?? '' },
    body: { reason: 'Nobody is there.' },
    ifMatch: april.items[0]?.revision ?? 0,
  });
  await onTuesday(3, quarterly.revision);
  const { occurrences } = await admin.call('rhythm.previewYear', {
    params: { year: 2028 },
    query: { cadence: own.ref },
  });
  expect(occurrences.filter(({ review }) => review === null)).toHaveLength(7);
  expect(await compile(false)).toMatchObject({ created: 7, present: 5, moved: 0, cancelled: 0 });
  expect(await days()).toEqual([
    '2028-01-18',
    '2028-02-10',
    '2028-03-21',
    '(2028-04-18)',
    '2028-05-16',
    '2028-06-20',
    '2028-07-18',
    '2028-08-15',
    '2028-09-19',
    '2028-10-17',
    '2028-11-21',
    '2028-12-19',
  ]);
});

test('a pack is frozen as every member sees, and stays byte for byte what its hash is of', async () => {
  const ownerUnit = unitRefs.get('product-and-design') ?? '';
  const metric = (title: string) =>
    admin.call('catalog.createMetric', {
      body: {
        title,
        definition: 'Counted daily',
        unit: '%',
        direction: 'up',
        target: 90,
        freshnessDays: 30,
        ownerUnit,
      },
    });
  const open = await metric('Activation');
  const hidden = await metric('Wombat margin');
  await admin.call('entities.setReaders', {
    params: { ref: hidden.ref },
    body: { restricted: true, readers: [toReference('identity', admin.identity)] },
    ifMatch: 1,
  });
  const enter = (ref: string, value: number) =>
    admin.call('catalog.recordMetricValue', {
      params: { id: ref },
      body: { on: '2026-11-22', value, note: '' },
    });
  await enter(open.ref, 61);

  const review = await reviewOn('product-monthly', '2027-01-12');
  await admin.call('rhythm.prepareReview', { params: { id: review.ref }, ifMatch: 1 });
  await admin.call('rhythm.commentSection', {
    params: { id: review.ref, section: 'snapshot' },
    body: { comment: 'Activation fell because of the *new* sign-up.' },
  });
  const detail = await admin.call('rhythm.getReview', { params: { id: review.ref } });
  const frozen = await admin.call('rhythm.freezeReview', {
    params: { id: review.ref },
    ifMatch: detail.revision,
  });
  const pack = await reader.call('rhythm.getPack', { params: { id: review.ref } });
  expect(pack.sha256).toBe(frozen.sha256);
  expect(pack.content.sections.map(({ key }) => key)).toEqual([
    'actions',
    'snapshot',
    'adoption',
    'deliveries',
    'launch-calendar',
    'feedback',
  ]);
  const snapshot = pack.content.sections[1];
  expect(snapshot?.comment).toMatchObject({ by: 'Ada' });
  expect(snapshot?.result?.figures.find(({ label }) => label === 'Activation')?.value).toBe(61);

  // Ada may see it; the members at large may not, so it is in no pack.
  const asAda = await admin.call('insights.runInsight', { params: { key: 'catalog.snapshot' } });
  expect(JSON.stringify(asAda)).toContain('Wombat');
  const bytes = async () => {
    const url = `/api/v1/reviews/${review.ref}/pack.json`;
    const headers = { authorization: `Bearer ${reader.key}` };
    return (await app.http.inject({ method: 'GET', url, headers })).rawPayload;
  };
  const first = await bytes();
  expect(first.toString()).not.toContain('Wombat');
  expect(createHash('sha256').update(first).digest('hex')).toBe(frozen.sha256);

  await enter(open.ref, 72);
  expect(await bytes()).toEqual(first);
  const markdown = await reader.attempt('rhythm.exportPack', { params: { id: review.ref } });
  expect(markdown.body['text']).toContain('## The whole product');
  expect(markdown.body['text']).toContain('| Activation | 61 |');

  const late = await admin.attempt('rhythm.commentSection', {
    params: { id: review.ref, section: 'snapshot' },
    body: { comment: 'Too late' },
  });
  expect(late.body['code']).toBe('rhythm.frozen');
  await expect(app.write(({ tx }) => tx.deleteFrom('pack' as 'setting').execute())).rejects.toThrow(
    'a pack is frozen',
  );
});

test('late data is a numbered revision that says which figures changed; nothing new is none', async () => {
  const review = await reviewOn('product-monthly', '2027-01-12');
  const revise = (ifMatch: number) =>
    admin.attempt('rhythm.revisePack', {
      params: { id: review.ref },
      body: { reason: 'The month’s last day came late.' },
      ifMatch,
    });
  const revised = await revise(review.revision);
  expect(revised.body).toMatchObject({ pack: 2 });
  expect((await revise(review.revision + 1)).body['code']).toBe('rhythm.nothing_new');
  const pack = await reader.call('rhythm.getPack', { params: { id: review.ref } });
  expect(pack).toMatchObject({ revision: 2, reason: 'The month’s last day came late.' });
  expect(pack.difference?.against.revision).toBe(1);
  expect(pack.difference?.figures).toMatchObject([
    { label: 'Activation', before: 61, after: 72, what: 'changed' },
  ]);
  const kept = await reader.call('rhythm.getPack', {
    params: { id: review.ref },
    query: { revision: 1 },
  });
  expect(
    kept.content.sections[1]?.result?.figures.find(({ label }) => label === 'Activation')?.value,
  ).toBe(61);
});

test('a decision made in a review changes the initiative; a held review is closed', async () => {
  const initiative = await admin.call('strategy.createInitiative', {
    body: { title: 'Offline drawings', ownerUnit: unitRefs.get('product-and-design') ?? '' },
  });
  const review = await reviewOn('product-monthly', '2027-01-12');
  const decision = await admin.call('decisions.createDecision', {
    body: {
      question: 'Is it still on track?',
      options: ['Yes', 'No'],
      madeIn: review.ref,
      effects: [
        {
          effect: 'strategy.set-initiative-health',
          target: initiative.ref,
          parameters: { health: 'red', reason: 'The pilot slipped.' },
          option: 'No',
        },
      ],
    },
  });
  await admin.call('decisions.confirmDecision', {
    params: { id: decision.ref },
    body: { choice: 'No', reason: 'Three weeks behind.' },
    ifMatch: decision.revision,
  });
  const after = await admin.call('strategy.getInitiative', { params: { id: initiative.ref } });
  expect(after).toMatchObject({ health: 'red' });
  // What was decided on is discussed by the review, so that its line leads there.
  const trace = await reader.call('entities.getTrace', {
    params: { ref: initiative.ref },
    query: { direction: 'down' },
  });
  const stage = trace.stages.find((one) => one.stage === 'review');
  expect(stage?.entities.map(({ ref }) => ref)).toEqual([review.ref]);
  const action = await admin.call('decisions.createAction', {
    body: { title: 'Write a recovery plan', dueOn: '2026-11-20', source: review.ref },
  });
  const cadence = await cadenceOf('product-monthly');
  const actions = await reader.call('insights.runInsight', {
    params: { key: 'rhythm.actions' },
    query: { parameters: JSON.stringify({ cadence: cadence.ref }) },
  });
  expect(actions.says).toBe('1 action open, 1 of them overdue; 0 done.');
  expect(actions.figures[0]?.records[0]?.ref).toBe(action.ref);

  const held = await admin.call('rhythm.holdReview', {
    params: { id: review.ref },
    ifMatch: review.revision,
  });
  const close = (ifMatch: number) =>
    admin.attempt('rhythm.closeReview', { params: { id: review.ref }, ifMatch });
  expect((await close(held.revision)).body['code']).toBe('rhythm.not_read_back');
  await admin.call('rhythm.readBack', { params: { id: review.ref } });
  expect((await close(held.revision + 1)).status).toBe(200);
  const again = await admin.attempt('rhythm.holdReview', {
    params: { id: review.ref },
    ifMatch: held.revision + 2,
  });
  expect(again.body['code']).toBe('wrong_state');
});

test('a calendar program reads a feed until it is revoked; a moved review keeps its UID', async () => {
  const { ref } = await cadenceOf('product-monthly');
  const feed = await reader.call('rhythm.createFeed', { body: { of: 'cadence', cadence: ref } });
  const path = new URL(feed.address).pathname;
  const fetched = async () => {
    const response = await app.http.inject({ method: 'GET', url: path });
    const component = new ICAL.Component(ICAL.parse(response.body));
    return {
      body: response.body,
      events: component.getAllSubcomponents('vevent').map((one) => new ICAL.Event(one)),
    };
  };
  const before = await fetched();
  expect(before.events).toHaveLength(12);
  const on = (events: readonly ICAL.Event[], date: string) =>
    events.find(({ uid }) => uid.includes(date));
  expect(on(before.events, '2027-03')?.startDate.toJSDate().toISOString()).toBe(
    '2027-03-09T21:00:00.000Z',
  );
  expect(on(before.events, '2027-02')?.sequence).toBe(1);
  expect((await fetched()).body).toBe(before.body);

  const review = await reviewOn('product-monthly', '2027-03-09');
  await admin.call('rhythm.moveReview', {
    params: { id: review.ref },
    body: { startsAt: '2027-03-11T21:00:00Z' },
    ifMatch: review.revision,
  });
  const may = await reviewOn('product-monthly', '2027-05-11');
  await admin.call('rhythm.cancelReview', {
    params: { id: may.ref },
    body: { reason: 'Offsite' },
    ifMatch: may.revision,
  });
  const after = await fetched();
  const march = on(after.events, '2027-03');
  expect(march?.uid).toBe(on(before.events, '2027-03')?.uid);
  expect([march?.sequence, march?.startDate.toJSDate().toISOString()]).toEqual([
    1,
    '2027-03-11T21:00:00.000Z',
  ]);
  expect(on(after.events, '2027-05')?.component.getFirstPropertyValue('status')).toBe('CANCELLED');

  await reader.call('rhythm.revokeFeed', { params: { id: feed.ref } });
  expect((await app.http.inject({ method: 'GET', url: path })).statusCode).toBe(404);
  expect(
    (await app.http.inject({ method: 'GET', url: '/calendar/cal_nothing-of-the-kind.ics' }))
      .statusCode,
  ).toBe(404);
});

test('one review moves, or all that follow too: by as many days, to the same hour of their day', async () => {
  const { ref } = await cadenceOf('qbr-pt');
  const starts = async () =>
    (await admin.call('rhythm.listReviews', { query: { cadence: ref } })).items.map(
      ({ startsAt, state }) => `${startsAt.slice(0, 16)} ${state}`,
    );
  // 09:00 in Los Angeles, in winter, in summer, in summer, in summer.
  expect(await starts()).toEqual([
    '2027-01-12T17:00 scheduled',
    '2027-04-13T16:00 scheduled',
    '2027-07-13T16:00 scheduled',
    '2027-10-12T16:00 scheduled',
  ]);
  const april = await reviewOn('qbr-pt', '2027-04-13');
  // To Thursday of that week, at 11:00; summer time holds on all three days.
  const moved = await admin.call('rhythm.moveReview', {
    params: { id: april.ref },
    body: { startsAt: '2027-04-15T18:00:00Z', following: true },
    ifMatch: april.revision,
  });
  expect(moved.reviews).toBe(3);
  expect(await starts()).toEqual([
    '2027-01-12T17:00 scheduled',
    '2027-04-15T18:00 scheduled',
    '2027-07-15T18:00 scheduled',
    '2027-10-14T18:00 scheduled',
  ]);
  // Three business days before Thursday 14 October, past Columbus Day on the 11th.
  expect(await reviewOn('qbr-pt', '2027-10-14')).toMatchObject({
    moved: true,
    preReadOn: '2027-10-08',
    title: 'QBR: Product & Technology, 14 October 2027',
  });
  const july = await reviewOn('qbr-pt', '2027-07-15');
  const cancelled = await admin.call('rhythm.cancelReview', {
    params: { id: july.ref },
    body: { reason: 'Reorganisation', following: true },
    ifMatch: july.revision,
  });
  expect(cancelled.reviews).toBe(2);
  expect((await starts()).map((one) => one.slice(17))).toEqual([
    'scheduled',
    'scheduled',
    'cancelled',
    'cancelled',
  ]);
  const detail = await reader.call('rhythm.getReview', {
    params: { id: (await reviewOn('qbr-pt', '2027-10-14')).ref },
  });
  expect(detail.cancelReason).toBe('Reorganisation');
});

test('a review’s own people may run it without a role on its unit, others may not', async () => {
  // Keys of tests live for a day, so these callers come with the new date.
  app.clock.set(Temporal.Instant.from('2027-04-08T09:00:00Z'));
  admin = await app.member({ administrator: true, name: 'Ada later' });
  reader = await app.member({ name: 'Rob later' });
  const review = await reviewOn('product-monthly', '2027-04-13');
  const refused = await reader.attempt('rhythm.prepareReview', {
    params: { id: review.ref },
    ifMatch: review.revision,
  });
  expect(refused.status).toBe(403);
  const assigned = await admin.call('rhythm.assignRoles', {
    params: { id: review.ref },
    body: { facilitator: toReference('person', reader.person ?? '') },
    ifMatch: review.revision,
  });
  await reader.call('rhythm.prepareReview', {
    params: { id: review.ref },
    ifMatch: assigned.revision,
  });
  const { needs } = await reader.call('platform.getHome');
  expect(needs.find(({ key }) => key === review.ref)).toMatchObject({
    says: 'Its sections await your comments',
    dueOn: '2027-04-09',
    urgency: 'soon',
  });
});

test('comments are asked for three business days ahead and once more the day before, and missed in the pack', async () => {
  const review = await reviewOn('product-monthly', '2027-04-13');
  const need = async () =>
    (await reader.call('platform.getHome')).needs.find(
      ({ key }) => key === `${review.ref} comments`,
    );
  const ask = () => app.write((context) => askForComments(context, noMail, idOf(review.ref)));
  await admin.call('rhythm.assignRoles', {
    params: { id: review.ref },
    body: { lead: toReference('person', reader.person ?? '') },
    ifMatch: (await reviewOn('product-monthly', '2027-04-13')).revision,
  });
  // It freezes on Friday 9 April; three business days before is Tuesday the 6th, in Los Angeles.
  const rob = reader;
  app.clock.set(Temporal.Instant.from('2027-04-06T06:59:00Z'));
  await ask();
  expect(await need()).toBeUndefined();
  app.clock.set(Temporal.Instant.from('2027-04-06T07:01:00Z'));
  await ask();
  expect(await need()).toMatchObject({
    says: '6 sections await your comment before the pack freezes',
    dueOn: '2027-04-09',
  });
  const commented = await rob.attempt('rhythm.commentSection', {
    params: { id: review.ref, section: 'snapshot' },
    body: { comment: 'Steady.' },
  });
  expect(commented.status).toBe(200);
  // The last moment of Wednesday the 7th, and the first of Thursday.
  app.clock.set(Temporal.Instant.from('2027-04-08T06:59:00Z'));
  await ask();
  expect((await need())?.says).toBe('5 sections await your comment before the pack freezes');
  app.clock.set(Temporal.Instant.from('2027-04-08T07:01:00Z'));
  await ask();
  await ask();
  expect((await need())?.says).toBe(
    '5 sections await your comment before the pack freezes: a reminder',
  );
  const { items } = await admin.call('entities.getHistory', {
    params: { ref: review.ref },
    query: { limit: 50 },
  });
  const told = items.map(({ action }) => action).filter((action) => /comments_/.test(action));
  expect(told).toEqual(['review.comments_reminded', 'review.comments_asked']);
  const preview = await rob.call('rhythm.previewPack', { params: { id: review.ref } });
  expect(preview.sections.map(({ key, awaited }) => [key, awaited])).toEqual([
    ['actions', 'Rob later'],
    ['snapshot', undefined],
    ['adoption', 'Rob later'],
    ['deliveries', 'Rob later'],
    ['launch-calendar', 'Rob later'],
    ['feedback', 'Rob later'],
  ]);
});

test('the job freezes what is due at its pre-read hour, and nothing before it', async () => {
  const state = async () => (await reviewOn('product-monthly', '2027-04-13')).state;
  const run = () => app.write(({ tx }) => app.jobs.enqueue(tx, 'rhythm.freeze-due', {}));
  // Two business days before 13 April 2027, at 13:00 in Los Angeles.
  app.clock.set(Temporal.Instant.from('2027-04-08T19:59:59Z'));
  await run();
  await new Promise((resolve) => setTimeout(resolve, 1500));
  expect(await state()).toBe('preparing');
  app.clock.set(Temporal.Instant.from('2027-04-09T08:00:00Z'));
  const review = await reviewOn('product-monthly', '2027-04-13');
  expect(review.freezesAt).toBe('2027-04-09T20:00:00.000Z');
  app.clock.set(Temporal.Instant.from('2027-04-09T20:00:00Z'));
  admin = await app.member({ administrator: true, name: 'Ada at last' });
  await run();
  await expect.poll(state, { timeout: 20_000 }).toBe('frozen');
});

test('the meeting load counts what each person is to attend, and what each unit holds', async () => {
  const load = (parameters: object) =>
    admin.call('insights.runInsight', {
      params: { key: 'rhythm.meeting-load' },
      query: { parameters: JSON.stringify(parameters) },
    });
  const { rows } = await load({ weeks: 4, limitHours: 2 });
  // From 5 April to 2 May 2027: four Wednesdays in his group and in Engineering, the roadmap review on
  // the 7th, the product review on the 13th (1 h each), the business review of 90 minutes on the 15th:
  // 4 + 4 + 1 + 1 + 1.5 hours in four weeks; 3 h in the first of them, 4.5 h in the second.
  expect(rows.find(({ person }) => person === 'Hisham Younis')).toMatchObject({
    hours: 2.9,
    busiest: '2027-04-12',
    busiestHours: 4.5,
    over: 2,
  });
  // What Engineering holds: four hours in four weeks, each with its four heads.
  const units = await load({ weeks: 4, by: 'unit', unit: unitRefs.get('engineering') });
  expect(units.rows).toMatchObject([{ unit: 'Engineering', reviews: 4, hours: 1, personHours: 4 }]);
  const wrong = await admin.attempt('insights.runInsight', {
    params: { key: 'rhythm.meeting-load' },
    query: { parameters: '{"weeks":0}' },
  });
  expect(wrong.status).toBe(422);
});

test('the next review is that of one’s nearest unit, or else of any', async () => {
  const next = (cycle: string) =>
    admin.call('insights.runInsight', {
      params: { key: 'rhythm.next-review' },
      query: { parameters: JSON.stringify({ cycle }) },
    });
  expect((await next('qbr')).rows[0]).toMatchObject({ date: '2027-04-15' });
  expect((await next('agile')).says).toBe('Not scheduled.');
  // Of the five weekly reviews the earliest is Project Execution's neighbour at 09:00 …
  expect((await next('eng-ops')).rows[0]?.['review']).toContain('Preconstruction');
  const { items } = await admin.call('org.listUnits', {});
  const group = items.find(({ key }) => key === 'project-execution')?.ref ?? '';
  await admin.call('org.createMembership', {
    body: { person: toReference('person', admin.person ?? ''), unit: group },
  });
  // … and for a member of Project Execution it is that group's own, at 13:00.
  expect((await next('eng-ops')).rows[0]?.['review']).toContain('Project Execution');
});
