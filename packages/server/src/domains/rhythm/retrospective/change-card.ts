import type { CardHeading, Id } from '@throughline/contract';
import type { WriteContext } from '../../../platform/context.ts';
import { notFound } from '../../../platform/entities/entity.ts';
import type { RhythmTables } from '../tables.ts';
import { lockCard, takePartIn } from './retrospective-store.ts';

/** Changes a card of one's own before the reveal. Somebody else's isn't there. */
export async function changeCard(
  context: WriteContext,
  id: Id<'review'>,
  card: Id<'card'>,
  change: { text?: string | undefined; heading?: CardHeading | undefined },
): Promise<void> {
  const { member } = await takePartIn(context, id, ['write']);
  const before = await lockCard(context.tx, id, card);
  if (before.identity_id !== member.id) throw notFound('card');
  await context.tx
    .$extendTables<RhythmTables>()
    .updateTable('retrospective_card')
    .set({ text: change.text ?? before.text, heading: change.heading ?? before.heading })
    .where('id', '=', card)
    .execute();
}
