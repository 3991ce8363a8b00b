import type { Id } from '@throughline/contract';
import { sql } from 'kysely';
import { toDate } from '../../../platform/clock.ts';
import type { Tx } from '../../../platform/database/connect.ts';

interface Place {
  readonly deployment: Id<'deployment'>;
  readonly now: Temporal.Instant;
}

/** Keeps that a deployment failed; the first time counts. */
export async function keepFailed(tx: Tx, { deployment, now }: Place): Promise<void> {
  await sql`
    insert into deployment_outcome (deployment_id, repository_id, environment_id, first_failed_at)
    select id, repository_id, environment_id, ${toDate(now)} from deployment where id = ${deployment}
    on conflict (deployment_id) do update set
      first_failed_at = coalesce(deployment_outcome.first_failed_at, excluded.first_failed_at)
  `.execute(tx);
}

/**
 * Keeps that a deployment succeeded: whether its commit ran here already when it was asked for, or
 * had run here before another took its place.
 */
export async function keepSucceeded(tx: Tx, { deployment, now }: Place): Promise<void> {
  await sql`
    insert into deployment_outcome
      (deployment_id, repository_id, environment_id, succeeded_at, repeats, restores)
    select one.id, one.repository_id, one.environment_id, ${toDate(now)},
      coalesce(good.sha = one.sha, false),
      coalesce(good.sha <> one.sha, true) and exists (select 1 from deployment earlier
        join deployment_outcome past on past.deployment_id = earlier.id
        where earlier.environment_id = one.environment_id
          and earlier.repository_id = one.repository_id and earlier.sha = one.sha
          and earlier.id <> one.id and past.succeeded_at is not null)
    from deployment one left join deployment good on good.id = one.last_good_id
    where one.id = ${deployment}
    on conflict (deployment_id) do update set succeeded_at = excluded.succeeded_at,
      repeats = excluded.repeats, restores = excluded.restores
  `.execute(tx);
}

/** Keeps that a deployment began to go back; the first time counts. */
export async function keepRollbackStarted(tx: Tx, { deployment, now }: Place): Promise<void> {
  await sql`
    insert into deployment_outcome (deployment_id, repository_id, environment_id, rollback_started_at)
    select id, repository_id, environment_id, ${toDate(now)} from deployment where id = ${deployment}
    on conflict (deployment_id) do update set
      rollback_started_at = coalesce(deployment_outcome.rollback_started_at,
        excluded.rollback_started_at)
  `.execute(tx);
}

/** Keeps that a deployment was rolled back. */
export async function keepRolledBack(tx: Tx, { deployment, now }: Place): Promise<void> {
  await sql`
    insert into deployment_outcome (deployment_id, repository_id, environment_id, rolled_back_at)
    select id, repository_id, environment_id, ${toDate(now)} from deployment where id = ${deployment}
    on conflict (deployment_id) do update set rolled_back_at = excluded.rolled_back_at
  `.execute(tx);
}

/** Keeps what a deployment brings. */
export async function keepCommitsOf(
  tx: Tx,
  deployment: Id<'deployment'>,
  commits: readonly { sha: string; at: string }[],
): Promise<void> {
  if (commits.length === 0) return;
  await sql`
    insert into deployment_commit (deployment_id, sha, committed_at)
    select ${deployment}, sha, at
    from jsonb_to_recordset(${JSON.stringify(commits)}::jsonb) as row (sha text, at timestamptz)
    on conflict do nothing
  `.execute(tx);
}
