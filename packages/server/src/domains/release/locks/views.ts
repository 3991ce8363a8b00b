import { toReference, type Id, type OperationOf, type OutputOf } from '@throughline/contract';
import { sql } from 'kysely';
import { visible } from '../../../platform/access/visible.ts';
import { toDate } from '../../../platform/clock.ts';
import type { ReadContext } from '../../../platform/context.ts';

type Listed = OutputOf<OperationOf<'release.listDeploymentLocks'>>;

/** The locks that hold now, the oldest first: of an environment, or of all. */
export async function listLocks(
  context: ReadContext,
  environment: Id<'environment'> | undefined,
): Promise<Listed> {
  const { rows } = await sql<{
    id: string;
    environment_id: string;
    environment_title: string;
    repository_id: string | null;
    repository_title: string | null;
    hard: boolean;
    reason: string;
    by_name: string;
    since: Date;
    until: Date | null;
    rolled_back_id: string | null;
  }>`
    select lock.id, lock.environment_id, place.title as environment_title, lock.repository_id,
      home.title as repository_title, lock.hard, lock.reason, lock.by_name, lock.since, lock.until,
      lock.rolled_back_id
    from deployment_lock lock
    join entity place on place.id = lock.environment_id and ${visible(context.actor, 'place')}
    left join entity home on home.id = lock.repository_id and ${visible(context.actor, 'home')}
    where lock.ended_at is null and (lock.until is null or lock.until > ${toDate(context.now)})
      and (lock.repository_id is null or home.id is not null)
      and ${environment ? sql`lock.environment_id = ${environment}` : sql`true`}
    order by lock.since, lock.id limit 500
  `.execute(context.db);
  return {
    items: rows.map((row) => ({
      ref: toReference('deployment_lock', row.id),
      environment: {
        ref: toReference('environment', row.environment_id),
        title: row.environment_title,
      },
      repository:
        row.repository_id === null
          ? null
          : {
              ref: toReference('repository', row.repository_id),
              title: row.repository_title ?? '',
            },
      kind: row.hard ? 'hard' : 'warning',
      reason: row.reason,
      by: row.by_name,
      since: row.since.toISOString(),
      until: row.until?.toISOString() ?? null,
      rolledBack:
        row.rolled_back_id === null ? null : toReference('deployment', row.rolled_back_id),
    })),
  };
}
