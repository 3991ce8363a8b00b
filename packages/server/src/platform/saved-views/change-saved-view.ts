import { toReference, type Id, type OperationOf, type ParsedInput } from '@throughline/contract';
import { toDate } from '../clock.ts';
import type { WriteContext } from '../context.ts';
import { record } from '../ledger/record.ts';
import { problem } from '../problem.ts';
import { loadSavedView, sharing } from './saved-view.ts';

type Input = ParsedInput<OperationOf<'savedViews.changeSavedView'>>['body'];

/** Renames, shares or refills a saved view. Throws `stale_revision`, `already_exists`. */
export async function changeSavedView(
  context: WriteContext,
  id: Id<'saved_view'>,
  { name, search, shared }: Input,
): Promise<number> {
  const view = await loadSavedView(context, id);
  if (view.deleted_at) throw problem('not_found', 'This saved view is deleted.');
  if (context.ifMatch !== view.revision) {
    throw problem('stale_revision', 'Load the saved view again, then change it.', {
      revision: view.revision,
    });
  }
  const revision = view.revision + 1;
  await context.tx
    .updateTable('saved_view')
    .set({
      ...(name === undefined ? {} : { name }),
      ...(search === undefined ? {} : { search }),
      ...(shared ? await sharing(context, shared) : {}),
      revision,
      updated_at: toDate(context.now),
    })
    .where('id', '=', id)
    .execute();
  await record(context, {
    action: 'saved_view.changed',
    after: { view: toReference('saved_view', id), name, search, sharedWith: shared?.with },
  });
  return revision;
}
