import {
  allOperations,
  entityKinds,
  relations,
  toReference,
  type EntityKind,
  type EntityRef,
  type Operation,
  type Reference,
  type RelationName,
} from '@throughline/contract';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createEntity } from '../packages/server/src/platform/entities/entity.ts';
import { link } from '../packages/server/src/platform/entities/link.ts';
import {
  createTestApp,
  type Caller,
  type TestApp,
} from '../packages/server/src/testing/test-app.ts';
import { startMailServer, type MailServer } from './support/mail-server.ts';

const kinds = Object.keys(entityKinds) as EntityKind[];

let app: TestApp;
let mailServer: MailServer;
let stranger: Caller;
const hidden = new Map<EntityKind, Reference>();
const neighbours = new Map<EntityKind, Reference>();

/** Words that stand nowhere else: one for each hidden entity. */
const canary = (kind: string) => `zyxqv${kind.replaceAll('_', '')}canary`;

/** A relation of the vocabulary that joins two kinds, in either direction. */
function relationBetween(
  one: EntityRef,
  other: EntityRef,
): [EntityRef, RelationName, EntityRef] | undefined {
  for (const [name, rule] of Object.entries(relations) as [
    RelationName,
    (typeof relations)[RelationName],
  ][]) {
    const from: readonly EntityKind[] = rule.from;
    const to: readonly EntityKind[] = rule.to;
    if (from.includes(one.kind) && to.includes(other.kind)) return [one, name, other];
    if (from.includes(other.kind) && to.includes(one.kind)) return [other, name, one];
  }
  return undefined;
}

beforeAll(async () => {
  mailServer = await startMailServer();
  app = await createTestApp({ mail: mailServer.settings });
  stranger = await app.member({ roles: [{ role: 'owner', unit: null }], name: 'Stranger' });
  await app.write(async (context) => {
    const visible: EntityRef[] = [];
    const secret: EntityRef[] = [];
    for (const kind of kinds) {
      const open = await createEntity(context, { kind, title: `Open ${kind}`, state: 'active' });
      const closed = await createEntity(context, {
        kind,
        title: `Hidden ${canary(kind)}`,
        summary: `About ${canary(kind)} alone`,
        state: 'active',
        restricted: true,
        after: { note: canary(kind) },
      });
      neighbours.set(kind, toReference(kind, open.id));
      hidden.set(kind, toReference(kind, closed.id));
      visible.push(open);
      secret.push(closed);
    }
    // Every open entity is joined to every hidden one that the vocabulary lets it be joined to.
    for (const open of visible) {
      for (const closed of secret) {
        const joined = relationBetween(open, closed);
        if (!joined) continue;
        const [from, relation, to] = joined;
        if (!('acyclic' in relations[relation])) await link(context, from, relation, to);
      }
    }
  });
});
afterAll(async () => {
  await app.stop();
  await mailServer.stop();
});

function leaks(body: string): string[] {
  return kinds.filter(
    (kind) => body.includes(canary(kind)) || body.includes(hidden.get(kind) ?? '-'),
  );
}

const reads = allOperations().filter(
  ({ id, operation }) =>
    operation.method === 'GET' &&
    (operation.permission === 'member' || operation.permission === 'public') &&
    id !== 'platform.streamLive',
);

function addresses(operation: Operation, refs: ReadonlyMap<EntityKind, Reference>): string[] {
  const names = [...operation.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '');
  if (names.length === 0) return [operation.path];
  if (names.length > 1) return [];
  return [...refs.values()].map((ref) => operation.path.replace(/\{\w+\}/, ref));
}

async function ask(url: string) {
  return app.http.inject({
    method: 'GET',
    url,
    headers: { authorization: `Bearer ${stranger.key}` },
  });
}

test('no list, search or overview says a word of what is hidden', async () => {
  const queries = ['', '?q=zyxqv', '?q=Hidden', '?limit=200'];
  for (const { id, operation } of reads) {
    if (operation.path.includes('{')) continue;
    for (const query of queries) {
      const { body } = await ask(`${operation.path}${query}`);
      expect(leaks(body), `${id}${query}`).toEqual([]);
    }
  }
});

test('a hidden entity is not there: every operation on it says 404 and nothing more', async () => {
  for (const { id, operation } of reads) {
    if (!operation.path.includes('{')) continue;
    for (const url of addresses(operation, hidden)) {
      const { statusCode, body } = await ask(url);
      expect([404, 409, 422], `${id} ${url}`).toContain(statusCode);
      expect(body.includes('canary'), `${id} ${url}`).toBe(false);
    }
  }
});

test('what is joined to hidden entities shows neither them, nor that they were joined', async () => {
  for (const { id, operation } of reads) {
    for (const url of addresses(operation, neighbours)) {
      const { body } = await ask(url);
      expect(leaks(body), `${id} ${url}`).toEqual([]);
    }
  }
});

test('insights don’t count or name what is hidden', async () => {
  const { items } = await stranger.call('insights.listInsights', {});
  expect(items.length).toBeGreaterThan(0);
  for (const { key } of items) {
    const { body } = await ask(`/api/v1/insights/${key}`);
    expect(leaks(body), key).toEqual([]);
  }
});

test('mail says no word of what is hidden, though its reader owns it and is asked for it', async () => {
  await stranger.call('mail.changeMailPreferences', { body: { digest: 'daily', digestHour: 9 } });
  await app.write(async (context) => {
    const owner_id = stranger.person;
    const due_on = '2026-11-22';
    for (const [kind, restricted] of [
      ['action', true],
      ['action', false],
      ['risk', true],
      ['decision', true],
    ] as const) {
      const title = restricted ? `Owned ${canary(kind)}` : 'An open action';
      const state = kind === 'decision' ? 'proposed' : 'open';
      const { id } = await createEntity(context, { kind, title, state, restricted });
      if (kind === 'action') {
        await sql`insert into action (id, owner_id, due_on) values (${id}, ${owner_id}, ${due_on})`.execute(
          context.tx,
        );
      } else if (kind === 'risk') {
        await sql`insert into risk (id, owner_id, likelihood, impact, mitigation, due_on)
          values (${id}, ${owner_id}, 5, 5, '', ${due_on})`.execute(context.tx);
      } else {
        await sql`insert into decision (id, options, decider_id) values (${id}, '{}', ${owner_id})`.execute(
          context.tx,
        );
      }
    }
  });
  // 09:00 on a Monday; the digest is written in the first round and sent in the second.
  for (let round = 0; round < 2; round++) {
    await app.jobs.runDue(app.clock.now().subtract({ seconds: 60 }), app.clock.now());
  }
  const [digest, ...others] = mailServer.take();
  expect(others).toEqual([]);
  expect(digest?.email.text).toContain('An open action');
  const said = `${digest?.raw} ${digest?.email.subject} ${digest?.email.text} ${digest?.email.html}`;
  expect(leaks(said)).toEqual([]);
  expect(said).not.toContain('canary');
});
