import { fileURLToPath } from 'node:url';
import { parseReference, type CycleTemplate, type Id, type Reference } from '@throughline/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { applyImport } from '../../../platform/import/apply-import.ts';
import { readOrganisation } from '../../../platform/import/import-at-start.ts';
import { createTestApp, type Caller, type TestApp } from '../../../testing/test-app.ts';

const folder = fileURLToPath(new URL('../../../../../../organisations/procore/', import.meta.url));
const wanted =
  /^(?:organisation|units|people|memberships|leadership|holidays|cycles|cadences)\.yaml$/;

let app: TestApp;
let admin: Caller;
let editor: Caller;
let unit: Reference<'unit'>;
let monthly: Reference<'cycle'>;
let copy: Reference<'cycle'>;

const importShipped = async () => {
  const documents = (await readOrganisation(folder)).filter(({ file }) => wanted.test(file));
  return app.write((context) => applyImport(context, app.importers, documents));
};

beforeAll(async () => {
  app = await createTestApp({ now: '2026-11-23T09:00:00Z' });
  admin = await app.member({ administrator: true, name: 'Ada' });
  await importShipped();
  const units = await admin.call('org.listUnits', {});
  const own = units.items.find(({ key }) => key === 'project-execution');
  const cycles = await admin.call('rhythm.listCycles', {});
  const found = cycles.items.find(({ key }) => key === 'product-monthly');
  if (!own || !found) throw new Error('nothing was imported');
  unit = own.ref;
  monthly = found.ref;
  editor = await app.member({
    name: 'Edith',
    roles: [{ role: 'editor', unit: parseReference(own.ref)?.id as Id<'unit'> }],
  });
});
afterAll(() => app.stop());

const cycle = (ref: Reference<'cycle'>) => admin.call('rhythm.getCycle', { params: { id: ref } });

test('a shipped cycle is changed in its file only; an editor copies it for a unit', async () => {
  const shipped = await cycle(monthly);
  expect(shipped).toMatchObject({ version: 1, copiedFrom: null });
  const refused = await admin.attempt('rhythm.changeCycle', {
    params: { id: monthly },
    body: shipped.template,
    ifMatch: shipped.revision,
  });
  expect(refused).toMatchObject({ status: 409, body: { code: 'wrong_state' } });

  const made = await editor.call('rhythm.copyCycle', {
    params: { id: monthly },
    body: { title: 'Product Pulse', unit },
  });
  copy = made.ref;
  const own = await cycle(copy);
  expect(own.copiedFrom?.ref).toBe(monthly);
  const { title: _, shortTitle: __, ...rest } = shipped.template;
  expect(own.template).toEqual({ ...rest, title: 'Product Pulse' });
  // A copy is nothing that the files know of: importing them again leaves it alone.
  expect(await importShipped()).toMatchObject({ changed: 0, ended: 0 });
  expect((await cycle(copy)).state).toBe('active');
  const elsewhere = await app.member({ name: 'Rob' });
  const stranger = await elsewhere.attempt('rhythm.copyCycle', {
    params: { id: monthly },
    body: { title: 'Mine', unit },
  });
  expect(stranger.status).toBe(403);
});

test('every fault of a template is named with its field, and nothing of it is kept', async () => {
  const own = await cycle(copy);
  const wrong: CycleTemplate = {
    ...own.template,
    durationMinutes: 61,
    decider: { position: 'wizard' },
    attendees: [{ membersOf: 'nowhere' }],
    agenda: own.template.agenda.map((point) => ({ ...point, sections: ['moon'] })).slice(0, 1),
    rule: { kind: 'nth-weekday', nth: 6, weekday: 'tuesday', time: '13:00' },
  };
  const refused = await editor.attempt('rhythm.changeCycle', {
    params: { id: copy },
    body: wrong,
    ifMatch: own.revision,
  });
  expect(refused).toMatchObject({ status: 422, body: { code: 'rhythm.template_invalid' } });
  // The first point of the agenda, the customer story, takes five minutes.
  expect(refused.body['errors']).toEqual([
    { where: 'body.durationMinutes', message: 'is 61, but the agenda takes 5 minutes' },
    { where: 'body.agenda', message: '“moon” is no section of the pack' },
    { where: 'body.rule', message: 'nth must be a whole number from 1 to 5, or from −5 to −1' },
    { where: 'body.decider', message: '“wizard” is no post' },
    { where: 'body.attendees', message: '“nowhere” is no unit' },
  ]);
  expect((await cycle(copy)).version).toBe(1);
});

