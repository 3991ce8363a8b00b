import { rm } from 'node:fs/promises';
import { Client } from 'pg';

import { DATABASE, ROLE, SUPERUSER, prepareCluster } from './cluster.ts';
import { openClusterHome, removeClusterHome, type ClusterHome } from './cluster-home.ts';
import { connectOwner } from './connect.ts';
import { EmbeddedPostgresError } from './embedded-postgres-error.ts';
import { clearHolder, takeOwnership } from './ownership.ts';
import { isAlive, readPostmasterFile } from './postmaster-file.ts';
import { lastLogLines, socketFolderOf, spawnPostmaster, type Postmaster } from './postmaster.ts';
import { installProgram } from './program.ts';

export { EmbeddedPostgresError } from './embedded-postgres-error.ts';

/** How to reach the embedded database with `pg`: `host` is the folder of its socket. */
export interface EmbeddedConnection {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly database: string;
}

/** A data directory's database, owned by this process. */
export interface EmbeddedPostgres {
  readonly connection: EmbeddedConnection;
  /** True where a database process that an earlier, killed server left behind was taken over. */
  readonly adopted: boolean;
  /**
   * Settles when the database or the ownership is lost without `stop()`: the server must then end,
   * since another start may own the data directory already. Never rejects.
   */
  readonly lost: Promise<EmbeddedPostgresError>;
  /** Runs one statement as the cluster's superuser: to make and drop a database beside this one. */
  administer(statement: string): Promise<void>;
  /** Ends the database in order (open transactions are rolled back) and waits for it. */
  stop(): Promise<void>;
}

export interface EmbeddedPostgresOptions {
  /** `THROUGHLINE_DATA`. Made where missing. */
  readonly dataDir: string;
  /** Told, one line at a time, of what takes long. */
  readonly say: (line: string) => void;
  /** Named to whoever tries to start on the same data directory. */
  readonly checkout: string;
  readonly address: string;
  /** False only for tests: no fsync, so a power cut may lose everything. Default true. */
  readonly durable?: boolean;
  /** Default 60. */
  readonly maxConnections?: number;
  /** For tests, which make a database each. Default false. */
  readonly mayCreateDatabases?: boolean;
}

const REFUSED_FOR_MS = 8_000;
const SILENT_FOR_MS = 60_000;
const STOPPING_FOR_MS = 60_000;

/**
 * Starts, or takes over, the PostgreSQL of a data directory and makes this process its owner.
 *
 * The processes run as a system account of their own where this one is root, and are detached: they
 * outlive a killed server, and the next start takes them over through the socket. There is one owner
 * at a time. Throws EmbeddedPostgresError, with a line for the person who started the server, when
 * another server owns the data directory or the database can't be started.
 */
export async function startEmbeddedPostgres(
  options: EmbeddedPostgresOptions,
): Promise<EmbeddedPostgres> {
  const home = await openClusterHome(options.dataDir, options.say);
  const { client, adopted } = await reach(home, options);
  try {
    await takeOwnership(client, home, {
      pid: process.pid,
      since: Temporal.Now.instant().toString({ smallestUnit: 'second' }),
      checkout: options.checkout,
      address: options.address,
    });
    const at = await readPostmasterFile(`${home.folder}/cluster`);
    if (!at)
      throw new EmbeddedPostgresError(`The database in ${home.folder} ended while it was started.`);
    return own(home, client, at, adopted);
  } catch (error) {
    await client.end().catch(() => undefined);
    throw error;
  }
}

/**
 * Ends the database of a data directory that no server owns, and deletes it with all that it holds.
 * For tests and for whoever throws a data directory away.
 */
export async function removeEmbeddedPostgres(dataDir: string): Promise<void> {
  const home = await openClusterHome(dataDir, () => undefined);
  const at = await readPostmasterFile(`${home.folder}/cluster`);
  if (at && isAlive(at.pid)) {
    const database = await startEmbeddedPostgres({
      dataDir,
      say: () => undefined,
      checkout: process.cwd(),
      address: 'nowhere: it is being deleted',
    });
    await database.stop();
  }
  await rm(socketFolderOf(home), { recursive: true, force: true });
  await removeClusterHome(home);
}

