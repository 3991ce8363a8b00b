import { toReference, type Id } from '@throughline/contract';
import type { WriteContext } from '../../../platform/context.ts';
import { changeEntity, loadEntity } from '../../../platform/entities/entity.ts';
import { problem } from '../../../platform/problem.ts';
import { authoriseTriage } from '../policy.ts';
import { loadFeedback } from '../store.ts';
import type { EngagementTables } from '../tables.ts';

/**
 * Makes feedback a duplicate of another: it closes, its own duplicates move along, its themes are
 * the other's too. There is one level only: into a duplicate means into what that was merged into.
 * Throws `entity.circular` and `wrong_state`.
 */
export async function mergeFeedback(
  context: WriteContext,
  id: Id<'feedback'>,
  into: Id<'feedback'>,
): Promise<number> {
  const { tx, actor } = context;
  const duplicate = await loadEntity(tx, actor, { kind: 'feedback', id }, { lock: true });
  authoriseTriage(actor, duplicate);
  const own = await loadFeedback(context, id);
  if (own?.merged_into_id) throw problem('wrong_state', 'This is a duplicate of another already.');
  const other = await loadFeedback(context, into);
  const rootId = other?.merged_into_id ?? into;
  if (rootId === id) throw problem('entity.circular', 'Feedback is no duplicate of itself.');
  const root = await loadEntity(tx, actor, { kind: 'feedback', id: rootId }, { lock: true });
  authoriseTriage(actor, root);
  const themes = (await loadFeedback(context, rootId))?.themes ?? [];
  const tables = tx.$extendTables<EngagementTables>();
  await tables
    .updateTable('feedback')
    .set({ merged_into_id: rootId })
    .where((eb) => eb.or([eb('id', '=', id), eb('merged_into_id', '=', id)]))
    .execute();
  await tables
    .updateTable('feedback')
    .set({ themes: [...new Set([...themes, ...(own?.themes ?? [])])] })
    .where('id', '=', rootId)
    .execute();
  await changeEntity(context, root, {
    action: 'feedback.joined',
    after: { duplicate: toReference('feedback', id) },
  });
  return changeEntity(context, duplicate, {
    action: 'feedback.merged',
    state: 'closed',
    after: { into: toReference('feedback', rootId) },
  });
}
