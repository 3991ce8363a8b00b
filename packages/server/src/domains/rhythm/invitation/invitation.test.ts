import { fileURLToPath } from 'node:url';
import { toReference, type Reference } from '@throughline/contract';
import ICAL from 'ical.js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startMailServer, type MailServer } from '../../../../../../test/support/mail-server.ts';
import { applyImport } from '../../../platform/import/apply-import.ts';
import { readOrganisation } from '../../../platform/import/import-at-start.ts';
import { createTestApp, type Caller, type TestApp } from '../../../testing/test-app.ts';

const folder = fileURLToPath(new URL('../../../../../../organisations/procore/', import.meta.url));
const ownFiles =
  /^(?:organisation|units|people|memberships|leadership|holidays|cycles|cadences)\.yaml$/;

let server: MailServer;
let app: TestApp;
let admin: Caller;
/** In the team, and in Berlin. */
let rob: Caller;
/** In the team, and nowhere in particular: the organisation is in Los Angeles. */
let lea: Caller;
/** In no team. */
let eve: Caller;
let team: Reference<'unit'>;
let cadence: Reference<'cadence'>;
const memberships = new Map<Caller, Reference<'membership'>>();
const membershipOf = (caller: Caller) => {
  const ref = memberships.get(caller);
  if (!ref) throw new Error('in no team');
  return ref;
};

const person = (caller: Caller) => toReference('person', caller.person ?? '');
const join = async (caller: Caller, since?: string) => {
  const { ref } = await admin.call('org.createMembership', {
    body: { person: person(caller), unit: team, ...(since ? { since } : {}) },
  });
  memberships.set(caller, ref);
};

beforeAll(async () => {
  server = await startMailServer();
  // A Monday.
  app = await createTestApp({ now: '2026-12-28T09:00:00Z', mail: server.settings });
  const member = (name: string, administrator = false) =>
    app.member({ name, administrator, keyDays: 366 });
  admin = await member('Ada', true);
  rob = await member('Rob');
  lea = await member('Lea');
  eve = await member('Eve');
  const documents = (await readOrganisation(folder)).filter(({ file }) => ownFiles.test(file));
  await app.write((context) => applyImport(context, app.importers, documents));
  const { items: units } = await admin.call('org.listUnits', {});
  team = units.find(({ key }) => key === 'resource-management')?.ref ?? team;
  await join(rob);
  await join(lea);
  const { revision } = await admin.call('org.getPerson', { params: { id: person(rob) } });
  await admin.call('org.changePerson', {
    params: { id: person(rob) },
    body: { timeZone: 'Europe/Berlin' },
    ifMatch: revision,
  });
  for (const caller of [admin, rob, lea, eve]) {
    await caller.call('mail.changeMailPreferences', { body: { digest: 'none' } });
  }
  const { items: cycles } = await admin.call('rhythm.listCycles', {});
  const agile = cycles.find(({ key }) => key === 'agile')?.ref ?? '';
  const made = await admin.call('rhythm.createCadence', {
    body: {
      cycle: agile,
      unit: team,
      rule: {
        kind: 'recurrence',
        start: '2027-01-07',
        frequency: 'weekly',
        time: '09:00',
        durationMinutes: 60,
      },
    },
  });
  cadence = made.ref;
});
afterAll(async () => {
  await app.stop();
  await server.stop();
});

/** What the jobs of some minutes do, delivery last. */
const minutes = async (count: number) => {
  await app.feed.settled();
  const now = app.clock.now();
  if (count > 1) await app.jobs.runDue(now.subtract({ minutes: count }), now);
  // A minute in which nothing runs but what runs each minute.
  await app.jobs.runDue(now.subtract({ seconds: 61 }), now.subtract({ seconds: 1 }));
  return server.take();
};
/** With the hourly look at who attends what. */
const hour = () => minutes(60);
const addresses = new Map<Caller, string>();
const addressOf = async (caller: Caller) => {
  const known = addresses.get(caller) ?? (await caller.call('mail.getMailPreferences')).address;
  addresses.set(caller, known);
  return known;
};
const to = async (caller: Caller, mails: Awaited<ReturnType<typeof minutes>>) => {
  const address = await addressOf(caller);
  return mails.filter((mail) => mail.to.includes(address));
};
const reviews = async () =>
  (await admin.call('rhythm.listReviews', { query: { cadence, limit: 200 } })).items;
