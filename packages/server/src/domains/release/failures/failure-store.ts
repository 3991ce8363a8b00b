import type { Id, Settlement } from '@throughline/contract';
import { sql } from 'kysely';
import { toDate } from '../../../platform/clock.ts';
import type { Db, Tx } from '../../../platform/database/connect.ts';
import { notFound } from '../../../platform/entities/entity.ts';
import type { StepDefinition } from '../pipeline.ts';
import type { Phase, ReleaseTables } from '../tables.ts';

/** A failure's own row. */
export type FailureRow = Awaited<ReturnType<typeof lockFailure>>;

/** Loads a failure and keeps it as it is until the transaction ends. Throws `not_found`. */
export async function lockFailure(tx: Tx, id: Id<'failure'>) {
  const row = await tx
    .$extendTables<ReleaseTables>()
    .selectFrom('failure')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw notFound('failure');
  return row;
}

/** The failure of a deployment that isn't settled, if there is one. */
export async function unsettledOf(
  tx: Tx,
  deployment: Id<'deployment'>,
): Promise<FailureRow | undefined> {
  return tx
    .$extendTables<ReleaseTables>()
    .selectFrom('failure')
    .selectAll()
    .where('deployment_id', '=', deployment)
    .where('settled_at', 'is', null)
    .forUpdate()
    .executeTakeFirst();
}

/** What is unsettled of earlier deployments in the place of one. */
export async function unsettledBefore(
  tx: Tx,
  deployment: {
    id: Id<'deployment'>;
    repository_id: Id<'repository'>;
    environment_id: Id<'environment'>;
  },
): Promise<FailureRow[]> {
  return tx
    .$extendTables<ReleaseTables>()
    .selectFrom('failure')
    .selectAll()
    .where('repository_id', '=', deployment.repository_id)
    .where('environment_id', '=', deployment.environment_id)
    .where('deployment_id', '<', deployment.id)
    .where('settled_at', 'is', null)
    .orderBy('id')
    .forUpdate()
    .execute();
}

/** What ended failures of a signature, the most frequent first. */
export async function remediesOf(
  db: Db,
  signature: string,
  not?: Id<'failure'>,
): Promise<{ how: Settlement; times: number }[]> {
  const { rows } = await sql<{ how: Settlement; times: number }>`
    select settled_how as how, count(*)::int as times from failure
    where signature = ${signature} and settled_how is not null
      and ${not ? sql`id <> ${not}` : sql`true`}
    group by settled_how order by times desc, settled_how
  `.execute(db);
  return rows;
}

/** What a deployment's failure is recorded with. */
export interface FailedDeployment {
  readonly title: string;
  readonly owner_unit_id: Id<'unit'> | null;
  readonly restricted: boolean;
  readonly repository_id: Id<'repository'>;
  readonly environment_id: Id<'environment'>;
  readonly production: boolean;
  readonly phase: Phase;
  readonly version: string;
  readonly requested_by: string;
  /** How many waves it has. */
  readonly waves: number;
}

/** A deployment as its failure needs it. Throws `not_found`. */
export async function failedDeployment(tx: Tx, id: Id<'deployment'>): Promise<FailedDeployment> {
  const { rows } = await sql<FailedDeployment>`
    select entity.title, entity.owner_unit_id, entity.restricted, deployment.repository_id,
      deployment.environment_id, environment.production, deployment.phase, release.version,
      deployment.requested_by, jsonb_array_length(deployment.waves)::int as waves
    from deployment join entity on entity.id = deployment.id
    join environment on environment.id = deployment.environment_id
    join release on release.id = deployment.release_id
    where deployment.id = ${id}
  `.execute(tx);
  const [row] = rows;
  if (!row) throw notFound('deployment');
  return row;
}

/** A step that failed, with its last attempt. */
export async function failedStepOf(tx: Tx, step: string) {
  const { rows } = await sql<{
    id: Id<'step'>;
    name: string;
    wave: number | null;
    definition: StepDefinition;
    attempt_id: Id<'attempt'> | null;
  }>`
    select deployment_step.id, deployment_step.name, deployment_step.wave, deployment_step.definition,
      (select attempt.id from step_attempt attempt where attempt.step_id = deployment_step.id
        order by attempt.attempt desc limit 1) as attempt_id
    from deployment_step where deployment_step.id = ${step}
  `.execute(tx);
  return rows[0];
}

/** Whether a failure that somebody holds keeps its place from a deployment. */
export async function isPlaceHeld(
  db: Db,
  deployment: { id: string; environment_id: string; repository_id: string },
  now: Temporal.Instant,
): Promise<boolean> {
  const { rows } = await sql`
    select 1 from failure where environment_id = ${deployment.environment_id}
      and repository_id = ${deployment.repository_id} and deployment_id <> ${deployment.id}
      and settled_at is null and held_until > ${toDate(now)} limit 1
  `.execute(db);
  return rows.length > 0;
}

/** The failures that were held until a moment that is past. */
export async function holdsOver(tx: Tx, now: Temporal.Instant) {
  return tx
    .$extendTables<ReleaseTables>()
    .selectFrom('failure')
    .select('id')
    .where('settled_at', 'is', null)
    .where('held_until', '<=', toDate(now))
    .orderBy('id')
    .limit(100)
    .forUpdate()
    .skipLocked()
    .execute();
}
