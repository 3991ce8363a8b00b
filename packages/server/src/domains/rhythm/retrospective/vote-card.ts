import type { Id } from '@throughline/contract';
import type { WriteContext } from '../../../platform/context.ts';
import { signal } from '../../../platform/live/signal.ts';
import { problem } from '../../../platform/problem.ts';
import type { RhythmTables } from '../tables.ts';
import { dotsElsewhere, lockCard, takePartIn } from './retrospective-store.ts';

/** Gives a topic so many of a member's dots. Throws `rhythm.no_dots_left`. */
export async function voteCard(
  context: WriteContext,
  id: Id<'review'>,
  card: Id<'card'>,
  dots: number,
): Promise<void> {
  const { tx } = context;
  // One at a time, so that two windows of one member don't spend a dot twice.
  const retrospective = await takePartIn(context, id, ['vote'], { alone: true });
  const { member } = retrospective;
  const topic = await lockCard(tx, id, card);
  if (topic.under_id !== null) {
    throw problem('invalid_input', 'card: dots go to a topic, not to a card under it.');
  }
  if ((await dotsElsewhere(tx, id, member.id, card)) + dots > retrospective.dots) {
    throw problem(
      'rhythm.no_dots_left',
      `Everybody has ${retrospective.dots}: take one back first.`,
    );
  }
  const rhythm = tx.$extendTables<RhythmTables>();
  await rhythm
    .deleteFrom('retrospective_dot')
    .where('card_id', '=', card)
    .where('identity_id', '=', member.id)
    .execute();
  if (dots > 0) {
    await rhythm
      .insertInto('retrospective_dot')
      .values({ card_id: card, identity_id: member.id, dots })
      .execute();
  }
  await signal(context, retrospective.review, 'rhythm.getRetrospective');
}
