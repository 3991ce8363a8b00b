import type { DeploymentState, Id } from '@throughline/contract';
import { sql } from 'kysely';
import type { Db, Tx } from '../../../platform/database/connect.ts';
import { notFound } from '../../../platform/entities/entity.ts';
import type { StepDefinition } from '../pipeline.ts';
import type { AttemptState, ReleaseTables } from '../tables.ts';
import { lastLines } from './deployment-rules.ts';

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

/** The newest attempt of a step. */
export async function lastAttempt(db: Db, step: Id<'step'>): Promise<Id<'attempt'> | undefined> {
  const row = await db
    .$extendTables<ReleaseTables>()
    .selectFrom('step_attempt')
    .select('id')
    .where('step_id', '=', step)
    .orderBy('attempt', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.id;
}

/** How often a step was attempted, and how many of those attempts were lost. */
export async function attemptCounts(db: Db, step: Id<'step'>) {
  const { rows } = await sql<{ attempts: number; lost: number }>`
    select count(*)::int as attempts, count(*) filter (where state = 'lost')::int as lost
    from step_attempt where step_id = ${step}
  `.execute(db);
  return rows[0] ?? { attempts: 0, lost: 0 };
}

/** What an attempt's step is told about itself, and by whom it was begun. */
export interface StepFacts {
  readonly fence: string;
  readonly state: AttemptState;
  readonly step_id: Id<'step'>;
  readonly deployment_id: Id<'deployment'>;
  readonly repository_id: Id<'repository'>;
  readonly environment_id: Id<'environment'>;
  readonly name: string;
  readonly definition: StepDefinition;
  readonly environment: string;
  readonly version: string;
  readonly tag: string;
  readonly sha: string;
  readonly previous_version: string | null;
  readonly previous_sha: string | null;
  /** The variables of its wave. */
  readonly variables: Readonly<Record<string, string>>;
}

/** The facts of an attempt's step; undefined where there is no such attempt. */
export async function stepFacts(db: Db, attempt: Id<'attempt'>): Promise<StepFacts | undefined> {
  const { rows } = await sql<StepFacts>`
    select attempt.fence, attempt.state, attempt.step_id, attempt.deployment_id,
      deployment.repository_id, deployment.environment_id, step.name, step.definition,
      environment.key as environment, release.version, release.tag, release.sha,
      before.version as previous_version, before.sha as previous_sha,
      coalesce(deployment.waves -> step.wave -> 'variables', '{}') as variables
    from step_attempt attempt
    join deployment_step step on step.id = attempt.step_id
    join deployment on deployment.id = attempt.deployment_id
    join environment on environment.id = deployment.environment_id
    join release on release.id = deployment.release_id
    left join deployment last_good on last_good.id = deployment.last_good_id
    left join release before on before.id = last_good.release_id
    where attempt.id = ${attempt}
  `.execute(db);
  return rows[0];
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

/** A migration without a way back that ran in a deployment, or may have. */
export async function irreversibleMigration(
  db: Db,
  id: Id<'deployment'>,
): Promise<string | undefined> {
  const { rows } = await sql<{ name: string }>`
    select step.name from deployment_migration migration
    join deployment_step step on step.id = migration.step_id
    where migration.deployment_id = ${id} and not migration.reversible
      and migration.done is distinct from false limit 1
  `.execute(db);
  return rows[0]?.name;
}

/** Writes whether a migration took place, where an attempt is one. */
export async function settleMigration(
  tx: Tx,
  attempt: Id<'attempt'>,
  done: boolean | null,
): Promise<void> {
  await tx
    .$extendTables<ReleaseTables>()
    .updateTable('deployment_migration')
    .set({ done })
    .where('attempt_id', '=', attempt)
    .execute();
}

/** What was last observed to run in a deployment's place, in a sentence with a space behind it. */
export async function lastObservation(
  db: Db,
  { environment_id, repository_id }: DeploymentRow,
): Promise<string> {
  const row = await db
    .$extendTables<ReleaseTables>()
    .selectFrom('deployment')
    .select(['observed_revision', 'observed_at'])
    .where('environment_id', '=', environment_id)
    .where('repository_id', '=', repository_id)
    .where('observed_at', 'is not', null)
    .orderBy('observed_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (!row?.observed_at || row.observed_revision === null) return '';
  return `${row.observed_revision} was observed there at ${row.observed_at.toISOString()}. `;
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
