import { PgBoss, fromKysely } from 'pg-boss';
import type { Logger } from 'pino';
import { system } from '../access/actor.ts';
import type { Clock } from '../clock.ts';
import type { WriteContext } from '../context.ts';
import type { Database, Tx } from '../database/connect.ts';

/**
 * A kind of job. A job is a wake-up, never the truth: it looks at what its domain's tables say and
 * goes on from there, so that running it twice is harmless.
 */
export interface JobDefinition {
  /** `release.advance-deployment`. */
  readonly name: string;
  /** Runs by itself, as a cron expression in UTC. */
  readonly every?: string;
  run(deps: JobRun, input: Readonly<Record<string, string>>): Promise<void>;
}

/** What a job may use. */
export interface JobRun {
  /** Runs a write of the server's own in one transaction. */
  write<T>(write: (context: WriteContext) => Promise<T>): Promise<T>;
  readonly database: Database;
  readonly clock: Clock;
  readonly log: Logger;
}

/** The queue of one node. */
export interface Jobs {
  /** Enqueues inside the caller's transaction: no commit, no job. */
  enqueue(
    tx: Tx,
    name: string,
    input: Readonly<Record<string, string>>,
    options?: { after?: Temporal.Instant; once?: string },
  ): Promise<void>;
  start(definitions: readonly JobDefinition[]): Promise<void>;
  stop(): Promise<void>;
}

/** Opens the queue (pg-boss on the same database). */
export function createJobs(deps: {
  database: Database;
  clock: Clock;
  log: Logger;
  committed: () => void;
}): Jobs {
  const { database, clock, log, committed } = deps;
  const boss = new PgBoss({
    db: {
      executeSql: (text: string, values?: unknown[]) => database.pool.query(text, values),
    },
    schema: 'jobs',
  });
  boss.on('error', (error: unknown) =>
    log.warn({ err: error }, 'the job queue failed; it will try again'),
  );

  return {
    async enqueue(tx, name, input, options = {}) {
      await boss.send(
        name,
        { ...input },
        {
          db: fromKysely(tx),
          retryLimit: 5,
          retryBackoff: true,
          ...(options.after ? { startAfter: options.after.toString() } : {}),
          ...(options.once ? { singletonKey: options.once } : {}),
        },
      );
    },
    async start(definitions) {
      await boss.start();
      for (const definition of definitions) {
        await boss.createQueue(definition.name);
        const run: JobRun = {
          database,
          clock,
          log,
          write: async (write) => {
            const result = await database.db.transaction().execute((tx) =>
              write({
                tx,
                actor: system(`job ${definition.name}`),
                now: clock.now(),
                origin: '',
                ifMatch: undefined,
              }),
            );
            committed();
            return result;
          },
        };
        await boss.work(
          definition.name,
          { pollingIntervalSeconds: 0.5, batchSize: 1 },
          async ([job]: { data: unknown }[]) => {
            await definition.run(run, (job?.data ?? {}) as Record<string, string>);
          },
        );
        if (definition.every) await boss.schedule(definition.name, definition.every);
      }
    },
    stop: async () => {
      await boss.stop({ graceful: true, timeout: 5000 });
    },
  };
}
