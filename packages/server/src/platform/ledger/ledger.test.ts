import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  createTestDatabase,
  type TestDatabase,
} from '../../../../../test/support/test-database.ts';
import { system } from '../access/actor.ts';
import { systemClock } from '../clock.ts';
import type { WriteContext } from '../context.ts';
import { connect, type Database, type Tx } from '../database/connect.ts';
import { changeEntity, createEntity } from '../entities/entity.ts';
import { startChangeFeed, type ChangeFeed, type Consumer } from './change-feed.ts';
import type { FeedEvent } from './feed.ts';
import { record } from './record.ts';
import { sealBatch } from './sequencer.ts';
import { verifyLedger } from './verify.ts';

let holder: TestDatabase;
let database: Database;
const feeds: ChangeFeed[] = [];

beforeEach(async () => {
  holder = await createTestDatabase();
  database = connect({ url: holder.url }, 24);
});
afterEach(async () => {
  for (const feed of feeds.splice(0)) await feed.stop();
  await database.close();
  await holder.drop();
});

const contextOf = (tx: Tx): WriteContext => ({
  tx,
  actor: system('test'),
  now: systemClock.now(),
  origin: '',
  ifMatch: undefined,
});

async function node(consumers: readonly Consumer[] = []): Promise<ChangeFeed> {
  const log = pino({ level: 'silent' });
  const feed = await startChangeFeed({ database, clock: systemClock, log, consumers });
  feeds.push(feed);
  return feed;
}

class RolledBack extends Error {}

/** Writes one entity and changes it twice, each in a transaction; some of them come to nothing. */
async function writeSome(feed: ChangeFeed, count: number, pick: () => number): Promise<void> {
  for (let made = 0; made < count; made++) {
    const fails = pick() < 0.2;
    await database.db
      .transaction()
      .execute(async (tx) => {
        const entity = await createEntity(contextOf(tx), {
          kind: 'action',
          title: 'A',
          state: 'open',
        });
        await changeEntity(contextOf(tx), entity, { state: 'done' });
        if (pick() < 0.3) await sleep(pick() * 5);
        if (fails) throw new RolledBack();
        return entity;
      })
      .then((entity) =>
        database.db
          .transaction()
          .execute((tx) => changeEntity(contextOf(tx), entity, { state: 'open' })),
      )
      .catch((error: unknown) => {
        if (!(error instanceof RolledBack)) throw error;
      });
    feed.poke();
  }
}

/** A generator of numbers that a seed repeats: mulberry32. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

interface Standing {
  rows: number;
  sealed: number;
  positions: number;
  last: number;
}

async function standing(): Promise<Standing> {
  const { rows } = await sql<Standing>`
    select count(*)::int as rows, count(position)::int as sealed,
      count(distinct position)::int as positions, coalesce(max(position), 0)::int as last
    from ledger left join feed on feed.ledger_id = ledger.id`.execute(database.db);
  const [found] = rows;
  if (!found) throw new Error('no answer');
  return found;
}

/** Facts of an entity whose revision falls while the position rises. */
async function outOfOrder(): Promise<number> {
  const { rows } = await sql<{ wrong: number }>`
    select count(*)::int as wrong from (
      select revision, lag(revision) over (partition by entity_id order by position) as before
      from feed join ledger on ledger.id = feed.ledger_id where revision is not null
    ) as facts where revision <= before`.execute(database.db);
  return rows[0]?.wrong ?? -1;
}

test('of many writers on two nodes every committed fact has its one position, and every consumer sees it once', async () => {
  await sql`create table reaction (position bigint not null, entity_id uuid)`.execute(database.db);
  const consumer: Consumer = {
    name: 'counts',
    actions: ['action.created', 'action.changed'],
    async react({ tx }, { position, entity }) {
      await sql`insert into reaction values (${position}, ${entity?.id ?? null})`.execute(tx);
    },
  };
  const nodes = [await node([consumer]), await node([consumer])];
  const heard = nodes.map((feed) => {
    const events: FeedEvent[] = [];
    feed.subscribe((batch) => void events.push(...batch));
    return events;
  });
  // One transaction stays open all the while: it may delay nothing but itself.
  const late = Promise.withResolvers<void>();
  const long = database.db.transaction().execute(async (tx) => {
    await record(contextOf(tx), { action: 'test.began', after: {} });
    await late.promise;
    await record(contextOf(tx), { action: 'test.ended', after: {} });
  });
  await Promise.all(
    Array.from({ length: 16 }, (_, writer) => {
      const feed = nodes[writer % 2];
      if (!feed) throw new Error('no node');
      return writeSome(feed, 12, seeded(writer + 1));
    }),
  );
  for (const feed of nodes) await feed.settled();
  const before = await standing();
  expect(before.sealed).toBe(before.rows);
  late.resolve();
  await long;
  for (const feed of nodes) await feed.settled();
  for (const feed of nodes) await feed.settled();

  const after = await standing();
  expect(after.rows).toBe(before.rows + 2);
  expect(new Set(Object.values(after))).toEqual(new Set([after.rows]));
  expect(await outOfOrder()).toBe(0);
  expect(await verifyLedger(database.db)).toEqual({
    holds: true,
    sealedTo: after.rows,
    brokenAt: null,
  });
  for (const events of heard) {
    expect(events.map(({ position }) => position)).toEqual(
      Array.from({ length: after.rows }, (_, at) => at + 1),
    );
  }
  const { rows } = await sql<{ n: number; once: number; due: number }>`
    select count(*)::int as n, count(distinct position)::int as once,
      (select count(*)::int from ledger where action like 'action.%') as due
    from reaction`.execute(database.db);
  expect(rows[0]).toEqual({ n: rows[0]?.due, once: rows[0]?.due, due: rows[0]?.due });
});

