import type { Id } from '@throughline/contract';
import type { WriteContext } from '../../../platform/context.ts';
import { signal } from '../../../platform/live/signal.ts';
import type { RhythmTables } from '../tables.ts';
import { lockCard, takePartIn } from './retrospective-store.ts';

/**
 * Puts a card, with those under it, under another's topic, or lets it head a topic of its own. Topics
 * are one deep: under a card that is under another means under that one.
 */
export async function groupCard(
  context: WriteContext,
  id: Id<'review'>,
  card: Id<'card'>,
  under: Id<'card'> | null,
): Promise<void> {
  const { tx } = context;
  // Grouped one at a time, so that two who drag at once make no circle.
  const { review } = await takePartIn(context, id, ['group'], { alone: true });
  await lockCard(tx, id, card);
  const target = under === null ? null : await lockCard(tx, id, under);
  const head = target === null ? null : (target.under_id ?? target.id);
  if (head === card) return;
  const rhythm = tx.$extendTables<RhythmTables>();
  await rhythm
    .updateTable('retrospective_card')
    .set({ under_id: head })
    .where('id', '=', card)
    .execute();
  if (head !== null) {
    await rhythm
      .updateTable('retrospective_card')
      .set({ under_id: head })
      .where('under_id', '=', card)
      .execute();
  }
  await signal(context, review, 'rhythm.getRetrospective');
}
