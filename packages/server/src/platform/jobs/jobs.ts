import { sql } from 'kysely';
import { PgBoss, fromKysely } from 'pg-boss';
import type { Logger } from 'pino';
import { system } from '../access/actor.ts';
import { systemClock, type Clock } from '../clock.ts';
import type { WriteContext } from '../context.ts';
import type { Database, Tx } from '../database/connect.ts';
import { cronFires } from './cron-fires.ts';

/**
 * A kind of job. A job is a wake-up, never the truth: it looks at what its domain's tables say and
 * goes on from there, so that running it twice is harmless.
 */
export interface JobDefinition {
  /** `release.advance-deployment`. */
  readonly name: string;
  /** Runs by itself, as a cron expression in UTC. */
  readonly every?: string;
  /** It looks at the world outside, whose time no rehearsal's clock moves. */
  readonly outside?: boolean;
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
  /** Runs, one after the other, every scheduled job whose time fell into a span. */
  runDue(after: Temporal.Instant, upTo: Temporal.Instant): Promise<void>;
  /** Says that the clock was moved: what waits for a moment waits so much less. */
  clockMoved(tx: Tx, by: Temporal.Duration): Promise<void>;
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

  /** The queue runs by the machine's clock, whatever ours says. */
  const onTheQueue = (after: Temporal.Instant) =>
    systemClock.now().add(clock.now().until(after)).toString();

  let known: readonly JobDefinition[] = [];
  const runOf = (definition: JobDefinition): JobRun => ({
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
  });

  return {
    async enqueue(tx, name, input, options = {}) {
      await boss.send(
        name,
        { ...input },
        {
          db: fromKysely(tx),
          retryLimit: 5,
          retryBackoff: true,
          ...(options.after ? { startAfter: onTheQueue(options.after) } : {}),
          ...(options.once ? { singletonKey: options.once } : {}),
        },
      );
    },
    async start(definitions) {
      known = definitions;
      await boss.start();
      for (const definition of definitions) {
        await boss.createQueue(definition.name);
        const run = runOf(definition);
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
    async runDue(after, upTo) {
      for (const definition of known) {
        if (!definition.every || definition.outside) continue;
        if (!cronFires(definition.every, after, upTo)) continue;
        try {
          await definition.run(runOf(definition), {});
        } catch (error) {
          log.error(
            { err: error, job: definition.name },
            'a job failed; its next time will repair it',
          );
        }
      }
    },
    async clockMoved(tx, by) {
      await sql`
        update jobs.job set start_after = start_after - make_interval(secs => ${by.total('seconds')})
        where state in ('created', 'retry') and start_after > now()
      `.execute(tx);
    },
    stop: async () => {
      await boss.stop({ graceful: true, timeout: 5000 });
    },
  };
}
