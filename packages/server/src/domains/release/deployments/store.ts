import type { DeploymentState, Id } from '@throughline/contract';
import { sql } from 'kysely';
import { toDate } from '../../../platform/clock.ts';
import type { Db, Tx } from '../../../platform/database/connect.ts';
import { notFound } from '../../../platform/entities/entity.ts';
import type { ReleaseTables } from '../tables.ts';
import { activeStates, lastLines } from './deployment-rules.ts';

/** A deployment's own row. */
export type DeploymentRow = Awaited<ReturnType<typeof lockDeployment>>;

/** Loads a deployment and keeps it as it is until the transaction ends. Throws `not_found`. */
export async function lockDeployment(tx: Tx, id: Id<'deployment'>) {
  const row = await tx
    .$extendTables<ReleaseTables>()
    .selectFrom('deployment')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw notFound('deployment');
  return row;
}

/** A step with its place. */
export type StepRow = Awaited<ReturnType<typeof stepsOf>>[number];

/** The steps of a deployment: those that go forward, then those that go back. */
export async function stepsOf(db: Db, id: Id<'deployment'>) {
  return db
    .$extendTables<ReleaseTables>()
    .selectFrom('deployment_step')
    .selectAll()
    .where('deployment_id', '=', id)
    .orderBy('phase')
    .orderBy('ordinal')
    .execute();
}

/** The attempt of a step that has not ended, if any. */
export async function openAttempt(db: Db, step: Id<'step'>) {
  return db
    .$extendTables<ReleaseTables>()
    .selectFrom('step_attempt')
    .selectAll()
    .where('step_id', '=', step)
    .where('state', 'in', ['ready', 'running'])
    .executeTakeFirst();
}

/** How often a step was attempted, and how many of those attempts were lost. */
export async function attemptCounts(db: Db, step: Id<'step'>) {
  const { rows } = await sql<{ attempts: number; lost: number }>`
    select count(*)::int as attempts, count(*) filter (where state = 'lost')::int as lost
    from step_attempt where step_id = ${step}
  `.execute(db);
  return rows[0] ?? { attempts: 0, lost: 0 };
}

/** The deployment that an attempt belongs to. */
export async function deploymentOfAttempt(
  db: Db,
  attempt: Id<'attempt'>,
): Promise<Id<'deployment'> | undefined> {
  const row = await db
    .$extendTables<ReleaseTables>()
    .selectFrom('step_attempt')
    .select('deployment_id')
    .where('id', '=', attempt)
    .executeTakeFirst();
  return row?.deployment_id;
}

/** One deployment at a time decides about a place: an environment of a repository. */
export async function lockPlace(
  tx: Tx,
  place: { environment_id: string; repository_id: string },
): Promise<void> {
  const key = `${place.environment_id} ${place.repository_id}`;
  await sql`select pg_advisory_xact_lock(hashtext('deployment'), hashtext(${key}))`.execute(tx);
}

/** Whether another deployment holds the place. */
export async function isPlaceTaken(
  db: Db,
  deployment: { id: string; environment_id: string; repository_id: string },
): Promise<boolean> {
  const row = await db
    .$extendTables<ReleaseTables>()
    .selectFrom('deployment')
    .select('id')
    .where('environment_id', '=', deployment.environment_id as Id<'environment'>)
    .where('repository_id', '=', deployment.repository_id as Id<'repository'>)
    .where('state', 'in', activeStates)
    .where('id', '<>', deployment.id as Id<'deployment'>)
    .executeTakeFirst();
  return row !== undefined;
}

/** Whether a deployment that was asked for later has begun in the same place. */
export async function isOvertaken(
  db: Db,
  deployment: { id: string; environment_id: string; repository_id: string },
): Promise<boolean> {
  const { rows } = await sql`
    select 1 from deployment where environment_id = ${deployment.environment_id}
      and repository_id = ${deployment.repository_id} and id > ${deployment.id}
      and started_at is not null limit 1
  `.execute(db);
  return rows.length > 0;
}

