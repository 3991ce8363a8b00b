import { toReference, type Id } from '@throughline/contract';
import { toDate } from '../clock.ts';
import type { WriteContext } from '../context.ts';
import { record } from '../ledger/record.ts';
import { problem } from '../problem.ts';
import { loadSavedView } from './saved-view.ts';

/** Takes a saved view out of all menus; it can be restored. */
export async function deleteSavedView(context: WriteContext, id: Id<'saved_view'>): Promise<void> {
  const view = await loadSavedView(context, id);
  if (view.deleted_at) throw problem('not_found', 'This saved view is deleted already.');
  await context.tx
    .updateTable('saved_view')
    .set({ deleted_at: toDate(context.now) })
    .where('id', '=', id)
    .execute();
  await record(context, {
    action: 'saved_view.deleted',
    after: { view: toReference('saved_view', id) },
  });
}