const reviewOn = async (date: string) => {
  const found = (await reviews()).find((one) => one.date === date);
  if (!found) throw new Error(`no review on ${date}`);
  return found;
};

test('a compiled year invites to the reviews of four weeks only; each later one when it comes near', async () => {
  const { created } = await admin.call('rhythm.compileYear', {
    params: { year: 2027 },
    body: { cadence },
  });
  expect(created).toBe(52);
  const first = await hour();
  // 7, 14 and 21 January lie before 25 January, 09:00 UTC; to each of the two of the team.
  expect(first.map(({ calendar }) => calendar?.startsAt.slice(0, 10))).toEqual(
    ['2027-01-07', '2027-01-14', '2027-01-21'].flatMap((day) => [day, day]),
  );
  expect(await to(eve, first)).toEqual([]);
  expect(await hour()).toEqual([]);
  app.clock.set(Temporal.Instant.from('2027-01-04T09:00:00Z'));
  const next = await hour();
  expect(next.map(({ calendar }) => calendar?.startsAt.slice(0, 10))).toEqual([
    '2027-01-28',
    '2027-01-28',
  ]);
});

test('an invitation is a REQUEST with one attendee, under the UID of the feed, in the reader’s zone', async () => {
  const mine = await to(rob, server.received);
  const mail = mine.find(({ calendar }) => calendar?.startsAt.startsWith('2027-01-14'));
  const review = await reviewOn('2027-01-14');
  expect(mail?.email.subject).toBe(`Invitation: ${review.title}`);
  expect(mail?.calendar).toMatchObject({
    method: 'REQUEST',
    partMethod: 'REQUEST',
    sequence: 0,
    status: 'CONFIRMED',
    summary: review.title,
    // 09:00 in Los Angeles in winter.
    startsAt: '2027-01-14T17:00:00.000Z',
    endsAt: '2027-01-14T18:00:00.000Z',
    organizer: 'mailto:throughline@example.test',
    attendees: [`mailto:${await addressOf(rob)}`],
    attached: true,
  });
  expect(mail?.raw).toMatch(/^Content-Type: text\/calendar; charset=utf-8; method=REQUEST/im);
  expect(mail?.email.text).toContain('When: Thursday 14 January 2027, 18:00–19:00 (Europe/Berlin)');
  expect(mail?.email.text).toContain(`http://throughline.test/reviews/${review.ref}`);
  const [hers] = (await to(lea, server.received)).filter(({ calendar }) =>
    calendar?.startsAt.startsWith('2027-01-14'),
  );
  expect(hers?.email.text).toContain('09:00–10:00 (America/Los_Angeles)');

  for (const body of [
    { of: 'cadence' as const, cadence },
    { of: 'unit' as const, unit: team },
    { of: 'person' as const },
  ]) {
    const feed = await rob.call('rhythm.createFeed', { body });
    const { body: text } = await app.http.inject(new URL(feed.address).pathname);
    const calendar = new ICAL.Component(ICAL.parse(text));
    const events = calendar.getAllSubcomponents('vevent').map((one) => new ICAL.Event(one));
    const same = events.find(({ uid }) => uid === mail?.calendar?.uid);
    expect(same?.startDate.toJSDate().toISOString(), body.of).toBe('2027-01-14T17:00:00.000Z');
  }
});

