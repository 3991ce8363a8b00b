import {
  allOperations,
  isUpload,
  parseReference,
  type Id,
  type Kind,
  type Operation,
  type OperationId,
  type Reference,
} from '@throughline/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';

import {
  createTestApp,
  type Caller,
  type TestApp,
} from '../packages/server/src/testing/test-app.ts';
import { sampleAddress, sampleBody, sampleOf } from './support/sample-input.ts';

const nothing = 'ini_00000000000000000000000001';

let app: TestApp;
let administrator: Caller;
/** Owns a unit, only not the one that everything here belongs to. */
let outsider: Caller;
const pool = new Map<Kind, string[]>();

interface Asked {
  readonly id: OperationId;
  readonly status: number;
  readonly body: string;
}

/** What ends sessions or rights of the callers themselves, or takes over the reply. */
const leftOut = new Set<OperationId>([
  'platform.streamLive',
  'access.signOut',
  'access.changeIdentity',
]);
const writes = allOperations().filter(
  ({ id, operation }) => operation.method !== 'GET' && !leftOut.has(id),
);

async function ask(id: OperationId, operation: Operation, caller: Caller): Promise<Asked> {
  const url = sampleAddress(operation, pool);
  const { payload, mediaType } = sampleBody(operation, pool);
  const ref = /[a-z]{3}_[0-9a-z]{26}/.exec(url)?.[0];
  let revision = 1;
  if (operation.ifMatch && ref) {
    const { body: entity } = await administrator.attempt('entities.getEntity', { params: { ref } });
    if (typeof entity['revision'] === 'number') revision = entity['revision'];
  }
  const response = await app.http.inject({
    method: operation.method,
    url,
    headers: {
      authorization: `Bearer ${caller.key}`,
      'if-match': `"${revision}"`,
      ...(mediaType === undefined ? {} : { 'content-type': mediaType }),
    },
    ...(payload === undefined ? {} : { payload }),
  });
  return { id, status: response.statusCode, body: response.body };
}

function keep(asked: Asked) {
  if (asked.status !== 201 && asked.status !== 200) return;
  if (!asked.body.startsWith('{')) return;
  const { ref } = JSON.parse(asked.body) as { ref?: unknown };
  const parsed = typeof ref === 'string' ? parseReference(ref) : undefined;
  if (!parsed || typeof ref !== 'string') return;
  pool.set(parsed.kind, [...(pool.get(parsed.kind) ?? []), ref]);
}

const first: Asked[] = [];

beforeAll(async () => {
  app = await createTestApp();
  administrator = await app.member({ administrator: true, name: 'Administrator' });
  const unit = async (
    name: string,
    level: 'company' | 'organisation',
    parent?: Reference<'unit'>,
  ) => {
    const body = { name, level, ...(parent ? { parent } : {}) };
    return (await administrator.call('org.createUnit', { body })).ref;
  };
  const company = await unit('Company', 'company');
  const theirs = await unit('Theirs', 'organisation', company);
  const ours = await unit('Ours', 'organisation', company);
  pool.set('unit', [ours]);
  const other = parseReference(theirs);
  outsider = await app.member({
    name: 'Outsider',
    roles: [{ role: 'owner', unit: other?.id as Id<'unit'> }],
  });
  // What is created makes more creations possible: go round until nothing new comes of it.
  const creations = writes.filter(
    ({ operation }) => operation.method === 'POST' && operation.status === 201,
  );
  const done = new Set<OperationId>();
  for (let round = 0; round < 4; round++) {
    for (const { id, operation } of creations) {
      if (done.has(id)) continue;
      const asked = await ask(id, operation, administrator);
      first.push(asked);
      keep(asked);
      if (asked.status === 201) done.add(id);
    }
    pool.set('unit', [ours]);
  }
}, 120_000);
afterAll(() => app.stop());

test('the samples create most kinds of things, and no creation is a fault of ours', () => {
  expect(
    first.filter(({ status }) => status >= 500).map(({ id, body }) => `${id} ${body}`),
  ).toEqual([]);
  expect(pool.size).toBeGreaterThan(20);
});

