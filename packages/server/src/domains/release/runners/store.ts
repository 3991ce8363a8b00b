import type { Id, Sandbox } from '@throughline/contract';
import { sql } from 'kysely';
import { toDate } from '../../../platform/clock.ts';
import type { Db, Tx } from '../../../platform/database/connect.ts';
import type { StepDefinition } from '../pipeline.ts';
import type { ReleaseTables } from '../tables.ts';

/** A runner not heard of for longer than this is offline. */
export const onlineSeconds = 60;

/** Whether a runner is online that would take commands: without a sandbox, of trusted ones only. */
export async function hasRunner(db: Db, now: Temporal.Instant, trusted: boolean): Promise<boolean> {
  const row = await db
    .$extendTables<ReleaseTables>()
    .selectFrom('runner')
    .select('id')
    .where('revoked_at', 'is', null)
    .where('last_seen_at', '>', toDate(now.subtract({ seconds: onlineSeconds })))
    .where('sandbox', 'in', trusted ? ['bubblewrap', 'account', 'none'] : ['bubblewrap', 'account'])
    .executeTakeFirst();
  return row !== undefined;
}

/** Whether an administrator accepted any repository as trusted. */
export async function hasTrustedRepository(db: Db): Promise<boolean> {
  const row = await db
    .$extendTables<ReleaseTables>()
    .selectFrom('repository')
    .select('id')
    .where('trusted', '=', true)
    .executeTakeFirst();
  return row !== undefined;
}

/** The runner that a token's hash belongs to, unless it was revoked. */
export async function runnerOfToken(db: Db, hash: Buffer) {
  return db
    .$extendTables<ReleaseTables>()
    .selectFrom('runner')
    .select(['id', 'name'])
    .where('token_hash', '=', hash)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
}

/** Whether an attempt waits that a runner with this sandbox may take. */
export async function hasWork(db: Db, sandbox: Sandbox): Promise<boolean> {
  const { rows } = await sql`
    select 1 from step_attempt attempt join deployment on deployment.id = attempt.deployment_id
    join repository on repository.id = deployment.repository_id
    where attempt.state = 'ready' and attempt.kind = 'command'
      and (${sandbox !== 'none'} or repository.trusted) limit 1
  `.execute(db);
  return rows.length > 0;
}

/** An attempt with all that its runner needs to know. */
export interface ClaimedAttempt {
  id: Id<'attempt'>;
  fence: string;
  step_id: Id<'step'>;
  deployment_id: Id<'deployment'>;
  name: string;
  definition: StepDefinition;
  environment: string;
  version: string;
  tag: string;
  sha: string;
  previous_version: string | null;
  previous_sha: string | null;
}

/** Takes the longest waiting attempt for a runner; undefined where there is none. */
export async function takeAttempt(
  tx: Tx,
  take: {
    runner: Id<'runner'>;
    sandbox: Sandbox;
    now: Temporal.Instant;
    leaseSeconds: number;
  },
): Promise<ClaimedAttempt | undefined> {
  const now = toDate(take.now);
  const until = toDate(take.now.add({ seconds: take.leaseSeconds }));
  const { rows } = await sql<{ id: string }>`
    update step_attempt set state = 'running', runner_id = ${take.runner}, started_at = ${now},
      lease_until = ${until}
    where id = (
      select attempt.id from step_attempt attempt
      join deployment on deployment.id = attempt.deployment_id
      join repository on repository.id = deployment.repository_id
      where attempt.state = 'ready' and attempt.kind = 'command'
        and (${take.sandbox !== 'none'} or repository.trusted)
      order by attempt.fence limit 1 for update of attempt skip locked)
    returning id
  `.execute(tx);
  const [row] = rows;
  if (!row) return undefined;
  const found = await sql<ClaimedAttempt>`
    select attempt.id, attempt.fence, attempt.step_id, attempt.deployment_id, step.name,
      step.definition, environment.key as environment, release.version, release.tag, release.sha,
      before.version as previous_version, before.sha as previous_sha
    from step_attempt attempt
    join deployment_step step on step.id = attempt.step_id
    join deployment on deployment.id = attempt.deployment_id
    join environment on environment.id = deployment.environment_id
    join release on release.id = deployment.release_id
    left join deployment last_good on last_good.id = deployment.last_good_id
    left join release before on before.id = last_good.release_id
    where attempt.id = ${row.id}
  `.execute(tx);
  return found.rows[0];
}

/** An attempt that a runner holds: a deployment's step, or a check of the merge queue. */
export interface HeldAttempt {
  of: 'step' | 'check';
  log_bytes: string;
  log_truncated: boolean;
  repository_id: Id<'repository'>;
  sha: string;
  /** Whether somebody wants it to end. */
  cancel: boolean;
}

/** Where the attempts of either kind lie, and their logs. */
export const attemptTables = {
  step: { attempts: 'step_attempt', log: 'attempt_log' },
  check: { attempts: 'check_attempt', log: 'check_log' },
} as const;

/** The attempt of a runner that still holds its fence. */
export async function heldAttempt(
  db: Db,
  held: { id: Id<'attempt'>; fence: number; runner: Id<'runner'> },
): Promise<HeldAttempt | undefined> {
  const holds = sql`attempt.id = ${held.id} and attempt.fence = ${held.fence}
    and attempt.runner_id = ${held.runner} and attempt.state = 'running'`;
  const { rows } = await sql<HeldAttempt>`
    select 'step' as of, attempt.log_bytes, attempt.log_truncated, deployment.repository_id,
      deployment.sha, deployment.cancel_reason is not null as cancel
    from step_attempt attempt join deployment on deployment.id = attempt.deployment_id
    where ${holds}
    union all
    select 'check', attempt.log_bytes, attempt.log_truncated, build.repository_id, build.sha,
      build.state <> 'running'
    from check_attempt attempt join queue_build build on build.id = attempt.build_id
    where ${holds}
  `.execute(db);
  return rows[0];
}