test('a frozen pack names the version that it was made with, and keeps its agenda when that changes', async () => {
  const own = await cycle(copy);
  const template: CycleTemplate = {
    ...own.template,
    agenda: [
      { title: 'Figures', minutes: 20, sections: ['snapshot'] },
      { title: 'Decide', minutes: 10, sections: [] },
    ],
    durationMinutes: 30,
    pack: own.template.pack.filter(({ key }) => key === 'snapshot'),
  };
  const second = await editor.call('rhythm.changeCycle', {
    params: { id: copy },
    body: template,
    ifMatch: own.revision,
  });
  expect(second.version).toBe(2);
  const cadence = await editor.call('rhythm.createCadence', { body: { cycle: copy, unit } });
  const review = await editor.call('rhythm.createReview', {
    body: { cadence: cadence.ref, startsAt: '2026-12-08T17:00:00Z' },
  });
  await editor.call('rhythm.freezeReview', {
    params: { id: review.ref },
    ifMatch: review.revision,
  });
  const pack = await admin.call('rhythm.getPack', { params: { id: review.ref } });
  expect(pack.content.template).toEqual({ cycle: copy, version: 2 });
  expect(pack.content.sections.map(({ key }) => key)).toEqual(['snapshot']);

  const third = await editor.call('rhythm.changeCycle', {
    params: { id: copy },
    body: {
      ...template,
      agenda: [{ title: 'Talk', minutes: 30, sections: [] }],
      pack: [],
    },
    ifMatch: second.revision,
  });
  expect(third.version).toBe(3);
  const frozen = await admin.call('rhythm.getReview', { params: { id: review.ref } });
  expect(frozen.agenda.map(({ title }) => title)).toEqual(['Figures', 'Decide']);
  expect(frozen.sections.map(({ key }) => key)).toEqual(['snapshot']);
  const next = await editor.call('rhythm.createReview', {
    body: { cadence: cadence.ref, startsAt: '2026-12-15T17:00:00Z' },
  });
  const open = await admin.call('rhythm.getReview', { params: { id: next.ref } });
  expect(open.agenda.map(({ title }) => title)).toEqual(['Talk']);

  const kept = await admin.call('rhythm.getCycleVersion', { params: { id: copy, version: 2 } });
  expect(kept).toMatchObject({ by: 'Edith', template });
  expect((await cycle(copy)).versions.map(({ version }) => version)).toEqual([3, 2, 1]);

  // A cadence may go by another cycle; what is frozen stays with the one that it was made with.
  await editor.call('rhythm.changeCadence', {
    params: { id: cadence.ref },
    body: { cycle: monthly },
    ifMatch: cadence.revision,
  });
  const moved = await admin.call('rhythm.getCadence', { params: { id: cadence.ref } });
  expect(moved.title).toBe('Monthly Product Review, Project Execution');
  const after = await admin.call('rhythm.getReview', { params: { id: review.ref } });
  expect(after.agenda.map(({ title }) => title)).toEqual(['Figures', 'Decide']);
});

test('a rule is told in words with its next five dates, or with what is wrong, field by field', async () => {
  const preview = (rule: unknown) =>
    admin.call('rhythm.previewRule', {
      query: { rule: JSON.stringify(rule), durationMinutes: 60, preReadBusinessDays: 2 },
    });
  const said = await preview({
    kind: 'nth-weekday',
    nth: 2,
    weekday: 'tuesday',
    time: '13:00',
    shift: 'next',
  });
  expect(said.sentence).toBe('second Tuesday of each month, moved to the next business day');
  // Second Tuesdays after 23 November 2026, two business days before each past its weekend.
  expect(said.next.map(({ date, preReadOn }) => `${date} ${preReadOn}`)).toEqual([
    '2026-12-08 2026-12-04',
    '2027-01-12 2027-01-08',
    '2027-02-09 2027-02-05',
    '2027-03-09 2027-03-05',
    '2027-04-13 2027-04-09',
  ]);
  const onHoliday = await preview({
    kind: 'recurrence',
    start: '2026-12-25',
    frequency: 'yearly',
    count: 1,
    time: '09:00',
  });
  expect(onHoliday.next).toMatchObject([
    { date: '2026-12-25', dayOff: expect.stringMatching(/./) },
  ]);
  const wrong = await preview({ kind: 'fiscal-week', of: 'quarter', week: 15, weekday: 'monday' });
  expect(wrong).toMatchObject({
    sentence: null,
    problems: [
      { path: 'time', message: 'is missing' },
      { path: 'week', message: 'must be a whole number from 1 to 14, or from −14 to −1' },
    ],
  });
  const offset = (event: string) => ({
    kind: 'offset',
    anchor: { at: 'event', event },
    offsets: [{ amount: 1, unit: 'day' }],
    time: '09:00',
  });
  expect((await preview(offset('full-moon'))).problems).toEqual([
    { path: 'anchor.event', message: 'no domain says when “full-moon” happens' },
  ]);
  await admin.call('delivery.createSprint', {
    body: {
      title: 'S',
      goal: '',
      ownerUnit: unit,
      startsOn: '2026-11-30',
      endsOn: '2026-12-11',
    },
  });
  expect(await preview(offset('sprint-end'))).toMatchObject({
    eventDriven: true,
    problems: [],
    next: [{ date: '2026-12-12', dayOff: 'no working day' }],
  });
  expect((await admin.call('rhythm.previewRule', { query: { rule: '[' } })).problems).toEqual([
    { path: '', message: 'a rule must be an object' },
  ]);
});

