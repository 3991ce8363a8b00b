import { toReference, type Id } from '@throughline/contract';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { startMailServer, type MailServer } from '../../../../../test/support/mail-server.ts';
import { createTestApp, type Caller, type TestApp } from '../../testing/test-app.ts';
import { pino } from 'pino';
import { createEntity } from '../entities/entity.ts';
import { deliverMail } from './deliver-mail.ts';
import { createMail } from './index.ts';
import { createMailTransport } from './mail-transport.ts';
import { queueMail, type MailToQueue } from './queue-mail.ts';

let server: MailServer;
let app: TestApp;
let admin: Caller;
let reader: Caller;
const page = 'http://throughline.test/mail';
const addressOf = async (caller: Caller) => (await caller.call('mail.getMailPreferences')).address;

beforeAll(async () => {
  server = await startMailServer();
  app = await createTestApp({ mail: server.settings });
  admin = await app.member({ administrator: true, name: 'Ada' });
  reader = await app.member({ name: 'Rob' });
});
afterAll(async () => {
  await app.stop();
  await server.stop();
});
beforeEach(() => {
  server.refuse = () => undefined;
  server.hold = async () => undefined;
  server.take();
});

const queue = async (message: Partial<MailToQueue> = {}) => {
  const id = await tryQueue(message);
  if (!id) throw new Error('nothing was queued');
  return id;
};
const tryQueue = (message: Partial<MailToQueue>) =>
  app.write((context) =>
    queueMail(
      context,
      {
        what: 'ask',
        to: reader.identity,
        about: [],
        letter: { subject: 'A question', opening: ['Of you.'], because: 'A test asks.' },
        ...message,
      },
      page,
    ),
  );
/** What the job does that runs each minute. */
const deliver = () => app.jobs.runDue(app.clock.now().subtract({ seconds: 60 }), app.clock.now());
const wait = (minutes: number) => app.clock.set(app.clock.now().add({ minutes }));
const stateOf = async (id: Id<'mail'>) => {
  const { items } = await admin.call('mail.listMail', { query: { limit: 200 } });
  return items.find(({ ref }) => ref === toReference('mail', id));
};
const contentOf = async (id: Id<'mail'>) => {
  const { rows } = await sql<{ content: unknown }>`
    select content from mail_message where id = ${id}`.execute(app.database.db);
  return rows[0]?.content;
};

test('a queued message arrives whole, under an id of its own, and is then forgotten', async () => {
  const id = await queue();
  await deliver();
  const [mail, ...others] = server.take();
  expect(others).toEqual([]);
  expect(mail?.to).toEqual([await addressOf(reader)]);
  expect(mail?.email).toMatchObject({
    subject: 'A question',
    from: { name: 'Throughline', address: 'throughline@example.test' },
    to: [{ name: 'Rob', address: await addressOf(reader) }],
    messageId: `<${toReference('mail', id)}@throughline.test>`,
  });
  expect(mail?.email.text).toContain('Of you.');
  expect(mail?.email.html).toContain('<p>Of you.</p>');
  const header = (key: string) => mail?.email.headers.find((one) => one.key === key)?.value;
  expect(header('auto-submitted')).toBe('auto-generated');
  expect(header('list-unsubscribe')).toBe(`<${page}>`);
  expect(await stateOf(id)).toMatchObject({ state: 'sent', attempts: 1, nextAt: null });
  expect(await contentOf(id)).toBeNull();
  await deliver();
  expect(server.take()).toEqual([]);
});

test('a fact that is taken back takes its message with it', async () => {
  await expect(
    app.write(async (context) => {
      const letter = { subject: 'Never', opening: ['Never.'], because: 'Never.' };
      await queueMail(context, { what: 'ask', to: reader.identity, about: [], letter }, page);
      throw new Error('taken back');
    }),
  ).rejects.toThrow('taken back');
  await deliver();
  expect(server.take()).toEqual([]);
});

