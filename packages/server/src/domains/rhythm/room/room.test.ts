import { fileURLToPath } from 'node:url';
import { toReference, type Reference } from '@throughline/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readOrganisation } from '../../../platform/import/import-at-start.ts';
import { applyImport } from '../../../platform/import/apply-import.ts';
import { createTestApp, type Caller, type TestApp } from '../../../testing/test-app.ts';
import { drawFrom, weighCandidates } from './deep-dive-rules.ts';

const folder = fileURLToPath(new URL('../../../../../../organisations/procore/', import.meta.url));
const ownFiles =
  /^(?:organisation|units|people|memberships|leadership|holidays|cycles|cadences)\.yaml$/;

let app: TestApp;
let admin: Caller;
let member: Caller;
let stranger: Caller;
let teamCadence: Reference<'cadence'>;
let partCadence: Reference<'cadence'>;

beforeAll(async () => {
  app = await createTestApp({ now: '2026-11-23T09:00:00Z' });
  await app.write(async (context) => {
    const documents = (await readOrganisation(folder)).filter(({ file }) => ownFiles.test(file));
    return applyImport(context, app.importers, documents);
  });
  admin = await app.member({ administrator: true, name: 'Ada' });
  member = await app.member({ name: 'Mia' });
  stranger = await app.member({ name: 'Sam' });
  const { items } = await admin.call('rhythm.listCadences', { query: { limit: 200 } });
  const of = (key: string) => {
    const found = items.find((cadence) => cadence.key === key);
    if (!found) throw new Error(`no cadence ${key}`);
    return found;
  };
  const group = of('eng-ops-resource-management');
  teamCadence = group.ref;
  partCadence = of('eng-ops-engineering').ref;
  await admin.call('org.createMembership', {
    body: { person: toReference('person', member.person ?? ''), unit: group.unit.ref },
  });
});
afterAll(() => app.stop());

/** A review of a cadence, frozen where told; a day further into the future each time. */
let days = 1;
async function review(cadence: Reference<'cadence'>, upTo: 'scheduled' | 'frozen' | 'held') {
  days += 1;
  const startsAt = app.clock.now().add({ hours: 24 * days });
  const made = await admin.call('rhythm.createReview', {
    body: { cadence, startsAt: startsAt.toString() },
  });
  const params = { id: made.ref };
  // The rotation's turn could fall to anybody.
  const { revision } = await admin.call('rhythm.assignRoles', {
    params,
    body: { lead: toReference('person', admin.person ?? '') },
    ifMatch: made.revision,
  });
  if (upTo === 'scheduled') return { ref: made.ref, params, startsAt };
  const frozen = await admin.call('rhythm.freezeReview', { params, ifMatch: revision });
  if (upTo === 'held') {
    await admin.call('rhythm.holdReview', { params, ifMatch: frozen.revision });
  }
  return { ref: made.ref, params, startsAt };
}
const codeOf = async (attempt: ReturnType<Caller['attempt']>) => (await attempt).body['code'];

test('the agenda has one clock for all: a pause stops it, the same point again keeps its time', async () => {
  const { params } = await review(teamCadence, 'held');
  const begun = app.clock.now();
  const room = () => member.call('rhythm.getRoom', { params });
  const keep = (point: number | null, paused = false) =>
    admin.call('rhythm.keepTime', { params, body: { point, paused } });
  const at = (minutes: number) => app.clock.set(begun.add({ minutes }));
  const said = (minutes: number) => begun.add({ minutes }).toString({ fractionalSecondDigits: 3 });
  expect(await room()).toMatchObject({ point: 0, pointSince: said(0), pausedAt: null });
  at(3);
  await keep(0, true);
  at(10);
  await keep(0, true);
  expect(await room()).toMatchObject({ point: 0, pointSince: said(0), pausedAt: said(3) });
  // Seven minutes of pause are no minutes of the point: it began, so to say, at minute 7.
  await keep(0);
  expect(await room()).toMatchObject({ pointSince: said(7), pausedAt: null });
  // Two people press “next” at once: the point is on once, since the first of them.
  await keep(1);
  at(11);
  await keep(1);
  expect(await room()).toMatchObject({ point: 1, pointSince: said(10), now: said(11) });
  await keep(null);
  expect(await room()).toMatchObject({ point: null, pointSince: null });
  expect(
    await codeOf(admin.attempt('rhythm.keepTime', { params, body: { point: 99, paused: false } })),
  ).toBe('invalid_input');
  // A member of the unit attends: they take notes, and don't run the clock.
  expect(await room()).toMatchObject({ mayRun: false, mayNote: true });
  expect(
    await codeOf(member.attempt('rhythm.keepTime', { params, body: { point: 0, paused: false } })),
  ).toBe('forbidden');
});

