import type { Id } from '@throughline/contract';
import { sql } from 'kysely';
import type { Db } from '../../../platform/database/connect.ts';
import type { ReleaseTables } from '../tables.ts';
import { workflowOf } from '../workflow/workflow-store.ts';

/** A change that is marked for the integration branch, by somebody or by the label. */
export interface MarkedChange {
  id: Id<'change'>;
  head: string;
  branch: string;
  title: string;
  changed_at: Date;
}

/** The open changes of a repository that are marked, those first that were so first. */
export async function markedChanges(
  db: Db,
  repository: Id<'repository'>,
  label: string | undefined,
): Promise<MarkedChange[]> {
  const { rows } = await sql<MarkedChange>`
    select change.id, change.head, change.branch, entity.title, change.changed_at
    from change join entity on entity.id = change.id
    left join integration_mark mark on mark.change_id = change.id
    where change.repository_id = ${repository} and entity.state = 'open'
      and change.branch is not null
      and (mark.change_id is not null or ${label ?? null}::text = any(change.labels))
    order by coalesce(mark.at, entity.created_at), change.id limit 500
  `.execute(db);
  return rows;
}

/** The branches of a repository that hold everybody's changes and are nobody's. */
export async function sharedBranches(
  db: Db,
  repository: Id<'repository'>,
): Promise<ReadonlySet<string>> {
  const declared = (await workflowOf(db, repository)).integration?.branch;
  const built = (await integrationRow(db, repository))?.branch;
  return new Set([declared, built].filter((name) => name !== undefined));
}

/** The integration branch of a repository as it was built last. */
export async function integrationRow(db: Db, repository: Id<'repository'>) {
  return db
    .$extendTables<ReleaseTables>()
    .selectFrom('integration_branch')
    .selectAll()
    .where('repository_id', '=', repository)
    .executeTakeFirst();
}

/** The repositories that are fetched and whose workflow may declare an integration branch. */
export async function integratedRepositories(db: Db): Promise<Id<'repository'>[]> {
  const { rows } = await sql<{ id: Id<'repository'> }>`
    select repository_id as id from repository_workflow
    join repository on repository.id = repository_id
    where repository.default_branch is not null
      and (file_read like '%integration%' or own_text like '%integration%')
  `.execute(db);
  return rows.map(({ id }) => id);
}
