import { toReference, type Id, type OperationOf, type ParsedInput } from '@throughline/contract';
import { toDate } from '../clock.ts';
import type { WriteContext } from '../context.ts';
import { newId } from '../database/new-id.ts';
import { record } from '../ledger/record.ts';
import { sharing, viewer } from './saved-view.ts';

type Input = ParsedInput<OperationOf<'savedViews.createSavedView'>>['body'];

/** Saves a page with its filters under a name. Throws `already_exists` for a name of one's own. */
export async function createSavedView(
  context: WriteContext,
  { name, page, search, shared }: Input,
): Promise<Id<'saved_view'>> {
  const id = newId('saved_view');
  await context.tx
    .insertInto('saved_view')
    .values({
      id,
      owner_id: viewer(context.actor).id,
      name,
      page,
      search,
      ...(await sharing(context, shared)),
      updated_at: toDate(context.now),
    })
    .execute();
  await record(context, {
    action: 'saved_view.created',
    after: { view: toReference('saved_view', id), name, page, search, sharedWith: shared.with },
  });
  return id;
}
