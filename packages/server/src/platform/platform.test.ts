import { toReference } from '@throughline/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApp, type Caller, type TestApp } from '../testing/test-app.ts';
import { createEntity } from './entities/entity.ts';
import { link } from './entities/link.ts';
import { verifyLedger } from './ledger/verify.ts';

let app: TestApp;
let admin: Caller;

beforeAll(async () => {
  app = await createTestApp();
  admin = await app.member({ administrator: true, name: 'Ada' });
});
afterAll(() => app.stop());

test('every write of a session is sealed into a chain that holds', async () => {
  await app.write((context) =>
    createEntity(context, { kind: 'initiative', title: 'Faster drawings', state: 'idea' }),
  );
  const verified = await verifyLedger(app.database.db);
  expect(verified.holds).toBe(true);
  expect(verified.sealedTo).toBeGreaterThan(0);
});

test('a changed payload breaks the chain at its position', async () => {
  const other = await createTestApp();
  await other.write((context) =>
    createEntity(context, { kind: 'initiative', title: 'One', state: 'idea' }),
  );
  await other.database.pool.query(`update ledger set after = '{"by":"somebody else"}'`);
  const verified = await verifyLedger(other.database.db);
  expect(verified).toMatchObject({ holds: false, brokenAt: 1 });
  await other.stop();
});

test('the trace walks up to the priority and down to the feedback, also as of an earlier moment', async () => {
  const created = await app.write(async (context) => {
    const make = async (
      kind: 'priority' | 'objective' | 'initiative' | 'notification' | 'feedback',
    ) => createEntity(context, { kind, title: `A ${kind}`, state: 'active' });
    const priority = await make('priority');
    const objective = await make('objective');
    const initiative = await make('initiative');
    const notification = await make('notification');
    const feedback = await make('feedback');
    await link(context, objective, 'serves', priority);
    await link(context, initiative, 'serves', objective);
    await link(context, notification, 'announces', initiative);
    await link(context, feedback, 'in_response_to', notification);
    return { notification, priority };
  });
  const ref = toReference('notification', created.notification.id);
  const trace = await admin.call('entities.getTrace', { params: { ref } });
  const counts = Object.fromEntries(trace.stages.map(({ stage, count }) => [stage, count]));
  expect(counts).toMatchObject({
    priority: 1,
    objective: 1,
    initiative: 1,
    notification: 1,
    feedback: 1,
  });
  const before = await admin.call('entities.getTrace', {
    params: { ref },
    query: { asOf: '2026-01-01T00:00:00Z' },
  });
  expect(before.edges).toEqual([]);
});

test('somebody else’s restricted entity is not there: not in search, not by reference', async () => {
  const hidden = await app.write((context) =>
    createEntity(context, {
      kind: 'plan',
      title: 'Xylophone merger',
      state: 'draft',
      restricted: true,
    }),
  );
  const found = await admin.call('entities.search', { query: { q: 'xylophone' } });
  expect(found.items).toEqual([]);
  const answer = await admin.attempt('entities.getEntity', {
    params: { ref: toReference('plan', hidden.id) },
  });
  expect(answer.status).toBe(404);
});

test('a repeated request with the same idempotency key answers the same and writes once', async () => {
  const body = { title: 'Write the notes' };
  const first = await admin.attempt('decisions.createAction', { body, idempotencyKey: 'k1' });
  const again = await admin.attempt('decisions.createAction', { body, idempotencyKey: 'k1' });
  expect(first.status).toBe(201);
  expect(again.status).toBe(201);
  expect(again.body).toEqual(first.body);
  expect(again.headers['idempotency-replayed']).toBe('true');
  const other = await admin.attempt('decisions.createAction', {
    body: { title: 'Something else' },
    idempotencyKey: 'k1',
  });
  expect(other).toMatchObject({ status: 422, body: { code: 'idempotency_key_reused' } });
});

test('an update without If-Match is 428, with a stale one 412', async () => {
  const { ref } = await admin.call('decisions.createAction', { body: { title: 'Call them' } });
  const params = { id: ref };
  const none = await admin.attempt('decisions.changeAction', { params, body: { state: 'done' } });
  expect(none).toMatchObject({ status: 428, body: { code: 'revision_required' } });
  const done = await admin.attempt('decisions.changeAction', {
    params,
    body: { state: 'done' },
    ifMatch: 1,
  });
  expect(done).toMatchObject({ status: 200, body: { revision: 2 } });
  const stale = await admin.attempt('decisions.changeAction', {
    params,
    body: { state: 'open' },
    ifMatch: 1,
  });
  expect(stale).toMatchObject({ status: 412, body: { code: 'stale_revision', revision: 2 } });
});
