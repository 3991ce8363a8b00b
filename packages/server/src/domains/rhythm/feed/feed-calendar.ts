import { writeCalendar } from '@throughline/cadence';
import type { ReadContext } from '../../../platform/context.ts';
import type { RawAnswer } from '../../../platform/http/route.ts';
import { problem } from '../../../platform/problem.ts';
import { organisationCalendar } from '../organisation-calendar.ts';
import { actionEvent } from './action-event.ts';
import { feedActions } from './feed-action-views.ts';
import { feedOfToken, feedReviews } from './feed-views.ts';
import { calendarProduct, reviewEvent } from './review-event.ts';

const monthsAhead = 18;
const monthsBack = 3;

/** The iCalendar text behind a feed's token. Throws `not_found` for any other. */
export async function feedCalendar(
  { db, now }: ReadContext,
  publicUrl: string,
  token: string,
): Promise<RawAnswer> {
  const feed = await feedOfToken(db, token, now);
  if (!feed) throw problem('not_found', 'There is no such calendar. Ask for its address again.');
  const local = now.toZonedDateTimeISO((await organisationCalendar(db)).zone);
  const reviews = await feedReviews(db, feed, {
    from: local.subtract({ months: monthsBack }).toInstant(),
    to: local.add({ months: monthsAhead }).toInstant(),
    today: local.toPlainDate().toString(),
  });
  const actions = await feedActions(db, feed, {
    from: local.subtract({ months: monthsBack }).toPlainDate().toString(),
    to: local.add({ months: monthsAhead }).toPlainDate().toString(),
  });
  const stamp = [...reviews, ...actions]
    .map(({ updatedAt }) => updatedAt)
    .reduce(
      (one, other) => (Temporal.Instant.compare(one, other) < 0 ? other : one),
      feed.createdAt,
    );
  const body = writeCalendar({
    productId: calendarProduct,
    method: 'PUBLISH',
    stamp,
    name: feed.name,
    refreshMinutes: 60,
    events: [
      ...reviews.map((review) => reviewEvent(review, publicUrl)),
      ...actions.map((action) => actionEvent(action, publicUrl)),
    ],
  });
  return { body, headers: { 'cache-control': 'private, max-age=300' } };
}