/** The first in the queue of a place. */
export async function firstInQueue(
  db: Db,
  place: { environment_id: Id<'environment'>; repository_id: Id<'repository'> },
): Promise<Id<'deployment'> | undefined> {
  const row = await db
    .$extendTables<ReleaseTables>()
    .selectFrom('deployment')
    .select('id')
    .where('environment_id', '=', place.environment_id)
    .where('repository_id', '=', place.repository_id)
    .where('state', '=', 'queued')
    .orderBy('id')
    .executeTakeFirst();
  return row?.id;
}

/** What runs in a place now. */
export async function currentDeployment(
  db: Db,
  place: { environment_id: Id<'environment'>; repository_id: Id<'repository'> },
) {
  return db
    .$extendTables<ReleaseTables>()
    .selectFrom('deployment')
    .innerJoin('release', 'release.id', 'deployment.release_id')
    .select(['deployment.id', 'deployment.sha', 'release.version', 'release.tag'])
    .where('environment_id', '=', place.environment_id)
    .where('deployment.repository_id', '=', place.repository_id)
    .where('current', '=', true)
    .executeTakeFirst();
}

/** The end of an attempt's log, in lines. */
export async function logTail(db: Db, attempt: Id<'attempt'>, lines = 40): Promise<string[]> {
  const rows = await db
    .$extendTables<ReleaseTables>()
    .selectFrom('attempt_log')
    .select('text')
    .where('attempt_id', '=', attempt)
    .orderBy('sequence', 'desc')
    .limit(lines)
    .execute();
  const text = rows
    .toReversed()
    .map((row) => row.text)
    .join('');
  return text === '' ? [] : lastLines(text, lines);
}

/** What the sweeper finds to do. */
export interface Due {
  readonly queued: readonly Id<'deployment'>[];
  readonly lost: readonly { id: Id<'attempt'>; fence: string; deployment_id: Id<'deployment'> }[];
  readonly gates: readonly Id<'attempt'>[];
  readonly probes: readonly Id<'deployment'>[];
  readonly stale: readonly Id<'deployment'>[];
}

/** Reads what is due: turns in queues, leases that ended, gates and probes to ask. */
export async function findDue(db: Db, now: Temporal.Instant): Promise<Due> {
  const at = toDate(now);
  const tables = db.$extendTables<ReleaseTables>();
  const queued = await sql<{ id: Id<'deployment'> }>`
    select distinct on (environment_id, repository_id) id from deployment waiting
    where state = 'queued' and not exists (select 1 from deployment other
      where other.environment_id = waiting.environment_id
        and other.repository_id = waiting.repository_id
        and other.state in ('running', 'approving', 'gating', 'held', 'rolling-back'))
    order by environment_id, repository_id, id limit 100
  `.execute(db);
  const lost = await tables
    .selectFrom('step_attempt')
    .select(['id', 'fence', 'deployment_id'])
    .where('state', '=', 'running')
    .where('kind', '=', 'command')
    .where('lease_until', '<', at)
    .limit(100)
    .execute();
  const gates = await tables
    .selectFrom('step_attempt')
    .select('id')
    .where('kind', '=', 'http')
    .where('state', 'in', ['ready', 'running'])
    .where('due_at', '<=', at)
    .orderBy('due_at')
    .limit(50)
    .execute();
  const probes = await tables
    .selectFrom('deployment')
    .select('id')
    .where('current', '=', true)
    .where('probe_due_at', '<=', at)
    .orderBy('probe_due_at')
    .limit(50)
    .execute();
  const stale = await tables
    .selectFrom('deployment')
    .select('id')
    .where('current', '=', true)
    .where('health', '<>', 'unknown')
    .where('health_until', '<', at)
    .limit(100)
    .execute();
  const ids = <T>(rows: readonly { id: T }[]) => rows.map(({ id }) => id);
  return {
    queued: ids(queued.rows),
    lost,
    gates: ids(gates),
    probes: ids(probes),
    stale: ids(stale),
  };
}

