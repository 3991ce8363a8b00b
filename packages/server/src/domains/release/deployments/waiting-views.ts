import type { DeploymentState, Id } from '@throughline/contract';
import { sql } from 'kysely';
import { visible } from '../../../platform/access/visible.ts';
import type { ReadContext } from '../../../platform/context.ts';
import { currentFreeze } from '../environments/store.ts';
import { currentLocks } from '../locks/store.ts';
import { isPlaceHeld } from '../failures/failure-store.ts';
import { hasRunner } from '../runners/store.ts';
import type { AttemptState } from '../tables.ts';
import { activeStates } from './deployment-rules.ts';
import { lockSays } from './find-obstacles.ts';

interface Waiting {
  readonly id: Id<'deployment'>;
  readonly state: DeploymentState;
  readonly repository_id: Id<'repository'>;
  readonly environment_id: Id<'environment'>;
  readonly trusted: boolean;
  readonly hotfix_until: Date | null;
  readonly hotfix_approved_by: string | null;
}

/** Why a deployment doesn't go on at this moment, in a sentence; null where nothing keeps it. */
export async function waitingFor(
  context: ReadContext,
  row: Waiting,
  attempts: readonly { kind?: string; state: AttemptState }[],
): Promise<string | null> {
  const { db, now } = context;
  if (row.state === 'queued') return turnOf(context, row);
  const ready = attempts.some(({ state }) => state === 'ready');
  if (!ready || (row.state !== 'running' && row.state !== 'rolling-back')) return null;
  return (await hasRunner(db, now, row.trusted)) ? null : 'It waits for a runner.';
}

async function turnOf(context: ReadContext, row: Waiting): Promise<string> {
  const { db, now } = context;
  const { rows } = await sql<{ title: string }>`
    select entity.title from deployment join entity on entity.id = deployment.id
    where deployment.environment_id = ${row.environment_id}
      and deployment.repository_id = ${row.repository_id}
      and deployment.state = any(${[...activeStates]}::text[]) and ${visible(context.actor)}
    limit 1
  `.execute(db);
  if (rows[0]) return `It waits for “${rows[0].title}”.`;
  const freeze = await currentFreeze(db, row.environment_id, now);
  if (freeze && row.hotfix_until !== null && row.hotfix_approved_by === null) {
    return `A freeze holds (${freeze.reason}): somebody else has to approve this as a hotfix until ${row.hotfix_until.toISOString()}.`;
  }
  if (freeze && row.hotfix_until === null) return `${freeze.by_name} froze it: ${freeze.reason}`;
  const locks = await currentLocks(db, row, now);
  const hard = locks.find((lock) => lock.hard);
  if (hard) return lockSays(hard).says;
  return (await isPlaceHeld(db, row, now))
    ? 'It waits: a failure is held in its place.'
    : 'It waits for its turn.';
}

/**
 * Deployments that only a person can take further though nothing failed: approvals, what waits for
 * somebody's hand, hotfixes that nobody approved yet.
 */
export async function deploymentsWaiting(context: ReadContext) {
  const { rows } = await sql<{
    id: string;
    title: string;
    state: DeploymentState;
    question: string | null;
  }>`
    select entity.id, entity.title, deployment.state,
      case when deployment.state = 'queued' then 'Approve it as a hotfix: ' || deployment.hotfix_reason
        else deployment.question end as question
    from deployment join entity on entity.id = deployment.id
    where ${visible(context.actor)} and (deployment.state = 'approving'
      or (deployment.state = 'held' and not exists (select 1 from failure
        where failure.deployment_id = deployment.id and failure.settled_at is null))
      or (deployment.state = 'queued' and deployment.hotfix_until > ${context.now.toString()}
        and deployment.hotfix_approved_by is null))
    order by deployment.id desc limit 50
  `.execute(context.db);
  return rows;
}