/** Connects to the database of a home, starting it until it answers. */
async function reach(
  home: ClusterHome,
  options: EmbeddedPostgresOptions,
): Promise<{ client: Client; adopted: boolean }> {
  const durable = options.durable ?? true;
  const wanted = { mayCreateDatabases: options.mayCreateDatabases ?? false };
  const program = await installProgram(
    home.programs,
    home.asOther && home.folder.startsWith(home.dataDir) ? home.account : undefined,
  );
  const cluster = await prepareCluster(home, program, { durable, say: options.say });
  const begun = performance.now();
  let told = begun;
  let postmaster: Postmaster | undefined;
  for (;;) {
    const at = await readPostmasterFile(cluster);
    const connection = at ? await connectOwner(at, wanted) : 'absent';
    if (typeof connection === 'object') {
      return {
        client: connection,
        adopted: postmaster === undefined || postmaster.ended !== undefined,
      };
    }
    const waited = performance.now() - begun;
    if (performance.now() - told > 5_000) {
      told = performance.now();
      options.say(`Waiting for the embedded PostgreSQL (${Math.round(waited / 1000)} s).`);
    }
    if (connection === 'absent' && (postmaster === undefined || postmaster.ended !== undefined)) {
      // Refused for a moment after its predecessor was killed, or because another start was faster.
      if (postmaster !== undefined && waited > REFUSED_FOR_MS)
        throw await startFailed(home, postmaster);
      if (postmaster !== undefined) await pause(150);
      postmaster = await spawnPostmaster(home, program, cluster, {
        durable,
        maxConnections: options.maxConnections ?? 60,
      });
    } else if (connection === 'absent' && waited > SILENT_FOR_MS) {
      throw await startFailed(home, postmaster);
    }
    await pause(20);
  }
}

function own(
  home: ClusterHome,
  client: Client,
  at: { pid: number; port: number; socketFolder: string },
  adopted: boolean,
): EmbeddedPostgres {
  let stopping: Promise<void> | undefined;
  const lost = new Promise<EmbeddedPostgresError>((resolve) => {
    client.on('end', () => {
      if (stopping) return;
      resolve(
        new EmbeddedPostgresError(
          `The database in ${home.folder} ended without being asked to: start again, it recovers by itself.`,
        ),
      );
    });
  });
  return {
    connection: { host: at.socketFolder, port: at.port, user: ROLE, database: DATABASE },
    adopted,
    lost,
    administer: (statement) => administer(at, statement),
    stop() {
      stopping ??= stop(home, client, at.pid);
      return stopping;
    },
  };
}

async function administer(
  at: { port: number; socketFolder: string },
  statement: string,
): Promise<void> {
  const client = new Client({
    host: at.socketFolder,
    port: at.port,
    user: SUPERUSER,
    database: 'postgres',
  });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** The lock is held until the database itself ends, so that nobody takes over one that is ending. */
async function stop(home: ClusterHome, client: Client, pid: number): Promise<void> {
  const cluster = `${home.folder}/cluster`;
  const runs = async () => (await readPostmasterFile(cluster))?.pid === pid && isAlive(pid);
  await clearHolder(home.folder);
  // SIGINT is PostgreSQL's fast shutdown.
  if (await runs()) process.kill(pid, 'SIGINT');
  const deadline = performance.now() + STOPPING_FOR_MS;
  while (await runs()) {
    if (performance.now() > deadline) {
      throw new EmbeddedPostgresError(
        `The database process ${pid} doesn't end; its log is ${home.folder}/postgres.log.`,
      );
    }
    await pause(20);
  }
  await client.end().catch(() => undefined);
}

async function startFailed(
  home: ClusterHome,
  postmaster: Postmaster | undefined,
): Promise<EmbeddedPostgresError> {
  const why = postmaster?.ended ?? 'it runs but does not answer';
  const log = await lastLogLines(home, 3);
  return new EmbeddedPostgresError(
    `The embedded PostgreSQL could not be started (${why}): ${log || 'its log is empty'} [${home.folder}/postgres.log]`,
  );
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