test('time, place and title raise the SEQUENCE under the same UID; a cancelled review is a CANCEL with the reason', async () => {
  const before = (await to(rob, server.received)).find(({ calendar }) =>
    calendar?.startsAt.startsWith('2027-01-14'),
  );
  const review = await reviewOn('2027-01-14');
  const params = { id: review.ref };
  let { revision } = review;
  ({ revision } = await admin.call('rhythm.moveReview', {
    params,
    body: { startsAt: '2027-01-15T16:00:00Z' },
    ifMatch: revision,
  }));
  const moved = await to(rob, await minutes(1));
  ({ revision } = await admin.call('rhythm.changeReview', {
    params,
    body: { place: 'Room 4; https://meet.example/room4' },
    ifMatch: revision,
  }));
  const placed = await to(rob, await minutes(1));
  ({ revision } = await admin.call('rhythm.changeReview', {
    params,
    body: { title: 'The long retrospective' },
    ifMatch: revision,
  }));
  const renamed = await to(rob, await minutes(1));
  await admin.call('rhythm.cancelReview', {
    params,
    body: { reason: 'Offsite' },
    ifMatch: revision,
  });
  const cancelled = await minutes(1);
  const gone = await to(rob, cancelled);
  const told = [moved, placed, renamed, gone].map((mails) => {
    expect(mails).toHaveLength(1);
    const calendar = mails[0]?.calendar;
    return [calendar?.method, calendar?.sequence, calendar?.uid === before?.calendar?.uid];
  });
  expect(told).toEqual([
    ['REQUEST', 1, true],
    ['REQUEST', 2, true],
    ['REQUEST', 3, true],
    ['CANCEL', 4, true],
  ]);
  expect(moved[0]?.calendar?.startsAt).toBe('2027-01-15T16:00:00.000Z');
  expect(placed[0]?.calendar?.location).toBe('Room 4; https://meet.example/room4');
  expect(renamed[0]?.email.subject).toBe('Changed: The long retrospective');
  expect(gone[0]?.calendar).toMatchObject({ status: 'CANCELLED', partMethod: 'CANCEL' });
  expect(gone[0]?.calendar?.description).toContain('Offsite');
  expect(gone[0]?.email.text).toContain('is cancelled: Offsite');
  expect(await to(lea, cancelled)).toHaveLength(1);
});

test('two changes before the next delivery are one message, of how it is now', async () => {
  const review = await reviewOn('2027-01-21');
  let { revision } = review;
  for (const startsAt of ['2027-01-20T17:00:00Z', '2027-01-22T17:00:00Z']) {
    ({ revision } = await admin.call('rhythm.moveReview', {
      params: { id: review.ref },
      body: { startsAt },
      ifMatch: revision,
    }));
  }
  const mails = await to(rob, await minutes(1));
  expect(mails.map(({ calendar }) => [calendar?.startsAt, calendar?.sequence])).toEqual([
    ['2027-01-22T17:00:00.000Z', 2],
  ]);
});

test('a place is that of the later reviews too, where that is said; a title never is', async () => {
  const { ref, revision, title } = await reviewOn('2027-12-23');
  const changed = await admin.call('rhythm.changeReview', {
    params: { id: ref },
    body: { title: `${title}, in person`, place: 'Room 9', following: true },
    ifMatch: revision,
  });
  // The 23rd and the 30th are the last Thursdays of the year.
  expect(changed.reviews).toBe(2);
  const last = await reviewOn('2027-12-30');
  const { place } = await rob.call('rhythm.getReview', { params: { id: last.ref } });
  expect([place, last.title]).toEqual(['Room 9', title.replace('23 December', '30 December')]);
  expect(await minutes(1)).toEqual([]);
  const refused = await eve.attempt('rhythm.changeReview', {
    params: { id: ref },
    body: { place: 'Elsewhere' },
    ifMatch: changed.revision,
  });
  expect(refused.status).toBe(403);
});

test('who leaves the team is cancelled alone; who comes back is invited anew, under a higher SEQUENCE', async () => {
  await admin.call('org.endMembership', {
    params: { id: membershipOf(lea) },
    body: { on: '2027-01-06' },
  });
  const left = await hour();
  expect(await to(rob, left)).toEqual([]);
  const hers = await to(lea, left);
  expect(hers.map(({ calendar }) => calendar?.method)).toEqual(['CANCEL', 'CANCEL', 'CANCEL']);
  const january28 = (mails: typeof hers) =>
    mails.find(({ calendar }) => calendar?.startsAt.startsWith('2027-01-28'))?.calendar;
  expect(january28(hers)).toMatchObject({ sequence: 1, status: 'CANCELLED' });
  expect((await reviewOn('2027-01-28')).state).toBe('scheduled');
  await join(lea, '2027-01-06');
  const back = await hour();
  expect(await to(rob, back)).toEqual([]);
  expect(january28(await to(lea, back))).toMatchObject({ method: 'REQUEST', sequence: 2 });
});