/**
 * Feedback about nothing in particular belongs to nobody: every contributor may triage it. A year
 * asks for a role in the unit of each cadence that it compiles, and there is none here.
 */
const shared = new Set<OperationId>(['engagement.changeFeedback', 'rhythm.compileYear']);

/** Whether an operation acts on something that a unit owns, or makes such a thing. */
function isOfThisUnit(id: OperationId, operation: Operation): boolean {
  if (shared.has(id)) return false;
  const fields = isUpload(operation.body) ? [] : Object.keys(sampleOf(operation.body, pool) ?? {});
  return operation.path.includes('{') || fields.includes('unit') || fields.includes('ownerUnit');
}

test('who owns another unit is refused every write on what belongs to this one', async () => {
  const wrong: string[] = [];
  for (const { id, operation } of writes) {
    const { permission } = operation;
    if (permission === 'public' || permission === 'member' || !isOfThisUnit(id, operation))
      continue;
    const { status, body } = await ask(id, operation, outsider);
    if (status < 400 || status >= 500) wrong.push(`${id} ${status} ${body.slice(0, 200)}`);
  }
  expect(wrong).toEqual([]);
});

test('who only reads is refused every write that needs a role, whatever they send', async () => {
  const reader = await app.member({ name: 'Reader' });
  for (const { id, operation } of writes) {
    const { permission } = operation;
    if (permission === 'public' || permission === 'member') continue;
    const { status } = await ask(id, operation, reader);
    expect([401, 403, 404], id).toContain(status);
  }
});

test('no write with a well-formed input is a fault of ours', async () => {
  const faults: string[] = [];
  let reached = 0;
  for (const { id, operation } of writes) {
    const { status, body } = await ask(id, operation, administrator);
    if (status >= 500) faults.push(`${id} ${status} ${body.slice(0, 300)}`);
    if (status !== 422 && status !== 403) reached += 1;
  }
  expect(faults).toEqual([]);
  expect(reached / writes.length).toBeGreaterThan(0.6);
});

test('no read with a well-formed input is a fault of ours', async () => {
  const faults: string[] = [];
  for (const { id, operation } of allOperations()) {
    if (operation.method !== 'GET' || leftOut.has(id)) continue;
    const { status, body } = await ask(id, operation, administrator);
    if (status >= 500) faults.push(`${id} ${status} ${body.slice(0, 300)}`);
  }
  expect(faults).toEqual([]);
});

test('no cursor, filter or parameter that is made up is a fault of ours', async () => {
  const forged = [['x'], ['x', 'y'], ['x', 'y', 'z'], ['1', '2', '3', '4']].map((key) =>
    Buffer.from(JSON.stringify(key)).toString('base64url'),
  );
  const words = [
    '',
    'x',
    '-1',
    '99999999999999999999',
    '%00',
    '2026-13-45',
    nothing,
    '{}',
    '%F0%9F%8C%8A',
  ];
  const faults: string[] = [];
  for (const { id, operation } of allOperations()) {
    if (operation.method !== 'GET' || leftOut.has(id) || !operation.query) continue;
    const names = Object.keys((operation.query as unknown as { shape: object }).shape);
    const path = sampleAddress(operation, pool);
    const required = new URLSearchParams(sampleOf(operation.query, pool) as Record<string, string>);
    for (const name of names) {
      for (const word of name === 'cursor' ? [...words, ...forged] : words) {
        required.delete(name);
        const response = await app.http.inject({
          method: 'GET',
          url: `${path}?${required.size > 0 ? `${required.toString()}&` : ''}${name}=${word}`,
          headers: { authorization: `Bearer ${administrator.key}` },
        });
        if (response.statusCode >= 500)
          faults.push(`${id} ${name}=${word} ${response.body.slice(0, 200)}`);
      }
    }
  }
  expect(faults).toEqual([]);
}, 60_000);
