import {
  failureClasses,
  type FailureClass,
  type Id,
  type OperationOf,
  type OutputOf,
} from '@throughline/contract';
import type { ReadContext } from '../../../platform/context.ts';
import type { Db } from '../../../platform/database/connect.ts';
import { loadEntity } from '../../../platform/entities/entity.ts';
import type { ReleaseTables } from '../tables.ts';
import { shippedRunbooks } from './shipped-runbooks.ts';

type Runbook = OutputOf<OperationOf<'release.listRunbooks'>>['items'][number];

/** Whose words a runbook's are. */
export type RunbookScope = Runbook['scope'];

async function written(db: Db, repository: Id<'repository'> | null) {
  return db
    .$extendTables<ReleaseTables>()
    .selectFrom('runbook')
    .selectAll()
    .where((where) =>
      where.or([
        where('repository_id', 'is', null),
        ...(repository ? [where('repository_id', '=', repository)] : []),
      ]),
    )
    .execute();
}

function chosen(of: FailureClass, rows: Awaited<ReturnType<typeof written>>): Runbook {
  const own = rows.filter((row) => row.class === of);
  const row = own.find(({ repository_id }) => repository_id !== null) ?? own[0];
  return row
    ? {
        class: of,
        body: row.body,
        scope: row.repository_id === null ? 'organisation' : 'repository',
        changedBy: row.changed_by,
        changedAt: row.changed_at.toISOString(),
      }
    : {
        class: of,
        body: shippedRunbooks[of],
        scope: 'shipped',
        changedBy: null,
        changedAt: null,
      };
}

/** The runbook of a class as it stands for a repository: its own words, the organisation's, or ours. */
export async function runbookOf(
  db: Db,
  of: FailureClass,
  repository: Id<'repository'> | null,
): Promise<Runbook> {
  return chosen(of, await written(db, repository));
}

/** The runbooks of all classes. Throws `not_found` for a repository that the actor doesn't see. */
export async function listRunbooks(
  context: ReadContext,
  repository: Id<'repository'> | undefined,
): Promise<Runbook[]> {
  if (repository)
    await loadEntity(context.db, context.actor, { kind: 'repository', id: repository });
  const rows = await written(context.db, repository ?? null);
  return failureClasses.map((of) => chosen(of, rows));
}
