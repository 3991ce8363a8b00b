import type { Id } from '@throughline/contract';
import { sql } from 'kysely';
import { toDate } from '../../../platform/clock.ts';
import type { Db, Tx } from '../../../platform/database/connect.ts';
import type { ReleaseTables } from '../tables.ts';
import { activeStates } from './deployment-rules.ts';

/** What the sweeper finds to do. */
export interface Due {
  readonly queued: readonly Id<'deployment'>[];
  readonly lost: readonly { id: Id<'attempt'>; fence: string; deployment_id: Id<'deployment'> }[];
  readonly asks: readonly Id<'attempt'>[];
  readonly probes: readonly Id<'deployment'>[];
  readonly revisions: readonly Id<'deployment'>[];
  readonly promotions: readonly string[];
  readonly stale: readonly Id<'deployment'>[];
}

/** Reads what is due: turns in queues, leases that ended, steps and probes to ask, promotions. */
export async function findDue(db: Db, now: Temporal.Instant): Promise<Due> {
  const at = toDate(now);
  const tables = db.$extendTables<ReleaseTables>();
  const queued = await sql<{ id: Id<'deployment'> }>`
    select distinct on (environment_id, repository_id) id from deployment waiting
    where state = 'queued' and not exists (select 1 from deployment other
      where other.environment_id = waiting.environment_id
        and other.repository_id = waiting.repository_id
        and other.state = any(${[...activeStates]}::text[]))
    order by environment_id, repository_id, hotfix_reason is null, id limit 100
  `.execute(db);
  const lost = await tables
    .selectFrom('step_attempt')
    .select(['id', 'fence', 'deployment_id'])
    .where('state', '=', 'running')
    .where('kind', '=', 'command')
    .where('lease_until', '<', at)
    .limit(100)
    .execute();
  const asks = await tables
    .selectFrom('step_attempt')
    .select('id')
    .where('kind', '<>', 'command')
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
  const revisions = await tables
    .selectFrom('deployment')
    .select('id')
    .where('current', '=', true)
    .where('revision_due_at', '<=', at)
    .orderBy('revision_due_at')
    .limit(50)
    .execute();
  const promotions = await tables
    .selectFrom('deployment_promotion')
    .select('id')
    .where('state', '=', 'waiting')
    .where('by_itself', '=', true)
    .where('due_at', '<=', at)
    .orderBy('due_at')
    .limit(20)
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
    asks: ids(asks),
    probes: ids(probes),
    revisions: ids(revisions),
    promotions: ids(promotions),
    stale: ids(stale),
  };
}

/** Takes the turn of asking for a step; undefined where another node has it. */
export async function takeAskTurn(tx: Tx, id: Id<'attempt'>, now: Temporal.Instant) {
  const row = await tx
    .$extendTables<ReleaseTables>()
    .selectFrom('step_attempt')
    .innerJoin('deployment_step', 'deployment_step.id', 'step_attempt.step_id')
    .select([
      'step_attempt.id',
      'step_attempt.fence',
      'step_attempt.state',
      'step_attempt.gate_until',
      'step_attempt.failures',
      'step_attempt.step_id',
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

/** Takes the turn of reading the running revision; undefined where another node has it. */
export async function takeRevisionTurn(tx: Tx, id: Id<'deployment'>, now: Temporal.Instant) {
  return tx
    .$extendTables<ReleaseTables>()
    .selectFrom('deployment')
    .innerJoin('release', 'release.id', 'deployment.release_id')
    .select(['deployment.id', 'revision_probe', 'deployment.sha', 'release.version', 'release.tag'])
    .where('deployment.id', '=', id)
    .where('current', '=', true)
    .where('revision_due_at', '<=', toDate(now))
    .forUpdate('deployment')
    .skipLocked()
    .executeTakeFirst();
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