test('who wants no invitations gets no new ones, and those that they have are kept up to date', async () => {
  await lea.call('mail.changeMailPreferences', { body: { invitations: false } });
  app.clock.set(Temporal.Instant.from('2027-01-11T09:00:00Z'));
  const next = await hour();
  expect(await to(lea, next)).toEqual([]);
  expect(await to(rob, next)).toHaveLength(1);
  const { ref, revision } = await reviewOn('2027-01-28');
  await admin.call('rhythm.changeReview', {
    params: { id: ref },
    body: { place: 'Room 1' },
    ifMatch: revision,
  });
  expect((await to(lea, await minutes(1))).map(({ calendar }) => calendar?.location)).toEqual([
    'Room 1',
  ]);
  await lea.call('mail.changeMailPreferences', { body: { invitations: true } });
  await hour();
});

test('a review that is restricted leaves the calendars of those who may not read it, without a word', async () => {
  const { ref, revision } = await reviewOn('2027-01-28');
  const named = await admin.call('rhythm.changeReview', {
    params: { id: ref },
    body: { title: 'zyxqvcanary', place: 'zyxqvcanary' },
    ifMatch: revision,
  });
  // Before the new name goes out it is nobody's but Rob's.
  await admin.call('entities.setReaders', {
    params: { ref },
    body: { restricted: true, readers: [toReference('identity', rob.identity)] },
    ifMatch: named.revision,
  });
  const mails = await minutes(1);
  const hers = await to(lea, mails);
  expect(hers.map(({ calendar }) => [calendar?.method, calendar?.summary])).toEqual([
    ['CANCEL', 'Cancelled'],
  ]);
  expect((await to(rob, mails)).map(({ calendar }) => calendar?.summary)).toEqual(['zyxqvcanary']);
  const { restricted } = await rob.call('rhythm.getReview', { params: { id: ref } });
  expect(restricted).toBe(true);
});

test('those who are asked for comments are written to, and once more the day before the freeze', async () => {
  const { ref } = await admin.call('rhythm.createReview', {
    body: { cadence, startsAt: '2027-02-16T18:00:00Z', title: 'Asked about' },
  });
  const { revision, freezesAt } = await admin.call('rhythm.getReview', { params: { id: ref } });
  await admin.call('rhythm.assignRoles', {
    params: { id: ref },
    body: { lead: person(rob) },
    ifMatch: revision,
  });
  // No pre-read: it freezes as it begins, on a Tuesday. Three business days before is Thursday, past
  // Presidents' Day on Monday the 15th that is Wednesday the 10th; the day before is Friday the 12th.
  expect(freezesAt).toBe('2027-02-16T18:00:00.000Z');
  const asks = async (at: string) => {
    app.clock.set(Temporal.Instant.from(at));
    return (await to(rob, await minutes(15))).filter(({ calendar }) => calendar === undefined);
  };
  expect(await asks('2027-02-10T07:30:00Z')).toEqual([]);
  const [asked, ...more] = await asks('2027-02-10T09:00:00Z');
  expect(more).toEqual([]);
  expect(asked?.email.subject).toBe('Your comment for Asked about');
  expect(asked?.email.text).toMatch(/sections of the pack of Asked about await your comment/);
  expect(asked?.email.text).toContain(`http://throughline.test/reviews/${ref}`);
  expect(await asks('2027-02-11T20:00:00Z')).toEqual([]);
  const reminded = await asks('2027-02-12T09:00:00Z');
  expect(reminded.map(({ email }) => email.subject)).toEqual([
    'A reminder: your comment for Asked about',
  ]);
  expect(await asks('2027-02-12T12:00:00Z')).toEqual([]);
});

test('a digest says what is due and which reviews come, at its hour in the reader’s zone; an empty one isn’t sent', async () => {
  await rob.call('mail.changeMailPreferences', { body: { digest: 'daily', digestHour: 8 } });
  await eve.call('mail.changeMailPreferences', { body: { digest: 'daily', digestHour: 8 } });
  await admin.call('decisions.createAction', {
    body: { title: 'Ask legal <now>', owner: person(rob), dueOn: '2027-02-15' },
  });
  const digests = async (at: string) => {
    app.clock.set(Temporal.Instant.from(at));
    return (await minutes(15)).filter(({ email }) => email.subject?.endsWith('for you'));
  };
  // 08:00 in Berlin is 07:00 UTC. Monday the 15th is a holiday of the organisation.
  expect(await digests('2027-02-15T10:00:00Z')).toEqual([]);
  expect(await digests('2027-02-16T06:45:00Z')).toEqual([]);
  const [mail, ...others] = await digests('2027-02-16T07:15:00Z');
  expect(others).toEqual([]);
  expect(mail?.to).toEqual([await addressOf(rob)]);
  expect(mail?.email.subject).toMatch(/^Tuesday 16 February 2027: \d things wait for you$/);
  expect(mail?.email.text).toContain(
    'OVERDUE\n- Ask legal <now>\n  Your action, Monday 15 February 2027\n  http://throughline.test/actions/act_',
  );
  expect(mail?.email.html).toContain('Ask legal &lt;now&gt;');
  expect(mail?.email.text).toContain('REVIEWS OF THE COMING DAYS\n- Asked about');
  expect(mail?.email.text).toContain('Tuesday 16 February 2027, 19:00–20:00 (Europe/Berlin)');
  expect(await digests('2027-02-16T07:45:00Z')).toEqual([]);
});