test('forty notes of four people at once are all there; struck lines stay to be seen', async () => {
  const { params } = await review(teamCadence, 'held');
  const contributor = { roles: [{ role: 'contributor' as const, unit: null }] };
  const others = [await app.member(contributor), await app.member(contributor)];
  const people = [admin, member, ...others];
  const written = await Promise.all(
    people.flatMap((person, who) =>
      Array.from({ length: 10 }, (_, line) =>
        person.call('rhythm.addNote', {
          params,
          body: { text: `Line ${line} of ${who}`, point: line % 2 },
        }),
      ),
    ),
  );
  const { notes } = await member.call('rhythm.getRoom', { params });
  expect(new Set(notes.map(({ ref }) => ref))).toEqual(new Set(written.map(({ ref }) => ref)));
  expect(notes.filter(({ mine }) => mine).map(({ by }) => by)).toEqual(
    Array<string>(10).fill('Mia'),
  );
  expect(
    await codeOf(stranger.attempt('rhythm.addNote', { params, body: { text: 'Hello' } })),
  ).toBe('forbidden');

  const theirs = notes.find(({ by }) => by === 'Ada');
  const own = notes.find(({ mine }) => mine);
  const strike = (caller: Caller, note: string | undefined) =>
    caller.attempt('rhythm.strikeNote', { params: { ...params, note } });
  expect((await strike(member, theirs?.ref)).status).toBe(403);
  expect((await strike(member, own?.ref)).status).toBe(204);
  const after = await member.call('rhythm.getRoom', { params });
  expect(after.notes).toHaveLength(40);
  expect(after.notes.filter(({ struckAt }) => struckAt !== null).map(({ ref }) => ref)).toEqual([
    own?.ref,
  ]);
});

test('who is in the room is seen until they leave, or say nothing for 45 seconds', async () => {
  const { params } = await review(teamCadence, 'held');
  const present = async () =>
    (await stranger.call('rhythm.getRoom', { params })).present.map(({ name }) => name);
  await admin.call('rhythm.enterRoom', { params });
  await member.call('rhythm.enterRoom', { params });
  expect(await present()).toEqual(['Ada', 'Mia']);
  const begun = app.clock.now();
  app.clock.set(begun.add({ seconds: 30 }));
  await member.call('rhythm.enterRoom', { params });
  app.clock.set(begun.add({ seconds: 46 }));
  expect(await present()).toEqual(['Mia']);
  await member.call('rhythm.leaveRoom', { params });
  expect(await present()).toEqual([]);
});

test('a review closes once every decision is settled and all of it was read back', async () => {
  const { params, ref } = await review(teamCadence, 'held');
  const next = await review(teamCadence, 'scheduled');
  const propose = (question: string) =>
    admin.call('decisions.createDecision', {
      body: { question, options: ['Yes', 'No'], madeIn: ref },
    });
  const first = await propose('Freeze releases?');
  const second = await propose('Hire?');
  const third = await propose('Move the date?');
  const close = async () => {
    const { revision } = await admin.call('rhythm.getReview', { params });
    return admin.attempt('rhythm.closeReview', { params, ifMatch: revision });
  };
  const refused = await close();
  expect([refused.status, refused.body['code']]).toEqual([409, 'rhythm.undecided']);
  expect(refused.body['detail']).toContain('3 decisions are still proposed');
  expect(await codeOf(admin.attempt('rhythm.readBack', { params }))).toBe('rhythm.undecided');

  await admin.call('decisions.confirmDecision', {
    params: { id: first.ref },
    body: { choice: 'Yes', reason: '' },
    ifMatch: 1,
  });
  await admin.call('decisions.withdrawDecision', {
    params: { id: third.ref },
    body: { reason: 'Settled in the hallway' },
    ifMatch: 1,
  });
  await admin.call('decisions.postponeDecision', {
    params: { id: second.ref },
    body: { reason: 'The budget isn’t known', until: '2027-01-15', takenUpIn: next.ref },
    ifMatch: 1,
  });
  expect(await codeOf(close())).toBe('rhythm.not_read_back');
  expect(await admin.call('rhythm.readBack', { params })).toEqual({ decisions: 1, actions: 0 });
  // Something settled after the read-back wants to be read back too.
  app.clock.set(app.clock.now().add({ seconds: 5 }));
  await admin.call('decisions.createAction', { body: { title: 'Tell the teams', source: ref } });
  const room = await admin.call('rhythm.getRoom', { params });
  expect(room.readBack).toMatchObject({ by: 'Ada', holds: false });
  expect(await codeOf(close())).toBe('rhythm.not_read_back');
  expect(await admin.call('rhythm.readBack', { params })).toEqual({ decisions: 1, actions: 1 });
  expect((await close()).status).toBe(200);

  // The postponed one is on the next review's table, and open there.
  const there = await admin.call('rhythm.getRoom', { params: next.params });
  expect(there.undecided.map(({ ref: one }) => one)).toEqual([second.ref]);
  const taken = await admin.call('decisions.listDecisions', { query: { madeIn: next.ref } });
  expect(taken.items[0]).toMatchObject({ state: 'postponed', takenUpIn: { ref: next.ref } });
  await admin.call('decisions.confirmDecision', {
    params: { id: second.ref },
    body: { choice: 'No', reason: 'Not this year' },
    ifMatch: 2,
  });
  expect((await admin.call('rhythm.getRoom', { params: next.params })).undecided).toEqual([]);
});

