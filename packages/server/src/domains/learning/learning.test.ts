import { fileURLToPath } from 'node:url';
import type { Reference } from '@throughline/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { applyImport } from '../../platform/import/apply-import.ts';
import { readOrganisation } from '../../platform/import/import-at-start.ts';
import { readDocument } from '../../platform/import/parse-document.ts';
import { createTestApp, type Caller, type TestApp } from '../../testing/test-app.ts';

const folder = fileURLToPath(new URL('../../../../../organisations/procore/', import.meta.url));

let app: TestApp;
let admin: Caller;
let rob: Caller;
let track: Reference<'track'>;

const shipped = async () =>
  (await readOrganisation(folder)).filter(
    ({ file }) => !/^(?:environments|launch-templates|capabilities|opportunities)\./.test(file),
  );
const modules = async () =>
  (await rob.call('learning.getTrack', { params: { id: track } })).modules;
const moduleOf = async (key: string) => {
  const found = (await modules()).find((module) => module.key === key);
  if (!found) throw new Error(`no module ${key}`);
  return found;
};
const readModule = async (key: string) =>
  rob.call('learning.completeModule', { params: { id: (await moduleOf(key)).ref } });

/** Answers every question of a module rightly, by trying its options one after the other. */
async function passQuiz(key: string) {
  const { ref } = await moduleOf(key);
  const { questions } = await rob.call('learning.getQuiz', { params: { id: ref } });
  for (const { key: question, options } of questions) {
    for (const option of options) {
      const answered = await rob.call('learning.answerQuiz', {
        params: { id: ref },
        body: { answers: [{ question, option }] },
      });
      if (answered.results[0]?.correct) break;
    }
  }
}

beforeAll(async () => {
  app = await createTestApp({ now: '2026-11-23T18:00:00Z' });
  admin = await app.member({ administrator: true, name: 'Ada' });
  rob = await app.member({ name: 'Rob' });
  const documents = await shipped();
  await app.write((context) => applyImport(context, app.importers, documents));
  const { items } = await rob.call('learning.listTracks');
  track = items[0]?.ref ?? track;
});
afterAll(() => app.stop());

test('the Welcome track is imported with six modules and their quizzes, and again changes nothing', async () => {
  expect((await modules()).map(({ key, due, hasQuiz }) => [key, due, hasQuiz])).toEqual([
    ['welcome', 'day-1', true],
    ['how-pt-is-organised', 'week-1', true],
    ['operating-rhythm', 'week-1', true],
    ['customers-and-partners', 'day-30', true],
    ['release-process', 'day-30', true],
    ['go-to-market', 'day-30', true],
  ]);
  const documents = await shipped();
  const again = await app.write((context) => applyImport(context, app.importers, documents));
  expect(again.changes.filter(({ file }) => file.startsWith('learning/'))).toEqual([]);
  const edited = documents.map((document) =>
    document.file === 'learning/welcome.md'
      ? readDocument(document.file, `${document.text}\nAsk {{unit:nowhere}}.\n`)
      : document,
  );
  await expect(app.write((context) => applyImport(context, app.importers, edited))).rejects.toThrow(
    'learning/welcome.md: {{unit:nowhere}} refers to nothing',
  );
});

test('whoever belongs to Product & Technology is enrolled by that; others enrol themselves', async () => {
  const all = await admin.call('learning.listEnrollments', { query: { track } });
  // The four heads of Engineering's groups are the members that the shipped organisation knows.
  expect(all.items.map(({ person, how }) => `${person.name} ${how}`).toSorted()).toEqual([
    'Beth Daggert joined',
    'Bryan Wasicek joined',
    'Hemendra Pal joined',
    'Hisham Younis joined',
  ]);
  expect((await rob.attempt('learning.listEnrollments', { query: { track } })).status).toBe(403);
  const welcome = await moduleOf('welcome');
  const early = await rob.attempt('learning.completeModule', { params: { id: welcome.ref } });
  expect(early.body['code']).toBe('learning.not_enrolled');
  await rob.call('learning.enrol', { params: { id: track }, body: {} });
  const twice = await rob.attempt('learning.enrol', { params: { id: track }, body: {} });
  expect(twice.body['code']).toBe('already_exists');
  const mine = await rob.call('learning.listEnrollments');
  expect(mine.items).toMatchObject([
    { modules: 6, done: 0, overdue: 0, startedOn: '2026-11-23', how: 'self' },
  ]);
});

test('a new member of a team below is enrolled from the day on which they start', async () => {
  const { items } = await admin.call('org.listUnits', {});
  const unit = items.find(({ key }) => key === 'resource-management')?.ref ?? '';
  const person = await admin.call('org.createPerson', {
    body: { name: 'Nell Newcomer', unit, since: '2026-12-01' },
  });
  const found = await admin.call('learning.listEnrollments', {
    query: { person: person.ref, track },
  });
  expect(found.items).toMatchObject([{ how: 'joined', startedOn: '2026-12-01' }]);
});