test('a session that a cadence holds can’t be taken out of its cycle, nor the cycle be archived', async () => {
  const { items } = await admin.call('rhythm.listCycles', {});
  const agile = items.find(({ key }) => key === 'agile')?.ref;
  const { ref: own } = await editor.call('rhythm.copyCycle', {
    params: { id: agile ?? '' },
    body: { title: 'Team rhythm', unit },
  });
  const before = await cycle(own);
  const standUp = {
    key: 'demo',
    title: 'Demo',
    decider: { teamRole: 'product-owner' as const },
    rule: {
      kind: 'recurrence',
      frequency: 'weekly',
      start: '2026-11-27',
      byDay: [{ weekday: 'friday' }],
      time: '15:00',
    },
    preReadBusinessDays: 0,
    agenda: [{ title: 'What works', minutes: 25, sections: [] }],
    pack: [],
    outputs: [],
  };
  const { revision } = await editor.call('rhythm.changeCycle', {
    params: { id: own },
    body: { ...before.template, sessions: [...before.template.sessions, standUp] },
    ifMatch: before.revision,
  });
  const { ref: held } = await editor.call('rhythm.createCadence', {
    body: { cycle: own, unit, sessions: ['demo'], since: '2026-11-23' },
  });
  const cadence = await admin.call('rhythm.getCadence', { params: { id: held } });
  expect(cadence).toMatchObject({
    title: 'Team rhythm (Demo), Project Execution',
    session: 'demo',
  });
  await admin.call('rhythm.compileYear', { params: { year: 2026 }, body: { cadence: held } });
  const reviews = await admin.call('rhythm.listReviews', { query: { cadence: held } });
  const minutes = (one: { startsAt: string; endsAt: string }) =>
    (Date.parse(one.endsAt) - Date.parse(one.startsAt)) / 60_000;
  expect(reviews.items.map((one) => [one.date, minutes(one)])).toContainEqual(['2026-12-04', 25]);

  const without = await editor.attempt('rhythm.changeCycle', {
    params: { id: own },
    body: before.template,
    ifMatch: revision,
  });
  expect(without.status).toBe(422);
  expect(without.body).toMatchObject({
    errors: [
      {
        where: 'body.sessions',
        message:
          '“demo” is held by the cadence “Team rhythm (Demo), Project Execution”: end that first',
      },
    ],
  });
  const archive = () =>
    editor.attempt('rhythm.archiveCycle', { params: { id: own }, ifMatch: revision });
  expect((await archive()).body).toMatchObject({ code: 'wrong_state' });
  await editor.call('rhythm.changeCadence', {
    params: { id: held },
    body: { since: '2026-11-01', until: '2026-11-20' },
    ifMatch: cadence.revision,
  });
  expect((await archive()).status).toBe(200);
  const put = await cycle(own);
  expect(put.state).toBe('archived');
  const taken = await editor.attempt('rhythm.createCadence', { body: { cycle: own, unit } });
  expect(taken.body).toMatchObject({ code: 'wrong_state' });
  const changed = await editor.attempt('rhythm.changeCycle', {
    params: { id: own },
    body: before.template,
    ifMatch: put.revision,
  });
  expect(changed.body).toMatchObject({ code: 'wrong_state' });
  await editor.call('rhythm.restoreCycle', { params: { id: own }, ifMatch: put.revision });
  expect((await cycle(own)).state).toBe('active');
});