test('a decision comes back to its decider on its day, and is asked again by one that replaces it', async () => {
  const unit = (await admin.call('rhythm.getCadence', { params: { id: teamCadence } })).unit.ref;
  const decision = await admin.call('decisions.createDecision', {
    body: {
      question: 'Keep the on-call rota?',
      options: ['Keep', 'Change'],
      about: [unit],
      revisitOn: '2026-11-24',
    },
  });
  await admin.call('decisions.confirmDecision', {
    params: { id: decision.ref },
    body: { choice: 'Keep', reason: '' },
    ifMatch: 1,
  });
  const need = async () =>
    (await admin.call('platform.getHome')).needs.find(({ key }) => key === decision.ref);
  const before = app.clock.now();
  expect(await need()).toBeUndefined();
  // Half past midnight of the 24th in Los Angeles.
  app.clock.set(Temporal.Instant.from('2026-11-24T08:30:00Z'));
  expect(await need()).toMatchObject({
    urgency: 'today',
    act: { operation: 'decisions.revisitDecision', label: 'Ask it again' },
  });
  const again = await admin.call('decisions.revisitDecision', {
    params: { id: decision.ref },
    body: {},
  });
  expect(await need()).toBeUndefined();
  expect(await admin.call('decisions.getDecision', { params: { id: again.ref } })).toMatchObject({
    question: 'Keep the on-call rota?',
    state: 'proposed',
    about: [{ ref: unit }],
    replaces: { ref: decision.ref },
  });
  expect(await admin.call('decisions.getDecision', { params: { id: decision.ref } })).toMatchObject(
    {
      state: 'confirmed',
      replacedBy: { ref: again.ref },
    },
  );
  expect(
    await codeOf(
      admin.attempt('decisions.revisitDecision', { params: { id: decision.ref }, body: {} }),
    ),
  ).toBe('wrong_state');
  app.clock.set(before);
});

