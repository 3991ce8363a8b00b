import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApp, type Caller, type TestApp } from '../../testing/test-app.ts';

let app: TestApp;
let normal: TestApp;
let administrator: Caller;

const organisation = `format: 1
organisation:
  key: sample
  name: Sample (fictional)
  company: sample
  timeZone: America/Los_Angeles
  fiscalCalendar: { pattern: month, startMonth: 1, yearName: start }
`;
const units = `units:
  - { key: sample, kind: company, name: Sample }
`;
const cycles = `cycles:
  - key: weekly
    title: Weekly look
    purpose: To look.
    rule: { kind: recurrence, start: 2026-01-07, frequency: weekly, byDay: [{ weekday: wednesday }], time: '09:00' }
    preReadBusinessDays: 2
    durationMinutes: 30
    ledBy: { unit: sample }
    decider: { unit: sample }
    attendees: [{ membersOf: sample }]
    agenda: [{ title: Look, minutes: 30, sections: [actions] }]
    pack:
      - { key: actions, title: Actions, insight: rhythm.actions, parameters: { cadence: $cadence } }
    outputs: []
`;
const cadences = `cadences:
  - { key: weekly-sample, cycle: weekly, unit: sample }
`;

beforeAll(async () => {
  app = await createTestApp({ rehearsal: true, now: '2026-11-23T09:00:00Z' });
  normal = await createTestApp();
  administrator = await app.member({ administrator: true });
  const documents = Object.entries({ organisation, units, cycles, cadences }).map(
    ([name, text]) => ({ file: `${name}.yaml`, text }),
  );
  const { hash } = await administrator.call('imports.planImport', { body: { documents } });
  await administrator.call('imports.applyImport', { body: { documents, hash } });
  await administrator.call('rhythm.compileYear', { params: { year: 2026 }, body: {} });
});
afterAll(async () => {
  await app?.stop();
  await normal?.stop();
});

const move = (to: string, stopHours = 1) =>
  administrator.attempt('rehearsal.moveClock', { body: { to, stopHours } });

test('a clock that moves over a pre-read freezes its pack by itself, at that hour', async () => {
  // Wednesday 2 December at 9:00 in Los Angeles; two business days before: Monday 30 November.
  const { items } = await administrator.call('rhythm.listReviews', {
    query: { from: '2026-12-02', to: '2026-12-02' },
  });
  const [review] = items;
  expect(review?.state).toBe('scheduled');
  const answer = await move('2026-12-02T12:00:00Z', 2);
  expect(answer).toMatchObject({ status: 200, body: { now: '2026-12-02T12:00:00.000Z' } });
  const params = { id: review?.ref ?? '' };
  expect((await administrator.call('rhythm.getReview', { params })).state).toBe('frozen');
  const { body } = await administrator.attempt('rhythm.downloadPack', { params, query: {} });
  const { headers } = await administrator.attempt('rhythm.exportPack', { params, query: {} });
  // Every answer of a rehearsal, and every file's name, says that it is fictional.
  expect(headers['x-throughline-rehearsal']).toBe('fictional');
  expect(headers['content-disposition']).toMatch(/^attachment; filename="fictional-/);
  const { frozenAt } = body as { frozenAt: string };
  expect(
    Temporal.Instant.from(frozenAt)
      .toZonedDateTimeISO('America/Los_Angeles')
      .toPlainDate()
      .toString(),
  ).toBe('2026-11-30');
});

test('the clock only goes forward, and not further than a hundred days at once', async () => {
  const back = await move('2026-11-30T12:00:00Z');
  expect(back).toMatchObject({ status: 422, body: { code: 'invalid_input' } });
  const far = await move('2027-12-02T12:00:00Z');
  expect(far).toMatchObject({ status: 422, body: { code: 'invalid_input' } });
});

test('every move is in the ledger, whose chain holds', async () => {
  const { items } = await administrator.call('platform.getLedger', {
    query: { limit: 1000 },
  });
  const moves = items.filter(({ action }) => action === 'clock.moved');
  expect(moves.map(({ at }) => at)).toEqual(['2026-12-02T12:00:00.000Z']);
  expect((await administrator.call('platform.verifyLedger', {})).holds).toBe(true);
});

test('who is signed in stays signed in, however far the clock goes', async () => {
  const signedIn = await app.http.inject({
    method: 'POST',
    url: '/api/v1/session',
    payload: { email: 'member-1@throughline.test', password: 'a long enough password' },
  });
  const cookie = String(signedIn.headers['set-cookie']).split(';')[0] ?? '';
  expect(cookie).toMatch(/^throughline_rehearsal_session=/);
  // A session lasts 14 days.
  await move('2026-12-30T12:00:00Z', 24);
  const session = await app.http.inject({ url: '/api/v1/session', headers: { cookie } });
  expect(session.json()).toMatchObject({ identity: { name: 'Member 1' }, rehearsal: true });
});

test('an installation that is no rehearsal refuses to move its clock', async () => {
  const there = await normal.member({ administrator: true });
  const before = normal.clock.now();
  const answer = await there.attempt('rehearsal.moveClock', {
    body: { to: '2026-12-02T12:00:00Z' },
  });
  expect(answer).toMatchObject({ status: 409, body: { code: 'rehearsal.impossible' } });
  expect(normal.clock.now().equals(before)).toBe(true);
});
