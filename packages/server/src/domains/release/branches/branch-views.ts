import {
  toReference,
  type EntityRef,
  type Id,
  type OperationOf,
  type OutputOf,
} from '@throughline/contract';
import { sql } from 'kysely';
import { visible } from '../../../platform/access/visible.ts';
import type { ReadContext } from '../../../platform/context.ts';
import { loadEntity } from '../../../platform/entities/entity.ts';

type Branches = OutputOf<OperationOf<'release.listFeatureBranches'>>;
type Stack = OutputOf<OperationOf<'release.getChange'>>['stack'];

/** The branches that were made for a piece of work, the newest first, with what became of them. */
export async function featureBranches(context: ReadContext, work: EntityRef): Promise<Branches> {
  await loadEntity(context.db, context.actor, work);
  const { rows } = await sql<{
    repository_id: string;
    repository_title: string;
    name: string;
    parent: string | null;
    state: 'pushing' | 'made' | 'refused';
    says: string;
    made_by: string;
    at: Date;
    change: { id: string; title: string; state: string } | null;
  }>`
    select branch.repository_id, entity.title as repository_title, branch.name, branch.parent,
      branch.state, branch.says, branch.made_by, branch.at,
      (select json_build_object('id', work.id, 'title', work.title, 'state', work.state)
        from change join entity work on work.id = change.id
        where change.repository_id = branch.repository_id and change.branch = branch.name
          and ${visible(context.actor, 'work')}
        order by change.id desc limit 1) as change
    from feature_branch branch join entity on entity.id = branch.repository_id
    where branch.work_id = ${work.id} and ${visible(context.actor)}
    order by branch.id desc limit 50
  `.execute(context.db);
  return {
    items: rows.map((row) => ({
      repository: {
        ref: toReference('repository', row.repository_id),
        title: row.repository_title,
      },
      name: row.name,
      parent: row.parent,
      state: row.state,
      says: row.says,
      madeBy: row.made_by,
      at: row.at.toISOString(),
      change: row.change && {
        ref: toReference('change', row.change.id),
        kind: 'change' as const,
        title: row.change.title,
        state: row.change.state,
      },
    })),
  };
}

/**
 * The stack in which a change stands, from the bottom: a change stands on another where it holds its
 * head. Empty where it stands alone. `moved` says what became of it when what it stood on landed.
 */
export async function stackOf(context: ReadContext, change: Id<'change'>): Promise<Stack> {
  const { rows } = await sql<{ id: string; title: string; state: string; branch: string | null }>`
    with own as (select id, repository_id, head from change where id = ${change}),
    members as (
      select below.id from own
      join change_commit held on held.change_id = own.id and held.sha <> own.head
      join change below on below.repository_id = own.repository_id and below.head = held.sha
        and below.id <> own.id
      union select own.id from own
      union
      select above.id from own
      join change_commit held on held.repository_id = own.repository_id and held.sha = own.head
      join change above on above.id = held.change_id and above.head <> own.head
    )
    select entity.id, entity.title, entity.state, change.branch
    from members join change on change.id = members.id join entity on entity.id = change.id
    where ${visible(context.actor)} and entity.state = 'open'
    order by (select count(*) from change_commit where change_id = change.id), entity.id
    limit 50
  `.execute(context.db);
  const moves = await sql<{ says: string; conflicts: string[]; state: string }>`
    select says, conflicts, branch_retarget.state from branch_retarget
    where change_id = ${change} order by at desc limit 1
  `.execute(context.db);
  const [moved] = moves.rows;
  return {
    changes:
      rows.length < 2
        ? []
        : rows.map((row) => ({
            ref: toReference('change', row.id),
            kind: 'change' as const,
            title: row.title,
            state: row.state,
            branch: row.branch,
          })),
    moved: moved
      ? { says: moved.says, conflicts: moved.conflicts, done: moved.state === 'moved' }
      : null,
  };
}
