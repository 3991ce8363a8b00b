import type { Id } from '@throughline/contract';
import { toDate } from '../../../platform/clock.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { signal } from '../../../platform/live/signal.ts';
import type { RhythmTables } from '../tables.ts';
import { lockCard, takePartIn } from './retrospective-store.ts';

/** Puts a topic on for so many minutes, for all in the room; the same again gives it as many more. */
export async function discussCard(
  context: WriteContext,
  id: Id<'review'>,
  input: { card: Id<'card'> | null; minutes: number },
): Promise<void> {
  const { tx, now } = context;
  const { review } = await takePartIn(context, id, ['discuss'], { alone: true });
  if (input.card !== null) await lockCard(tx, id, input.card);
  await tx
    .$extendTables<RhythmTables>()
    .updateTable('retrospective')
    .set({
      topic_id: input.card,
      topic_until: input.card === null ? null : toDate(now.add({ minutes: input.minutes })),
    })
    .where('review_id', '=', id)
    .execute();
  await signal(context, review, 'rhythm.getRetrospective');
}