test('one’s own calendar shows open actions on the day that they are due, until they are done', async () => {
  const feed = await rob.call('rhythm.createFeed', { body: { of: 'person' } });
  const due = async () => {
    const { body } = await app.http.inject(new URL(feed.address).pathname);
    return new ICAL.Component(ICAL.parse(body))
      .getAllSubcomponents('vevent')
      .map((one) => new ICAL.Event(one))
      .filter(({ summary }) => summary.startsWith('Due: '));
  };
  const { items } = await rob.call('decisions.listActions', { query: { state: 'open' } });
  const action = items.find(({ title }) => title === 'Ask legal <now>');
  const params = { id: action?.ref ?? 'act_' };
  const [event, ...others] = await due();
  expect(others).toEqual([]);
  expect([event?.summary, event?.startDate.toString(), event?.sequence]).toEqual([
    'Due: Ask legal <now>',
    '2027-02-15',
    0,
  ]);
  const moved = await rob.call('decisions.changeAction', {
    params,
    body: { dueOn: '2027-02-22' },
    ifMatch: action?.revision ?? 0,
  });
  const [later] = await due();
  expect([later?.uid, later?.startDate.toString(), later?.sequence]).toEqual([
    event?.uid,
    '2027-02-22',
    1,
  ]);
  await rob.call('decisions.changeAction', {
    params,
    body: { state: 'done' },
    ifMatch: moved.revision,
  });
  expect(await due()).toEqual([]);
});

test('no mail ever said a word of what its reader may not see', async () => {
  const secret = await admin.call('rhythm.createReview', {
    body: { cadence, startsAt: '2027-02-23T18:00:00Z', title: 'Sibylline zyxqvcanary' },
  });
  await admin.call('entities.setReaders', {
    params: { ref: secret.ref },
    body: { restricted: true, readers: [] },
    ifMatch: secret.revision,
  });
  for (const caller of [rob, lea]) {
    await admin.call('decisions.createAction', {
      body: { title: 'zyxqvcanary action', owner: person(caller), dueOn: '2027-02-17' },
    });
  }
  const { items } = await admin.call('entities.listEntities', {
    query: { kind: 'action', limit: 50 },
  });
  for (const { ref, title } of items.filter((one) => one.title.includes('canary'))) {
    const { revision } = await admin.call('entities.getEntity', { params: { ref } });
    expect(title).toContain('canary');
    await admin.call('entities.setReaders', {
      params: { ref },
      body: { restricted: true, readers: [] },
      ifMatch: revision,
    });
  }
  await lea.call('mail.changeMailPreferences', { body: { digest: 'daily' } });
  app.clock.set(Temporal.Instant.from('2027-02-17T16:00:00Z'));
  await minutes(15);
  const mayKnow = new Set([await addressOf(rob), await addressOf(admin)]);
  const told = server.received.filter(({ raw, email, calendar }) =>
    /canary/.test(`${raw} ${email.text} ${email.html} ${email.subject} ${calendar?.summary}`),
  );
  // Rob was a named reader of the first one, and of no other.
  expect(told.filter(({ to: [first] }) => !mayKnow.has(first ?? ''))).toEqual([]);
  expect(told.filter(({ email }) => /Sibylline|action/.test(email.text ?? ''))).toEqual([]);
  // Whoever had no word of it yet needs none that takes it back.
  expect(
    server.received.filter(({ calendar }) => calendar?.startsAt.startsWith('2027-02-23')),
  ).toEqual([]);
});
