import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';

import { system } from '../packages/server/src/platform/access/actor.ts';
import { systemClock, toDate } from '../packages/server/src/platform/clock.ts';
import type { WriteContext } from '../packages/server/src/platform/context.ts';
import { connect, type Connection, type Tx } from '../packages/server/src/platform/database/connect.ts';
import { migrate } from '../packages/server/src/platform/database/migrate.ts';
import { newId } from '../packages/server/src/platform/database/new-id.ts';
import { createAction } from '../packages/server/src/platform/decisions/actions.ts';
import {
  removeEmbeddedPostgres,
  startEmbeddedPostgres,
} from '../packages/server/src/platform/embedded-postgres/index.ts';
import { startChangeFeed } from '../packages/server/src/platform/ledger/change-feed.ts';
import { verifyLedger } from '../packages/server/src/platform/ledger/verify.ts';
import { execute } from '../test/support/database-server.ts';
import { median } from './measure.ts';
import { lessIsBetter, moreIsBetter } from './row.ts';
import type { Row } from './row.ts';

const writers = 32;
const rounds = 7;
const roundMs = 3000;

/** Creates one entity with its typed row, as an operation of the API does; returns its id. */
type Create = (tx: Tx) => Promise<string>;

const withLedger: Create = async (tx) => {
  const context: WriteContext = {
    tx,
    actor: system('bench'),
    now: systemClock.now(),
    origin: '',
    ifMatch: undefined,
  };
  return (await createAction(context, { title: 'Measure it' })).id;
};

/** The same rows in the same tables, and no word of it in a ledger. */
const without: Create = async (tx) => {
  const now = toDate(systemClock.now());
  const id = newId('action');
  await tx
    .insertInto('entity')
    .values({
      id,
      kind: 'action',
      title: 'Measure it',
      summary: '',
      state: 'open',
      owner_unit_id: null,
      restricted: false,
      created_at: now,
      updated_at: now,
    })
    .execute();
  await tx.insertInto('action').values({ id, owner_id: null, due_on: null }).execute();
  return id;
};

interface Round {
  /** Writes a second: until the last one is committed, and sealed where there is a ledger. */
  readonly throughput: number;
  /** From commit to the feed's delivery, in milliseconds. */
  readonly latencies: readonly number[];
}

async function storm(connection: Connection, create: Create, ms: number, sealed: boolean): Promise<Round> {
  const database = connect(connection, writers + 2);
  const feed = sealed
    ? await startChangeFeed({ database, clock: systemClock, log: pino({ level: 'error' }), consumers: [] })
    : undefined;
  const committedAt = new Map<string, number>();
  const latencies: number[] = [];
  feed?.subscribe((events) => {
    const now = performance.now();
    for (const { entity } of events) {
      const since = entity && committedAt.get(entity.id);
      if (since !== undefined && since !== null) latencies.push(now - since);
    }
  });
  // Every writer has its connection before the clock runs.
  await Promise.all(Array.from({ length: writers }, () => database.pool.query('select pg_sleep(0.05)')));
  const started = performance.now();
  let written = 0;
  await Promise.all(
    Array.from({ length: writers }, async () => {
      while (performance.now() - started < ms) {
        const id = await database.db.transaction().execute(create);
        if (feed) committedAt.set(id, performance.now());
        written += 1;
        feed?.poke();
      }
    }),
  );
  await feed?.settled();
  const throughput = (written / (performance.now() - started)) * 1000;
  await feed?.stop();
  await database.close();
  return { throughput, latencies };
}

function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/**
 * `npm run bench -- ledger`: what the ledger, its sequencer and its chain cost 32 writers, against
 * the same rows written without them, on a durable database of its own, in turns.
 */
export default async function ledger(): Promise<Row[]> {
  const dataDir = await mkdtemp(join(tmpdir(), 'throughline-bench-'));
  const server = await startEmbeddedPostgres({
    dataDir,
    say: () => undefined,
    checkout: process.cwd(),
    address: 'nowhere: it serves a benchmark',
    mayCreateDatabases: true,
    maxConnections: 100,
  });
  try {
    const { host, port, user } = server.connection;
    const url = (name: string) => `postgres://${user}@/${name}?host=${encodeURIComponent(host)}&port=${port}`;
    await execute(url(server.connection.database), 'create database peer');
    const ours = server.connection;
    const peer = { ...ours, database: 'peer' };
    await migrate(ours);
    await migrate(peer);
    await storm(ours, withLedger, 1000, true);
    await storm(peer, without, 1000, false);
    const mine: Round[] = [];
    const theirs: Round[] = [];
    for (let round = 0; round < rounds; round += 1) {
      mine.push(await storm(ours, withLedger, roundMs, true));
      theirs.push(await storm(peer, without, roundMs, false));
    }
    const database = connect(ours, 1);
    const { holds } = await verifyLedger(database.db);
    await database.close();
    if (!holds) throw new Error('the chain does not hold after the benchmark');
    const latencies = mine.flatMap((round) => round.latencies);
    const latency = (share: number): Row =>
      lessIsBetter({
        bench: `ledger: from commit to delivery, p${share * 100}, ${writers} writers`,
        ours: percentile(latencies, share),
        against: 1000,
        peer: 'the promise of live updates within a second',
        unit: 'ms',
      });
    return [
      moreIsBetter({
        bench: `ledger: ${writers} writers create entities`,
        ours: median(mine.map((round) => round.throughput)),
        against: median(theirs.map((round) => round.throughput)),
        peer: 'the same rows without ledger, sequencer and chain',
        unit: 'writes/s',
      }),
      latency(0.5),
      latency(0.99),
    ];
  } finally {
    await server.stop();
    await removeEmbeddedPostgres(dataDir);
    await rm(dataDir, { recursive: true, force: true });
  }
}
