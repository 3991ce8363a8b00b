import type { Id } from '@throughline/contract';
import type { WriteContext } from '../../platform/context.ts';
import type { Tx } from '../../platform/database/connect.ts';
import type { ChecklistItem } from './rules.ts';
import type { DeliveryTables } from './tables.ts';

/** A story's own row. */
export function loadStory(tx: Tx, id: Id<'story'>) {
  return tx
    .$extendTables<DeliveryTables>()
    .selectFrom('story')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
}

/** A design release's own row. */
export function loadDesignRelease(tx: Tx, id: Id<'design_release'>) {
  return tx
    .$extendTables<DeliveryTables>()
    .selectFrom('design_release')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
}

/** A design release's checklist, in its order. */
export function loadChecklist(tx: Tx, id: Id<'design_release'>): Promise<ChecklistItem[]> {
  return tx
    .$extendTables<DeliveryTables>()
    .selectFrom('design_checklist_item')
    .select(['text', 'result', 'note'])
    .where('design_release_id', '=', id)
    .orderBy('ordinal')
    .execute();
}

/** Puts another checklist in the place of a design release's present one. */
export async function replaceChecklist(
  { tx }: WriteContext,
  id: Id<'design_release'>,
  items: readonly ChecklistItem[],
): Promise<void> {
  const delivery = tx.$extendTables<DeliveryTables>();
  await delivery.deleteFrom('design_checklist_item').where('design_release_id', '=', id).execute();
  if (items.length === 0) return;
  await delivery
    .insertInto('design_checklist_item')
    .values(items.map((item, ordinal) => ({ design_release_id: id, ordinal, ...item })))
    .execute();
}
