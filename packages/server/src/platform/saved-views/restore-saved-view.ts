import { toReference, type Id } from '@throughline/contract';
import type { WriteContext } from '../context.ts';
import { record } from '../ledger/record.ts';
import { problem } from '../problem.ts';
import { loadSavedView } from './saved-view.ts';

/** Takes a deletion back. Throws `already_exists` where the name was given anew meanwhile. */
export async function restoreSavedView(
  context: WriteContext,
  id: Id<'saved_view'>,
): Promise<number> {
  const view = await loadSavedView(context, id);
  if (!view.deleted_at) throw problem('wrong_state', 'This saved view is not deleted.');
  await context.tx
    .updateTable('saved_view')
    .set({ deleted_at: null })
    .where('id', '=', id)
    .execute();
  await record(context, {
    action: 'saved_view.restored',
    after: { view: toReference('saved_view', id) },
  });
  return view.revision;
}
