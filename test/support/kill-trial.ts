import { randomInt, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';

import { openClusterHome } from '../../packages/server/src/platform/embedded-postgres/cluster-home.ts';
import {
  removeEmbeddedPostgres,
  startEmbeddedPostgres,
} from '../../packages/server/src/platform/embedded-postgres/index.ts';
import { readPostmasterFile } from '../../packages/server/src/platform/embedded-postgres/postmaster-file.ts';
import { freePort, startServer, type RunningServer } from './running-server.ts';

/** What a trial of kills found; it throws where a promise was broken. */
export interface KillFigures {
  readonly kills: number;
  /** Kills that took the database's processes along. */
  readonly databaseKills: number;
  readonly acknowledged: number;
  /** Requests cut off by a kill, then repeated with the same idempotency key. */
  readonly repeated: number;
  /** Of these, how many had been written before the kill. */
  readonly alreadyWritten: number;
  readonly sealed: number;
  readonly slowestStartMs: number;
  readonly medianStartMs: number;
}

const adminKey = 'kill-trial-administrator-key-0123456789';
const writers = 12;

interface Request {
  readonly key: string;
  readonly title: string;
}

interface Books {
  /** Reference by title of all that was answered with success. */
  readonly acknowledged: Map<string, string>;
  /** Cut off: whether they were written is not known. */
  readonly open: Request[];
}

const headers = (key: string) => ({
  authorization: `Bearer ${adminKey}`,
  'content-type': 'application/json',
  'idempotency-key': key,
});

/** Creates an action; undefined where the connection broke before an answer came. */
async function create(url: string, request: Request) {
  let response: Response;
  let body: { ref?: string };
  try {
    response = await fetch(`${url}/api/v1/actions`, {
      method: 'POST',
      headers: headers(request.key),
      body: JSON.stringify({ title: request.title }),
    });
    body = (await response.json()) as { ref?: string };
  } catch {
    return undefined;
  }
  // While the database's own processes are being killed, it says that it can't; that is no promise.
  if (response.status === 503) return undefined;
  if (response.status !== 201 || !body.ref) {
    throw new Error(`a write answered ${response.status}: ${JSON.stringify(body)}`);
  }
  return { ref: body.ref, replayed: response.headers.get('idempotency-replayed') === 'true' };
}

async function write(url: string, books: Books, killed: () => boolean): Promise<void> {
  while (!killed()) {
    const request = { key: randomUUID(), title: `Kept ${randomUUID()}` };
    const done = await create(url, request);
    if (!done) {
      books.open.push(request);
      return;
    }
    books.acknowledged.set(request.title, done.ref);
  }
}

/** The ledger after a start: its chain holds, without a gap, up to a position that never falls. */
async function verifyOver(url: string): Promise<number> {
  const response = await fetch(`${url}/api/v1/ledger/verify`, {
    method: 'POST',
    headers: { authorization: `Bearer ${adminKey}` },
  });
  const found = (await response.json()) as { holds?: boolean; sealedTo?: number };
  if (response.status !== 200 || found.holds !== true) {
    throw new Error(`the chain does not hold: ${JSON.stringify(found)}`);
  }
  return found.sealedTo ?? 0;
}

async function repeatOpen(url: string, books: Books): Promise<number> {
  let written = 0;
  for (const request of books.open.splice(0)) {
    const done = await create(url, request);
    if (!done) throw new Error('a repeated request got no answer');
    if (done.replayed) written += 1;
    books.acknowledged.set(request.title, done.ref);
  }
  return written;
}

async function killDatabase(dataDir: string): Promise<void> {
  const { folder } = await openClusterHome(dataDir, () => undefined);
  const postmaster = await readPostmasterFile(join(folder, 'cluster'));
  if (postmaster) process.kill(postmaster.pid, 'SIGKILL');
}

/** Looks into the database itself, after the last orderly end. */
async function audit(dataDir: string, books: Books): Promise<number> {
  const database = await startEmbeddedPostgres({
    dataDir,
    say: () => undefined,
    checkout: process.cwd(),
    address: 'nowhere: a trial looks at it',
  });
  const client = new Client({ ...database.connection });
  try {
    await client.connect();
    const one = async (statement: string) =>
      (await client.query<Record<string, string>>(statement)).rows[0] ?? {};
    const ledger = await one(`select count(*) as rows, count(feed.position) as sealed,
      count(distinct feed.position) as positions, coalesce(max(feed.position), 0) as last
      from ledger left join feed on feed.ledger_id = ledger.id`);
    if (new Set(Object.values(ledger)).size !== 1) {
      throw new Error(
        `rows, sealed rows, positions and the last position differ: ${JSON.stringify(ledger)}`,
      );
    }
    const { rows } = await client.query<{ title: string; times: string }>(
      `select title, count(*) as times from entity where kind = 'action' group by title`,
    );
    const times = new Map(rows.map((row) => [row.title, Number(row.times)]));
    for (const title of books.acknowledged.keys()) {
      if (times.get(title) !== 1)
        throw new Error(`“${title}” is there ${times.get(title) ?? 0} times`);
    }
    if (times.size !== books.acknowledged.size) {
      throw new Error(`${times.size} actions are there, ${books.acknowledged.size} were answered`);
    }
    const facts = await one(`select count(*) filter (where n <> 1) as wrong from (
      select count(ledger.id) as n from entity left join ledger on ledger.entity_id = entity.id
        and ledger.action = 'action.created' where entity.kind = 'action' group by entity.id) as per`);
    if (facts['wrong'] !== '0')
      throw new Error(`${facts['wrong']} actions have not exactly one fact`);
    return Number(ledger['last']);
  } finally {
    await client.end();
    await database.stop();
  }
}

/**
 * Kills the real server at random instants while writers write over HTTP, every third time with the
 * database's processes, and after each restart repeats what was cut off. Throws at the first
 * acknowledged write that is missing or doubled, gap in the ledger, or start that complains.
 */
export async function killTrial(options: {
  kills: number;
  checkout?: string;
  signal?: AbortSignal;
  say?: (line: string) => void;
}): Promise<KillFigures> {
  const dataDir = await mkdtemp(join(tmpdir(), 'throughline-kills-'));
  const variables = {
    PORT: String(await freePort()),
    THROUGHLINE_DATA: dataDir,
    THROUGHLINE_ADMIN_KEY: adminKey,
    LOG_LEVEL: 'error',
  };
  const start = () =>
    startServer(variables, options.checkout ? { checkout: options.checkout } : {});
  const books: Books = { acknowledged: new Map(), open: [] };
  const starts: number[] = [];
  const figures = { kills: 0, databaseKills: 0, repeated: 0, alreadyWritten: 0 };
  let sealed = 0;
  let server: RunningServer | undefined;
  try {
    server = await start();
    while (figures.kills < options.kills && !options.signal?.aborted) {
      let killed = false;
      const running = server;
      const work = Array.from({ length: writers }, () => write(running.url, books, () => killed));
      await sleep(randomInt(20, 1200));
      const withDatabase = figures.kills % 3 === 2;
      if (withDatabase) await killDatabase(dataDir);
      killed = true;
      await running.end('SIGKILL');
      await Promise.all(work);
      figures.kills += 1;
      if (withDatabase) figures.databaseKills += 1;

      server = await start();
      starts.push(server.readyMs);
      figures.repeated += books.open.length;
      figures.alreadyWritten += await repeatOpen(server.url, books);
      const now = await verifyOver(server.url);
      if (now < sealed) throw new Error(`sealed to ${now} after ${sealed}`);
      sealed = now;
      const complaint = server
        .printed()
        .split('\n')
        .find((line) => line.includes('"level":'));
      if (complaint) throw new Error(`the start complains: ${complaint}`);
      if (figures.kills % 20 === 0) {
        options.say?.(
          `${figures.kills} kills, ${books.acknowledged.size} writes, sealed to ${sealed}`,
        );
      }
    }
    if ((await server.end('SIGTERM')) !== 0) throw new Error('the last end was not in order');
    server = undefined;
    sealed = await audit(dataDir, books);
  } finally {
    await server?.end('SIGKILL');
    await removeEmbeddedPostgres(dataDir);
    await rm(dataDir, { recursive: true, force: true });
  }
  const sorted = starts.toSorted((one, other) => one - other);
  return {
    ...figures,
    acknowledged: books.acknowledged.size,
    sealed,
    slowestStartMs: Math.round(sorted.at(-1) ?? 0),
    medianStartMs: Math.round(sorted[Math.floor(sorted.length / 2)] ?? 0),
  };
}
