import { writeCalendar } from '@throughline/cadence';
import type { Mail, MailReader } from '../../../platform/mail/index.ts';
import { spokenWeekday } from '../../../platform/spoken-day.ts';
import type { CalendarReview } from '../feed/feed-views.ts';
import { calendarProduct, reviewAddress, reviewEvent } from '../feed/review-event.ts';
import type { ToTell } from './invitation-rules.ts';
import { spokenTime } from './spoken-time.ts';

type Message = Parameters<Mail['queue']>[1];

/** What an invitation's message is written from. */
export interface InvitationInput {
  readonly review: CalendarReview;
  readonly tell: ToTell;
  readonly reader: MailReader;
  /** The reader's time zone. */
  readonly zone: string;
  readonly from: { readonly name: string; readonly address: string };
  readonly publicUrl: string;
  readonly now: Temporal.Instant;
}

/**
 * The message that brings somebody's calendar up to date (RFC 5546, by mail as of RFC 6047). It names
 * them as its only attendee: who else comes is on the review's page. Whoever may not see the review
 * any more is told no word of it, only which event goes.
 */
export function invitationMessage(input: InvitationInput): Message {
  const { review, tell, reader, zone, from, publicUrl, now } = input;
  const { what, sees } = tell;
  const gone = what === 'cancelled' || what === 'no longer invited';
  const event = reviewEvent(review, publicUrl);
  const plain = {
    uid: event.uid,
    start: event.start,
    end: event.end,
    lastModified: now,
    summary: 'Cancelled',
  };
  const calendar = writeCalendar({
    productId: calendarProduct,
    method: gone ? 'CANCEL' : 'REQUEST',
    stamp: now,
    events: [
      {
        ...(sees ? event : plain),
        sequence: tell.sequence,
        status: gone ? 'cancelled' : 'confirmed',
        organizer: { name: from.name, email: from.address },
        attendees: [{ name: reader.name, email: reader.email }],
        answersWanted: false,
      },
    ],
  });
  return {
    what: gone ? 'cancellation' : 'invitation',
    to: reader.identity,
    about: sees ? [review.id] : [],
    topic: `invitation ${review.id}`,
    takesBack: gone,
    usefulUntil: review.endsAt,
    letter: sees ? letterOf(review, what, { zone, publicUrl }) : withoutWords,
    calendar: { method: gone ? 'CANCEL' : 'REQUEST', text: calendar },
  };
}

const because = 'You get this because you attend the review.';

const withoutWords: Message['letter'] = {
  subject: 'Cancelled',
  opening: ['A review that you were invited to is not open to you any more.'],
  because: 'You get this because you were invited.',
};

const subjects: Readonly<Record<ToTell['what'], string>> = {
  invited: 'Invitation',
  changed: 'Changed',
  cancelled: 'Cancelled',
  'no longer invited': 'Cancelled for you',
};

function letterOf(
  review: CalendarReview,
  what: ToTell['what'],
  { zone, publicUrl }: { zone: string; publicUrl: string },
): Message['letter'] {
  const { title, startsAt, endsAt, place, lead, decider, preReadOn, cancelReason } = review;
  const opening = {
    invited: `You are invited to ${title}.`,
    changed: `${title} has changed.`,
    cancelled: `${title} is cancelled: ${cancelReason}`,
    'no longer invited': `You don’t attend ${title} any more. It is held without you.`,
  }[what];
  const facts: [string, string | null][] = [
    ['When', spokenTime(startsAt, endsAt, zone)],
    ['Where', place === '' ? null : place],
    ['Led by', lead],
    ['Decider', decider],
    ['Pre-read', what === 'cancelled' ? null : spokenWeekday(Temporal.PlainDate.from(preReadOn))],
  ];
  return {
    subject: `${subjects[what]}: ${title}`,
    opening: [opening],
    lists: [
      {
        items: facts.flatMap(([term, value]) =>
          value === null ? [] : { title: `${term}: ${value}` },
        ),
      },
    ],
    page: { label: 'The review', href: reviewAddress(review, publicUrl) },
    because,
  };
}