test('what the server puts off is tried again after a minute, then five, and arrives once', async () => {
  let answers = 2;
  server.refuse = () => (answers-- > 0 ? { code: 451, says: 'Greylisted, come back' } : undefined);
  const id = await queue();
  await deliver();
  expect(await stateOf(id)).toMatchObject({ state: 'waiting', attempts: 1 });
  expect((await stateOf(id))?.says).toContain('Greylisted');
  await deliver();
  expect((await stateOf(id))?.attempts).toBe(1);
  wait(1);
  await deliver();
  expect((await stateOf(id))?.attempts).toBe(2);
  wait(4);
  await deliver();
  expect((await stateOf(id))?.attempts).toBe(2);
  wait(1);
  await deliver();
  expect(await stateOf(id)).toMatchObject({ state: 'sent', attempts: 3 });
  expect(server.take()).toHaveLength(1);
});

test('what the server refuses for good is given up at once, and an administrator may try it again', async () => {
  server.refuse = () => ({ code: 550, says: 'No such mailbox' });
  const id = await queue();
  await deliver();
  const failed = await stateOf(id);
  expect(failed).toMatchObject({ state: 'failed', what: 'ask', to: { name: 'Rob' } });
  expect(failed?.says).toContain('No such mailbox');
  expect(await admin.call('mail.getMailDelivery')).toMatchObject({ configured: true, failed: 1 });
  server.refuse = () => undefined;
  const params = { id: toReference('mail', id) };
  expect((await reader.attempt('mail.retryMail', { params })).status).toBe(403);
  await admin.call('mail.retryMail', { params });
  await deliver();
  expect(server.take()).toHaveLength(1);
  expect((await stateOf(id))?.state).toBe('sent');
  expect((await admin.attempt('mail.retryMail', { params })).body['code']).toBe('wrong_state');
});

test('what failed is not tried again once a newer message of its topic was written', async () => {
  server.refuse = () => ({ code: 550, says: 'No such mailbox' });
  const id = await queue({ topic: 'when it is' });
  await deliver();
  expect((await stateOf(id))?.state).toBe('failed');
  server.refuse = () => undefined;
  await queue({ topic: 'when it is' });
  expect(await stateOf(id)).toMatchObject({
    state: 'withheld',
    says: 'A newer message took its place.',
  });
  const params = { id: toReference('mail', id) };
  expect((await admin.attempt('mail.retryMail', { params })).body['code']).toBe('wrong_state');
  await deliver();
  expect(server.take()).toHaveLength(1);
});

test('a server that can’t be reached for a day and a half costs the message, with the reason kept', async () => {
  server.refuse = () => ({ code: 421, says: 'Closing for repairs' });
  const id = await queue();
  // 1 + 5 + 15 + 60 + 180 + 480 + 720 + 720 minutes are eight waits between nine attempts.
  for (const minutes of [1, 5, 15, 60, 180, 480, 720, 720]) {
    await deliver();
    expect((await stateOf(id))?.state).toBe('waiting');
    wait(minutes);
  }
  // Keys of tests live for a day.
  admin = await app.member({ administrator: true, name: 'Ada' });
  reader = await app.member({ name: 'Rob' });
  await deliver();
  expect(await stateOf(id)).toMatchObject({ state: 'failed', attempts: 9 });
  expect((await stateOf(id))?.says).toContain('Closing for repairs');
});

test('a node that dies after the server took a message loses nothing: another sends it under the same id', async () => {
  const id = await queue();
  // The server has the message and says nothing: the first node hangs there for good.
  let release = () => undefined as void;
  const held = new Promise<void>((resolve) => (release = resolve));
  let reached = () => undefined as void;
  const arrived = new Promise<void>((resolve) => (reached = resolve));
  server.hold = async () => {
    reached();
    await held;
  };
  const first = deliver();
  await arrived;
  server.hold = async () => undefined;
  // While the attempt may still be under way, nobody else sends it.
  await deliver();
  expect(
    server.received.filter(({ email }) => email.subject === 'A question').at(-1),
  ).toBeDefined();
  expect(server.take()).toHaveLength(1);
  wait(5);
  await deliver();
  const again = server.take();
  expect(again.map(({ email }) => email.messageId)).toEqual([
    `<${toReference('mail', id)}@throughline.test>`,
  ]);
  expect(await stateOf(id)).toMatchObject({ state: 'sent', attempts: 2 });
  release();
  await first;
  expect((await stateOf(id))?.state).toBe('sent');
  wait(10);
  await deliver();
  expect(server.take()).toEqual([]);
});

