import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { pino } from 'pino';

import { system } from '../packages/server/src/platform/access/actor.ts';
import { systemClock, toDate } from '../packages/server/src/platform/clock.ts';
import type { WriteContext } from '../packages/server/src/platform/context.ts';
import {
  connect,
  type Connection,
  type Tx,
} from '../packages/server/src/platform/database/connect.ts';
import { migrate } from '../packages/server/src/platform/database/migrate.ts';
import { newId } from '../packages/server/src/platform/database/new-id.ts';
import { prepared } from '../packages/server/src/platform/database/prepared.ts';
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
const rounds = 11;
const roundMs = 1500;

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

/** The same rows in the same tables by the same means, and no word of it in a ledger. */
const without: Create = async (tx) => {
  const now = toDate(systemClock.now());
  const id = newId('action');
  await sql`${prepared}
    insert into entity (id, kind, title, summary, state, owner_unit_id, restricted, created_at, updated_at)
    values (${id}, ${'action'}, ${'Measure it'}, ${''}, ${'open'}, ${null}, ${false}, ${now}, ${now})
  `.execute(tx);
  await tx.insertInto('action').values({ id, owner_id: null, due_on: null }).execute();
  return id;
};

/** One side of the comparison, with its connections open between its rounds. */
interface Side {
  /** Writes a second of each round: until the last is committed, and sealed where that applies. */
  readonly throughputs: number[];
  round(ms: number): Promise<number>;
  close(): Promise<void>;
}

async function openSide(
  connection: Connection,
  create: Create,
  latencies: number[] | undefined,
): Promise<Side> {
  const database = connect(connection, writers);
  const committedAt = new Map<string, number>();
  const log = pino({ level: 'error' });
  const feed =
    latencies && (await startChangeFeed({ database, clock: systemClock, log, consumers: [] }));
  feed?.subscribe((events) => {
    const now = performance.now();
    for (const { entity } of events) {
      const since = committedAt.get(entity?.id ?? '');
      if (since !== undefined) latencies?.push(now - since);
    }
  });
  const everyWriter = (write: () => Promise<unknown>) =>
    Promise.all(Array.from({ length: writers }, write));
  await everyWriter(() => database.pool.query('select pg_sleep(0.1)'));
  return {
    throughputs: [],
    async round(ms) {
      const started = performance.now();
      let written = 0;
      await everyWriter(async () => {
        while (performance.now() - started < ms) {
          const id = await database.db.transaction().execute(create);
          written += 1;
          if (feed) committedAt.set(id, performance.now());
          feed?.poke();
        }
      });
      await feed?.settled();
      committedAt.clear();
      return (written / (performance.now() - started)) * 1000;
    },
    async close() {
      await feed?.stop();
      await database.close();
    },
  };
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
    const url = (name: string) =>
      `postgres://${user}@/${name}?host=${encodeURIComponent(host)}&port=${port}`;
    await execute(url(server.connection.database), 'create database peer');
    const ours = server.connection;
    const peer = { ...ours, database: 'peer' };
    await migrate(ours);
    await migrate(peer);
    const latencies: number[] = [];
    const mine = await openSide(ours, withLedger, latencies);
    const theirs = await openSide(peer, without, undefined);
    for (const side of [mine, theirs]) await side.round(1000);
    latencies.length = 0;
    for (let round = 0; round < rounds; round += 1) {
      for (const side of round % 2 === 0 ? [mine, theirs] : [theirs, mine]) {
        side.throughputs.push(await side.round(roundMs));
      }
    }
    await mine.close();
    await theirs.close();
    const database = connect(ours, 1);
    const { holds } = await verifyLedger(database.db);
    await database.close();
    if (!holds) throw new Error('the chain does not hold after the benchmark');
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
        ours: median(mine.throughputs),
        against: median(theirs.throughputs),
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