test('steady writing does not keep news from those who follow', async () => {
  const feed = await node();
  let heardAt = 0;
  feed.subscribe(() => void (heardAt ||= performance.now()));
  const started = performance.now();
  let over = false;
  const writers = Array.from({ length: 8 }, async () => {
    while (!over) {
      await database.db
        .transaction()
        .execute((tx) => record(contextOf(tx), { action: 'test.made', after: {} }));
      feed.poke();
    }
  });
  for (let waited = 0; waited < 100 && !heardAt; waited++) await sleep(50);
  const whileWriting = heardAt - started;
  over = true;
  await Promise.all(writers);
  expect(whileWriting).toBeGreaterThan(0);
});

test('two nodes that seal at once never give a position twice', async () => {
  await Promise.all(
    Array.from({ length: 20 }, () =>
      database.db
        .transaction()
        .execute((tx) => record(contextOf(tx), { action: 'test.made', after: {} })),
    ),
  );
  const sealed = await Promise.all(Array.from({ length: 6 }, () => sealBatch(database.db)));
  expect(sealed.reduce((sum, rows) => sum + rows, 0)).toBe(20);
  expect(await standing()).toEqual({ rows: 20, sealed: 20, positions: 20, last: 20 });
});

test('a consumer that fails writes nothing and is asked again with the same fact', async () => {
  await sql`create table reaction (position bigint not null)`.execute(database.db);
  let failures = 2;
  const feed = await node([
    {
      name: 'stumbles',
      actions: ['test.made'],
      async react({ tx }, { position }) {
        await sql`insert into reaction values (${position})`.execute(tx);
        if (failures-- > 0) throw new Error('not yet');
      },
    },
  ]);
  await database.db
    .transaction()
    .execute((tx) => record(contextOf(tx), { action: 'test.made', after: {} }));
  for (let turn = 0; turn < 3; turn++) await feed.settled();
  const { rows } = await sql<{ position: string }>`select position from reaction`.execute(
    database.db,
  );
  expect(rows).toEqual([{ position: '1' }]);
});

test('a consumer that looks at how things stand is asked once about all facts of a batch', async () => {
  await sql`create table reaction (position bigint not null)`.execute(database.db);
  await database.db.transaction().execute(async (tx) => {
    for (const action of ['test.made', 'test.made', 'test.other', 'test.made', 'test.other']) {
      await record(contextOf(tx), { action, after: {} });
    }
  });
  const feed = await node([
    {
      name: 'looks',
      actions: ['test.made'],
      oncePerBatch: true,
      async react({ tx }, { position }) {
        await sql`insert into reaction values (${position})`.execute(tx);
      },
    },
  ]);
  await feed.settled();
  const { rows } = await sql<{ position: string }>`select position from reaction`.execute(
    database.db,
  );
  expect(rows).toEqual([{ position: '4' }]);
});

test('what a consumer writes is sealed and heard too, before the feed is settled', async () => {
  const feed = await node([
    {
      name: 'answers',
      actions: ['test.asked'],
      react: (context) => record(context, { action: 'test.answered', after: {} }),
    },
  ]);
  const heard: string[] = [];
  feed.subscribe((events) => void heard.push(...events.map(({ action }) => action)));
  await database.db
    .transaction()
    .execute((tx) => record(contextOf(tx), { action: 'test.asked', after: {} }));
  await feed.settled();
  expect(heard).toEqual(['test.asked', 'test.answered']);
});

test('erasing a payload leaves the chain whole; changing a header or dropping a row does not', async () => {
  for (const name of ['Jane', 'June', 'John']) {
    await database.db
      .transaction()
      .execute((tx) => record(contextOf(tx), { action: 'test.made', after: { name } }));
  }
  await sealBatch(database.db);
  await sql`update ledger set salt = null, after = null where id = 2`.execute(database.db);
  expect(await verifyLedger(database.db)).toEqual({ holds: true, sealedTo: 3, brokenAt: null });
  await sql`update ledger set action = 'test.unmade' where id = 2`.execute(database.db);
  expect(await verifyLedger(database.db)).toMatchObject({ holds: false, brokenAt: 2 });
  await sql`update ledger set action = 'test.made' where id = 2`.execute(database.db);
  expect(await verifyLedger(database.db)).toMatchObject({ holds: true });
  await sql`delete from feed where position = 3`.execute(database.db);
  expect(await verifyLedger(database.db)).toMatchObject({ holds: false, brokenAt: 3 });
});
