import type { Id } from '@throughline/contract';
import { toDate } from '../../../platform/clock.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { signal } from '../../../platform/live/signal.ts';
import { problem } from '../../../platform/problem.ts';
import { templateOfReview } from '../cycle/cycle-store.ts';
import { mayRunReview } from '../policy.ts';
import { loadReview } from '../review/review-store.ts';
import { requireState } from '../review/review-states.ts';
import type { RhythmTables } from '../tables.ts';
import { clockOf } from './room-store.ts';

/**
 * Puts a point of the agenda on, pauses it, or lets it go on. A point that is on already keeps its
 * time; what was paused goes on where it stopped.
 */
export async function keepTime(
  context: WriteContext,
  id: Id<'review'>,
  input: { point: number | null; paused: boolean },
): Promise<void> {
  const { tx, actor, now } = context;
  const review = await loadReview(tx, actor, id, { lock: true });
  await mayRunReview(context, review);
  requireState(review.state, 'time');
  const { point } = input;
  if (point !== null && point >= (await templateOfReview(tx, review.id)).agenda.length) {
    throw problem('invalid_input', 'point: the agenda has no such point.');
  }
  const before = await clockOf(tx, id);
  const at = toDate(now);
  const stays = point !== null && before?.point === point && before.point_since !== null;
  const sinceBefore = before?.point_since ?? at;
  const pausedBefore = before?.paused_at ?? null;
  const goesOn = stays && pausedBefore !== null && !input.paused;
  const row = {
    point,
    point_since:
      point === null
        ? null
        : !stays
          ? at
          : goesOn
            ? new Date(sinceBefore.getTime() + (at.getTime() - pausedBefore.getTime()))
            : sinceBefore,
    paused_at: point === null || !input.paused ? null : stays ? (pausedBefore ?? at) : at,
  };
  await tx
    .$extendTables<RhythmTables>()
    .insertInto('review_room')
    .values({ review_id: id, read_back_by: null, ...row })
    .onConflict((conflict) => conflict.column('review_id').doUpdateSet(row))
    .execute();
  await signal(context, review, 'rhythm.getRoom');
}