test('what its reader may no longer see is withheld, whatever was written when they could', async () => {
  const { id: entity } = await app.write((context) =>
    createEntity(context, { kind: 'initiative', title: 'Merger', state: 'idea' }),
  );
  const letter = { subject: 'On Merger', opening: ['Merger.'], because: 'A test.' };
  const id = await queue({ about: [entity], letter });
  await app.write(({ tx }) =>
    tx.updateTable('entity').set({ restricted: true }).where('id', '=', entity).execute(),
  );
  await deliver();
  expect(server.take()).toEqual([]);
  expect(await stateOf(id)).toMatchObject({ state: 'withheld', attempts: 0 });
  expect(await contentOf(id)).toBeNull();
});

test('who was suspended gets nothing that still waited, and what came too late isn’t sent', async () => {
  const leaver = await app.member({ name: 'Lea' });
  const theirs = await queue({ to: leaver.identity });
  const late = await queue({ usefulUntil: app.clock.now() });
  await admin.call('access.changeIdentity', {
    params: { id: toReference('identity', leaver.identity) },
    body: { state: 'suspended' },
  });
  await deliver();
  expect(server.take()).toEqual([]);
  expect((await stateOf(theirs))?.says).toBe('Its reader may not sign in.');
  expect((await stateOf(late))?.says).toBe('It is of no use any more.');
});

test('an address that changed in the meantime is where the message goes; none is kept in the outbox', async () => {
  await queue();
  await app.write(({ tx }) =>
    tx
      .updateTable('identity')
      .set({ email: 'rob@elsewhere.test' })
      .where('id', '=', reader.identity)
      .execute(),
  );
  const { rows } = await sql<{ row: string }>`
    select mail_message::text as row from mail_message where state = 'waiting'
  `.execute(app.database.db);
  expect(rows.map(({ row }) => row).join()).not.toContain('@elsewhere.test');
  await deliver();
  expect(server.take().map(({ to }) => to)).toEqual([['rob@elsewhere.test']]);
});

test('a newer message of a topic takes the place of the one that waits', async () => {
  const letter = (subject: string) => ({ subject, opening: ['.'], because: 'A test.' });
  await queue({ topic: 'one', letter: letter('Old') });
  await queue({ topic: 'two', letter: letter('Other') });
  await queue({ topic: 'one', letter: letter('New') });
  await deliver();
  const subjects = new Set(server.take().map(({ email }) => email.subject));
  expect(subjects).toEqual(new Set(['New', 'Other']));
});

test('what takes back something that was never tried falls away with it', async () => {
  const letter = (subject: string) => ({ subject, opening: ['.'], because: 'A test.' });
  await queue({ topic: 'party', letter: letter('Come') });
  const back = { topic: 'party', takesBack: true, letter: letter('Don’t come') };
  expect(await tryQueue(back)).toBeUndefined();
  await deliver();
  expect(server.take()).toEqual([]);
  await queue({ topic: 'party', letter: letter('Come after all') });
  await deliver();
  await queue(back);
  await deliver();
  expect(server.take().map(({ email }) => email.subject)).toEqual(['Come after all', 'Don’t come']);
});

test('administrators see to whom mail goes and how far it is, never what it says', async () => {
  const letter = { subject: 'zyxqvcanary', opening: ['zyxqvcanary'], because: 'zyxqvcanary' };
  server.refuse = () => ({ code: 550, says: 'No' });
  await queue({ letter });
  await deliver();
  for (const id of ['mail.listMail', 'mail.getMailDelivery', 'platform.getLedger'] as const) {
    const { body } = await admin.attempt(id);
    expect(JSON.stringify(body), id).not.toContain('canary');
    expect((await reader.attempt(id)).status, id).toBe(403);
  }
});

