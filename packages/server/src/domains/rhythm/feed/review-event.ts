import { eventUid, type CalendarEvent } from '@throughline/cadence';
import { toReference } from '@throughline/contract';
import type { CalendarReview } from './feed-views.ts';

/** How calendars that we write name their writer. */
export const calendarProduct = '-//Throughline//Rhythm//EN';

/** The page of a review. */
export function reviewAddress(review: Pick<CalendarReview, 'id'>, publicUrl: string): string {
  return new URL(`/reviews/${toReference('review', review.id)}`, publicUrl).href;
}

/** A review's calendar event: under the same UID in every feed and invitation. */
export function reviewEvent(review: CalendarReview, publicUrl: string): CalendarEvent {
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
    ...(review.place === '' ? {} : { location: review.place }),
    url: reviewAddress(review, publicUrl),
    categories: [review.cycle],
    status: cancelled ? 'cancelled' : 'confirmed',
  };
}
