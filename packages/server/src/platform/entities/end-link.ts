import type { Id, RelationName } from '@throughline/contract';
import { authorise } from '../access/can.ts';
import type { WriteContext } from '../context.ts';
import { problem } from '../problem.ts';
import { loadEntity } from './entity.ts';
import { endLinks } from './link.ts';

/** Ends one relation now. Throws `not_found` or `wrong_state` (it ended before). */
export async function endLinkById(context: WriteContext, id: Id<'link'>): Promise<void> {
  const { tx, actor } = context;
  const row = await tx.selectFrom('link').selectAll().where('id', '=', id).executeTakeFirst();
  if (!row) throw problem('not_found', 'There is no such relation.');
  const from = await loadEntity(tx, actor, { kind: row.from_kind, id: row.from_id });
  const to = await loadEntity(tx, actor, { kind: row.to_kind, id: row.to_id });
  authorise(actor, 'contributor', from.ownerUnit ?? to.ownerUnit);
  if (row.relation === 'owned_by') {
    throw problem('wrong_state', 'Change the owner on the entity itself.');
  }
  if (row.until) throw problem('wrong_state', 'This relation ended already.');
  await endLinks(context, from, row.relation as RelationName, to);
}
