import { eventUid, writeCalendar } from '@throughline/cadence';
import { toReference } from '@throughline/contract';
import type { ReadContext } from '../../../platform/context.ts';
import type { RawAnswer } from '../../../platform/http/route.ts';
import { problem } from '../../../platform/problem.ts';
import { organisationCalendar } from '../organisation-calendar.ts';
import { feedOfToken, feedReviews, type FeedReview } from './feed-views.ts';

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
  const stamp = reviews
    .map(({ updatedAt }) => updatedAt)
    .reduce(
      (one, other) => (Temporal.Instant.compare(one, other) < 0 ? other : one),
      feed.createdAt,
    );
  const body = writeCalendar({
    productId: '-//Throughline//Rhythm//EN',
    method: 'PUBLISH',
    stamp,
    name: feed.name,
    refreshMinutes: 60,
    events: reviews.map((review) => eventOf(review, publicUrl)),
  });
  return { body, headers: { 'cache-control': 'private, max-age=300' } };
}

function eventOf(review: FeedReview, publicUrl: string) {
  const cancelled = review.state === 'cancelled';
  const description = [
    ...(cancelled ? [`Cancelled: ${review.cancelReason}`] : []),
    `Pre-read: ${review.preReadOn}`,
    ...(review.lead === null ? [] : [`Led by: ${review.lead}`]),
    ...(review.decider === null ? [] : [`Decider: ${review.decider}`]),
  ];
  return {
    uid: eventUid(
      { cadence: review.cadenceKey, key: review.occurrenceKey },
      new URL(publicUrl).hostname,
    ),
    sequence: review.sequence,
    start: review.startsAt,
    end: review.endsAt,
    created: review.createdAt,
    lastModified: review.updatedAt,
    summary: cancelled ? `Cancelled: ${review.title}` : review.title,
    description: description.join('\n'),
    url: new URL(`/reviews/${toReference('review', review.id)}`, publicUrl).href,
    categories: [review.cycle],
    status: cancelled ? ('cancelled' as const) : ('confirmed' as const),
  };
}
