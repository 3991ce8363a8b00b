import type { CardHeading, Id } from '@throughline/contract';
import { toDate } from '../../../platform/clock.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { newId } from '../../../platform/database/new-id.ts';
import { signal } from '../../../platform/live/signal.ts';
import type { RhythmTables } from '../tables.ts';
import { takePartIn } from './retrospective-store.ts';

/** Writes a card. What is on it goes nowhere but into its row: no ledger, no search, no stream. */
export async function writeCard(
  context: WriteContext,
  id: Id<'review'>,
  input: { heading: CardHeading; text: string },
): Promise<Id<'card'>> {
  const { review, member } = await takePartIn(context, id, ['write']);
  const card = newId('card');
  await context.tx
    .$extendTables<RhythmTables>()
    .insertInto('retrospective_card')
    .values({
      id: card,
      review_id: id,
      heading: input.heading,
      text: input.text,
      identity_id: member.id,
      by_name: member.name,
      under_id: null,
      at: toDate(context.now),
    })
    .execute();
  await signal(context, review, 'rhythm.getRetrospective');
  return card;
}
