import type { Id, OperationOf, ParsedInput } from '@throughline/contract';
import type { Actor, Member } from '../access/actor.ts';
import type { WriteContext } from '../context.ts';
import { loadEntity } from '../entities/entity.ts';
import { problem } from '../problem.ts';

type Shared = ParsedInput<OperationOf<'savedViews.createSavedView'>>['body']['shared'];

/** The member whose views these are; views are nobody else's affair. */
export function viewer(actor: Actor): Member {
  if (actor.kind !== 'member') throw problem('forbidden', 'Saved views are for members.');
  return actor;
}

/** Who a view is shared with, as its row says it. Throws `not_found` for an unknown unit. */
export async function sharing(
  context: WriteContext,
  shared: Shared,
): Promise<{ shared_with: Shared['with']; unit_id: Id<'unit'> | null }> {
  if (shared.with !== 'unit') return { shared_with: shared.with, unit_id: null };
  await loadEntity(context.tx, context.actor, { kind: 'unit', id: shared.unit });
  return { shared_with: 'unit', unit_id: shared.unit };
}

/**
 * Loads a saved view to change it: its owner's, or any shared one for an administrator. Throws
 * `not_found` for everybody else's.
 */
export async function loadSavedView(
  context: WriteContext,
  id: Id<'saved_view'>,
): Promise<{ revision: number; deleted_at: Date | null }> {
  const { id: identity, administrator } = viewer(context.actor);
  const row = await context.tx
    .selectFrom('saved_view')
    .select(['owner_id', 'shared_with', 'revision', 'deleted_at'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  const theirs = row?.owner_id === identity || (administrator && row?.shared_with !== 'nobody');
  if (!row || !theirs) throw problem('not_found', 'You have no such saved view.');
  return row;
}
