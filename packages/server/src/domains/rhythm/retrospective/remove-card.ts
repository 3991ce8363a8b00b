import type { Id } from '@throughline/contract';
import type { WriteContext } from '../../../platform/context.ts';
import { notFound } from '../../../platform/entities/entity.ts';
import { signal } from '../../../platform/live/signal.ts';
import type { RhythmTables } from '../tables.ts';
import { lockCard, takePartIn } from './retrospective-store.ts';

/** Takes back a card of one's own before the reveal. */
export async function removeCard(
  context: WriteContext,
  id: Id<'review'>,
  card: Id<'card'>,
): Promise<void> {
  const { review, member } = await takePartIn(context, id, ['write']);
  const before = await lockCard(context.tx, id, card);
  if (before.identity_id !== member.id) throw notFound('card');
  await context.tx
    .$extendTables<RhythmTables>()
    .deleteFrom('retrospective_card')
    .where('id', '=', card)
    .execute();
  await signal(context, review, 'rhythm.getRetrospective');
}