/** Takes the turn of asking a gate; undefined where another node has it. */
export async function takeGateTurn(tx: Tx, id: Id<'attempt'>, now: Temporal.Instant) {
  const row = await tx
    .$extendTables<ReleaseTables>()
    .selectFrom('step_attempt')
    .innerJoin('deployment_step', 'deployment_step.id', 'step_attempt.step_id')
    .select([
      'step_attempt.id',
      'step_attempt.fence',
      'step_attempt.state',
      'step_attempt.gate_until',
      'step_attempt.deployment_id',
      'deployment_step.definition',
    ])
    .where('step_attempt.id', '=', id)
    .where('step_attempt.state', 'in', ['ready', 'running'])
    .where('due_at', '<=', toDate(now))
    .forUpdate('step_attempt')
    .skipLocked()
    .executeTakeFirst();
  return row;
}

/** Takes the turn of probing a deployment; undefined where another node has it. */
export async function takeProbeTurn(tx: Tx, id: Id<'deployment'>, now: Temporal.Instant) {
  return tx
    .$extendTables<ReleaseTables>()
    .selectFrom('deployment')
    .select(['id', 'probe'])
    .where('id', '=', id)
    .where('current', '=', true)
    .where('probe_due_at', '<=', toDate(now))
    .forUpdate()
    .skipLocked()
    .executeTakeFirst();
}

/** The health of deployments as others rely on it, by id. */
export interface CarriedHealth {
  readonly state: 'healthy' | 'unhealthy' | 'unknown' | 'gone';
  readonly says: string;
  /** Until when the evidence counts. */
  readonly until: Temporal.Instant | null;
  /** The deployment that carries it now: this one, or the later one that took its place. */
  readonly carrier: Id<'deployment'> | null;
}

/**
 * Whether what some deployments brought runs, and healthily. Where a later deployment took the
 * place, that one's health counts; where it failed, was cancelled or rolled back, it is `gone`.
 * Evidence past its time counts as `unknown`, whether the sweeper noticed or not.
 */
export async function carriedHealth(
  db: Db,
  ids: readonly Id<'deployment'>[],
  now: Temporal.Instant,
): Promise<Map<Id<'deployment'>, CarriedHealth>> {
  const { rows } = await sql<{
    id: Id<'deployment'>;
    state: DeploymentState;
    carrier: Id<'deployment'> | null;
    health: 'healthy' | 'unhealthy' | 'unknown';
    health_says: string;
    health_until: Date | null;
  }>`
    select deployment.id, deployment.state, carrier.id as carrier,
      coalesce(carrier.health, 'unknown') as health,
      coalesce(carrier.health_says, '') as health_says, carrier.health_until
    from deployment
    left join deployment carrier on carrier.current
      and carrier.environment_id = deployment.environment_id
      and carrier.repository_id = deployment.repository_id and carrier.id >= deployment.id
    where deployment.id = any(${[...ids]}::uuid[])
  `.execute(db);
  return new Map(
    rows.map((row): [Id<'deployment'>, CarriedHealth] => {
      const until = row.health_until
        ? Temporal.Instant.fromEpochMilliseconds(row.health_until.getTime())
        : null;
      if (row.state !== 'succeeded' || row.carrier === null) {
        const says = row.state === 'succeeded' ? 'It no longer runs there.' : `It is ${row.state}.`;
        return [row.id, { state: 'gone', says, until: null, carrier: null }];
      }
      const expired = until !== null && Temporal.Instant.compare(until, now) < 0;
      return [
        row.id,
        {
          state: expired ? 'unknown' : row.health,
          says: expired ? 'The last observation is too old.' : row.health_says,
          until,
          carrier: row.carrier,
        },
      ];
    }),
  );
}
