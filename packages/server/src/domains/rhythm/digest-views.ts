import type { Id } from '@throughline/contract';
import { sql } from 'kysely';
import { toDate } from '../../platform/clock.ts';
import type { DigestPart } from '../../platform/mail/index.ts';
import { spokenWeekday } from '../../platform/spoken-day.ts';
import { calendarReviews } from './feed/feed-views.ts';
import { reviewAddress } from './feed/review-event.ts';
import { attendanceBetween } from './invitation/attendance-store.ts';
import { spokenTime } from './invitation/spoken-time.ts';

const mostDays = 8;

/** The reviews of the coming days that somebody attends, with what to read before. */
export function reviewsInDigest(publicUrl: string): DigestPart {
  return async (db, now) => {
    const to = now.add({ hours: mostDays * 24 });
    const attendance = await attendanceBetween(db, now, to);
    return async ({ actor }, { until, zone }) => {
      const mine = attendance.flatMap(({ review, startsAt, people }): Id<'review'>[] =>
        actor.kind === 'member' &&
        actor.person &&
        people.has(actor.person) &&
        Temporal.Instant.compare(startsAt, until) < 0
          ? [review]
          : [],
      );
      const reviews =
        mine.length === 0
          ? []
          : await calendarReviews(
              { db, actor },
              sql`review.id = any(${mine}::uuid[]) and starts_at > ${toDate(now)}`,
            );
      return {
        title: 'Reviews of the coming days',
        items: reviews.map((review) => ({
          id: review.id,
          title: review.title,
          says: [
            spokenTime(review.startsAt, review.endsAt, zone),
            ...(review.place === '' ? [] : [review.place]),
            review.state === 'frozen'
              ? 'its pack is frozen: read it'
              : `pre-read on ${spokenWeekday(Temporal.PlainDate.from(review.preReadOn))}`,
          ].join('; '),
          href: reviewAddress(review, publicUrl),
        })),
      };
    };
  };
}