test('a test message says what the server answered, or why it did not', async () => {
  const sent = await admin.call('mail.sendTestMail');
  expect(sent.to).toBe(await addressOf(admin));
  expect(sent.answer).toContain('taken');
  expect(server.take().map(({ email }) => email.subject)).toEqual([
    'A test message from Throughline',
  ]);
  server.refuse = () => ({ code: 550, says: 'We do not know you' });
  const refused = await admin.attempt('mail.sendTestMail');
  expect(refused.body['code']).toBe('mail.not_sent');
  expect(refused.body['detail']).toContain('We do not know you');
  expect((await reader.attempt('mail.sendTestMail')).status).toBe(403);
});

test('preferences are one’s own, and hold what was left out', async () => {
  expect(await reader.call('mail.getMailPreferences')).toMatchObject({
    invitations: true,
    asks: true,
    digest: 'weekly',
    digestHour: 7,
    digestWeekday: 1,
    timeZone: 'UTC',
    configured: true,
  });
  await reader.call('mail.changeMailPreferences', { body: { digest: 'daily' } });
  const changed = await reader.call('mail.changeMailPreferences', { body: { digestHour: 9 } });
  expect(changed).toMatchObject({ digest: 'daily', digestHour: 9, invitations: true });
  expect((await admin.call('mail.getMailPreferences')).digest).toBe('weekly');
});

test('a bounded number goes out a minute, the rest a minute later', async () => {
  for (let count = 0; count < 3; count++) await queue();
  // What the tests before have attempted counts too.
  wait(2);
  const full = app.clock.now().epochMilliseconds - (app.clock.now().epochMilliseconds % 60_000);
  const at = (seconds: number) =>
    app.clock.set(Temporal.Instant.fromEpochMilliseconds(full + seconds * 1000));
  at(20);
  const transport = createMailTransport(server.settings);
  const minute = () =>
    deliverMail(
      { transport, perMinute: 2, domain: 'throughline.test', settings: page },
      {
        database: app.database,
        clock: app.clock,
        log: pino({ level: 'silent' }),
        write: app.write,
      },
    );
  await minute();
  await minute();
  expect(server.take()).toHaveLength(2);
  // The job's next run is not held up by what the last one sent a little after it had begun.
  at(60);
  await minute();
  expect(server.take()).toHaveLength(1);
});

test('where mail isn’t configured nothing is sent, and the page says so', async () => {
  const bare = await createTestApp();
  const boss = await bare.member({ administrator: true });
  const delivery = await boss.call('mail.getMailDelivery');
  expect(delivery).toMatchObject({ configured: false, server: null });
  expect(delivery.why).toMatch(/not configured: nothing is sent/);
  expect((await boss.attempt('mail.sendTestMail')).body['code']).toBe('mail.not_configured');
  await bare.stop();
});

test('a rehearsal’s made-up people are sent nothing, whatever is configured', async () => {
  const rehearsed = createMail({
    settings: server.settings,
    rehearsal: true,
    publicUrl: 'http://throughline.test',
    zones: async () => () => 'UTC',
  });
  expect(rehearsed.from).toBeUndefined();
  const digest = { needs: async () => [], parts: [], workingDays: async () => () => true };
  expect(rehearsed.jobs(digest)).toEqual([]);
  const letter = { subject: 'Never', opening: ['.'], because: 'A test.' };
  await app.write((context) =>
    rehearsed.queue(context, { what: 'ask', to: reader.identity, about: [], letter }),
  );
  await deliver();
  expect(server.take()).toEqual([]);
});

test('a password never goes to a server that offers no TLS', async () => {
  const login = { user: 'throughline', password: 'hunter2' };
  const strict = createMailTransport({ ...server.settings, requireTls: true, login });
  const letter = { subject: 'Secret', text: '.', html: '.' };
  const to = { name: 'Rob', address: 'rob@elsewhere.test' };
  const outcome = await strict.send({ ...letter, messageId: '<a@b>', to, settings: page });
  expect(outcome.is).toBe('unreachable');
  expect(outcome.says).not.toContain('hunter2');
  expect(server.take()).toEqual([]);
});