test('what is due and not done twice rises to the parent cadence, and is shown to come from there', async () => {
  const first = await review(teamCadence, 'held');
  const dueOn = first.startsAt.toString().slice(0, 10);
  const give = (title: string, due?: string) =>
    admin.call('decisions.createAction', {
      body: { title, source: first.ref, ...(due ? { dueOn: due } : {}) },
    });
  const late = await give('Fix the pager', dueOn);
  const done = await give('Write the runbook', dueOn);
  const later = await give('Replace the queue', '2027-12-01');
  const risk = await admin.call('decisions.createRisk', {
    body: { title: 'The queue overflows', likelihood: 3, impact: 4, dueOn, madeIn: first.ref },
  });
  const mattersOf = async (params: { id: Reference<'review'> }) =>
    (await admin.call('rhythm.getRoom', { params })).carried
      .filter(({ entity }) => [late, done, later, risk].some(({ ref }) => ref === entity.ref))
      .map(({ entity, misses, from }) => [entity.title, misses, from?.title ?? null]);

  const second = await review(teamCadence, 'frozen');
  expect(await mattersOf(second.params)).toEqual([
    ['Fix the pager', 1, null],
    ['Write the runbook', 1, null],
    ['The queue overflows', 1, null],
    ['Replace the queue', 0, null],
  ]);
  const { revision } = await admin.call('decisions.getAction', { params: { id: done.ref } });
  await admin.call('decisions.changeAction', {
    params: { id: done.ref },
    body: { state: 'done' },
    ifMatch: revision,
  });
  const third = await review(teamCadence, 'frozen');
  expect(await mattersOf(third.params)).toEqual([['Replace the queue', 0, null]]);
  expect(await admin.call('decisions.getAction', { params: { id: late.ref } })).toMatchObject({
    carriedOver: 2,
    state: 'open',
  });

  const above = await review(partCadence, 'frozen');
  const from = 'Engineering Operational Review, Resource Management';
  // Found in the parent's review, it is missed there for the first time.
  expect(await mattersOf(above.params)).toEqual([
    ['Fix the pager', 1, from],
    ['The queue overflows', 1, from],
  ]);
  // With it “Tell the teams” of the test before, which has no date and so is due at each review.
  const pack = await admin.call('rhythm.getPack', { params: above.params });
  const section = pack.content.sections.find(({ key }) => key === 'actions');
  expect(section?.result?.says).toContain('2 actions rose to this review.');
  expect(section?.result?.rows).toContainEqual(
    expect.objectContaining({ action: 'Fix the pager', carriedOver: 3, risenFrom: from }),
  );
});

test('the deep dive is drawn at the freeze as foretold, from who waited longest, and can be redrawn with a reason', async () => {
  const { params } = await review(partCadence, 'scheduled');
  const cadence = await admin.call('rhythm.getCadence', { params: { id: partCadence } });
  const parameters = JSON.stringify({ unit: cadence.unit.ref, cadence: partCadence });
  const ask = () =>
    admin.call('insights.runInsight', {
      params: { key: 'rhythm.deep-dive' },
      query: { parameters },
    });
  const { revision } = await admin.call('rhythm.getReview', { params });
  await admin.call('rhythm.freezeReview', { params, ifMatch: revision });
  const room = await admin.call('rhythm.getRoom', { params });
  const drawn = room.deepDive;
  if (!drawn) throw new Error('nothing was drawn');
  // The four groups below Engineering, of which the one of the review before weighs nothing.
  expect(drawn.wheel).toHaveLength(4);
  expect(drawn.wheel.filter(({ weight }) => weight === 0)).toHaveLength(1);
  const wheel = drawn.wheel.map(({ entity, weight }) => ({ id: entity.ref, weight }));
  expect(drawFrom(wheel, drawn.seed)).toBe(drawn.picked.ref);
  expect((await ask()).rows).toHaveLength(4);

  expect(await codeOf(admin.attempt('rhythm.pickDeepDive', { params, body: {} }))).toBe(
    'invalid_input',
  );
  const again = await admin.call('rhythm.pickDeepDive', {
    params,
    body: { reason: 'Their lead is away' },
  });
  expect(again).toMatchObject({ ordinal: 2, reason: 'Their lead is away' });
  expect(again.wheel.map(({ entity }) => entity.ref)).not.toContain(drawn.picked.ref);
});

test('over five hundred draws from five teams each has its turn, none twice in a row', () => {
  const teams = ['a', 'b', 'c', 'd', 'e'];
  const history: string[] = [];
  for (let round = 0; round < 500; round++) {
    const picked = drawFrom(weighCandidates(teams, history), `round ${round}`);
    if (picked === undefined) throw new Error('nothing drawn');
    history.push(picked);
  }
  for (const team of teams) {
    const turns = history.filter((one) => one === team).length;
    // 100 each if it were a rota; a fair coin of five sides would leave 73 to 127 at three sigma.
    expect(turns).toBeGreaterThan(85);
    expect(turns).toBeLessThan(115);
  }
  expect(history.some((one, place) => one === history[place - 1])).toBe(false);
  const waits = teams.flatMap((team) => {
    const at = history.flatMap((one, place) => (one === team ? [place] : []));
    return at.slice(1).map((place, index) => place - (at[index] ?? 0));
  });
  expect(Math.max(...waits)).toBeLessThanOrEqual(15);
  expect(drawFrom(weighCandidates(['only'], ['only']), 'seed')).toBe('only');
  expect(drawFrom([], 'seed')).toBeUndefined();
});
