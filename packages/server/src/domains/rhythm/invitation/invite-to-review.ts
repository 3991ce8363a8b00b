import { createHash } from 'node:crypto';
import type { Id } from '@throughline/contract';
import { sql } from 'kysely';
import type { WriteContext } from '../../../platform/context.ts';
import type { Mail } from '../../../platform/mail/index.ts';
import { calendarReviews, type CalendarReview } from '../feed/feed-views.ts';
import { attendeesOf } from './attendance-store.ts';
import { invitationMessage } from './invitation-message.ts';
import { whomToTell } from './invitation-rules.ts';
import { keepTold, reviewToInvite, toldOf } from './invitation-store.ts';

/** By what mail about reviews goes, and where its links lead. */
export interface ReviewMail {
  readonly mail: Mail;
  readonly publicUrl: string;
}

/**
 * Brings the calendars of those who attend a review up to date: it looks at what each was last told,
 * and queues what they don't know yet. Doing it again tells nobody anything twice.
 */
export async function inviteToReview(
  context: WriteContext,
  { mail, publicUrl }: ReviewMail,
  id: Id<'review'>,
): Promise<void> {
  const { tx, now } = context;
  const { from } = mail;
  if (!from) return;
  const review = await reviewToInvite(tx, id, now);
  if (!review) return;
  const [shown] = await calendarReviews({ db: tx, actor: context.actor }, sql`review.id = ${id}`);
  if (!shown) return;
  const before = await toldOf(tx, id);
  const attending = await attendeesOf(tx, review);
  const readers = await mail.readers(tx, [...new Set([...attending, ...before.people])], id);
  const told = hashOf(shown);
  const toTell = whomToTell({
    ...review,
    told,
    now,
    people: readers.map(({ identity, person, sees, invitations }) => ({
      identity,
      attends: attending.has(person),
      sees,
      wanted: invitations,
      before: before.told.get(identity),
    })),
  });
  if (toTell.length === 0) return;
  const zoneOf = await mail.zones(tx);
  const byIdentity = new Map(readers.map((reader) => [reader.identity, reader]));
  for (const tell of toTell) {
    const reader = byIdentity.get(tell.identity);
    if (!reader) continue;
    const zone = zoneOf(reader.person);
    await mail.queue(
      context,
      invitationMessage({ review: shown, tell, reader, zone, from, publicUrl, now }),
    );
    await keepTold(tx, id, tell, { told, at: now });
  }
}

/** What an invitation is about: whoever was told this needs no other. */
function hashOf({ startsAt, endsAt, title, place }: CalendarReview): Buffer {
  const text = JSON.stringify([startsAt.toString(), endsAt.toString(), title, place]);
  return createHash('sha256').update(text).digest();
}