test('a module’s names, heads and dates are looked up when it is read', async () => {
  await admin.call('rhythm.compileYear', { params: { year: 2027 }, body: {} });
  const rhythm = await moduleOf('operating-rhythm');
  const text = JSON.stringify(
    (await rob.call('learning.getModule', { params: { id: rhythm.ref } })).body,
  );
  expect(text).not.toContain('{{');
  // 12 January 2027: Tuesday of week 2 of the first quarter, and the second Tuesday of the month.
  expect(text).toContain('12 January 2027');
  expect(text).toMatch(
    /"href":"\/cycles\/cyc_\w+","children":\[\{"type":"text","text":"Annual Planning"/,
  );
  const organised = await moduleOf('how-pt-is-organised');
  const chart = await rob.call('learning.getModule', { params: { id: organised.ref } });
  expect(JSON.stringify(chart.body)).toContain('Hemendra Pal');
  expect(chart).toMatchObject({ mine: 'locked', unfinished: [{ title: 'Welcome' }] });
});

test('a quiz does not give its answers away, and says why after each', async () => {
  await readModule('welcome');
  await passQuiz('welcome');
  await readModule('how-pt-is-organised');
  await passQuiz('how-pt-is-organised');
  const { ref } = await moduleOf('operating-rhythm');
  const asked = await rob.attempt('learning.getQuiz', { params: { id: ref } });
  expect(JSON.stringify(asked.body)).not.toMatch(/correct|right|why/);
  const { questions } = await rob.call('learning.getQuiz', { params: { id: ref } });
  expect(questions).toHaveLength(5);
  const date = questions.find(({ key }) => key === 'next-product-monthly');
  expect(date?.options.toSorted()).toEqual(
    ['12 January 2027', '19 January 2027', '2 February 2027', '26 January 2027'].toSorted(),
  );
  const answer = (option: string) =>
    rob.call('learning.answerQuiz', {
      params: { id: ref },
      body: { answers: [{ question: 'next-product-monthly', option }] },
    });
  expect(await answer('19 January 2027')).toMatchObject({
    score: 0,
    of: 1,
    passed: false,
    results: [{ correct: false, about: [{ kind: 'cycle', title: 'Monthly Product Review' }] }],
  });
  expect(await answer('12 January 2027')).toMatchObject({ score: 1, results: [{ correct: true }] });
});

test('modules open in their order, and the last one completes the track', async () => {
  const late = await moduleOf('go-to-market');
  const refused = await rob.attempt('learning.completeModule', { params: { id: late.ref } });
  expect([refused.body['code'], refused.body['detail']]).toEqual([
    'learning.prerequisite_unmet',
    'First: The release process.',
  ]);
  // Read, but its quiz is not passed yet.
  expect(await readModule('operating-rhythm')).toEqual({ mine: 'read', trackCompleted: false });
  await passQuiz('operating-rhythm');
  expect((await moduleOf('operating-rhythm')).mine).toBe('done');
  for (const key of ['customers-and-partners', 'release-process', 'go-to-market']) {
    await passQuiz(key);
    const settled = await readModule(key);
    expect(settled).toEqual({ mine: 'done', trackCompleted: key === 'go-to-market' });
  }
  const progress = await rob.call('insights.runInsight', { params: { key: 'learning.progress' } });
  expect(progress.figures.map(({ key, value }) => [key, value])).toEqual([
    ['enrolled', 6],
    ['completed', 1],
    ['overdue', 0],
  ]);
});

test('what is overdue shows on Home and in the unit’s overview, to the day', async () => {
  const ann = await app.member({ name: 'Ann' });
  await ann.call('learning.enrol', { params: { id: track }, body: { startedOn: '2026-11-23' } });
  const need = async () =>
    (await ann.call('platform.getHome')).needs.find(({ entity }) => entity.kind === 'module');
  expect(await need()).toMatchObject({
    urgency: 'today',
    dueOn: '2026-11-23',
    says: 'Next in Welcome to P&T',
  });
  app.clock.set(Temporal.Instant.from('2026-11-24T17:00:00Z'));
  expect(await need()).toMatchObject({ urgency: 'overdue' });
  const { items } = await ann.call('learning.listTracks');
  expect(items[0]?.mine).toMatchObject({ overdue: 1, done: 0 });
  const { items: units } = await admin.call('org.listUnits', {});
  const unit = units.find(({ key }) => key === 'resource-management')?.ref ?? '';
  const overview = await ann.call('learning.getUnitProgress', { params: { id: unit } });
  // Hemendra Pal started on 23 November, so day 1 is over; Nell is no member before December.
  expect(overview.tracks).toMatchObject([{ enrolled: 1, completed: 0, overdue: 1 }]);
});
