import { CadenceError } from './cadence-error.ts';
import { escapedText, folded, quotedParameter, utcDateTime } from './calendar-text.ts';

/** Somebody on an invitation. */
export interface CalendarParty {
  name: string;
  email: string;
}

export interface CalendarEvent {
  /** Stable for the life of the event, unique in the world: see `eventUid`. */
  uid: string;
  /** Raised by one whenever time, place or status change (RFC 5545 §3.8.7.4). */
  sequence: number;
  /** A moment, or a day for what has no hour. */
  start: Temporal.Instant | Temporal.PlainDate;
  /** Of the same sort; where it is a day, the first that no longer belongs to it. */
  end: Temporal.Instant | Temporal.PlainDate;
  lastModified: Temporal.Instant;
  created?: Temporal.Instant;
  summary: string;
  description?: string;
  location?: string;
  /** Address of the page about it. */
  url?: string;
  categories?: readonly string[];
  status: 'confirmed' | 'tentative' | 'cancelled';
  /** Whether it leaves the time free to others; default false. */
  transparent?: boolean;
  organizer?: CalendarParty;
  attendees?: readonly CalendarParty[];
  /** Whether the organiser reads answers (RSVP); default true. */
  answersWanted?: boolean;
}

export interface Calendar {
  /** Names the program, `-//Throughline//Rhythm//EN`. */
  productId: string;
  /** PUBLISH is a feed; REQUEST and CANCEL are invitations, which need an organiser per event. */
  method: 'PUBLISH' | 'REQUEST' | 'CANCEL';
  /** When this text is written. A feed that takes its newest `lastModified` stays equal by bytes. */
  stamp: Temporal.Instant;
  /** Shown as the calendar's title; feeds have one, invitations don't. */
  name?: string;
  description?: string;
  /** How often readers are asked to come back; whole minutes. They poll in hours all the same. */
  refreshMinutes?: number;
  events: readonly CalendarEvent[];
}

/**
 * Writes an iCalendar object (RFC 5545, with NAME and REFRESH-INTERVAL of RFC 7986 and the older
 * X- forms that readers still want). All times are UTC or whole days, so that no VTIMEZONE is needed; events are
 * in the order given. Texts are escaped, lines folded at 75 octets and ended by CRLF.
 *
 * Throws `CadenceError` `invalid_input`: an event that ends before it starts, a sequence below 0, a
 * repeated or empty uid, an address that is no http(s) or e-mail address, a calendar method that needs
 * what an event lacks.
 */
export function writeCalendar(calendar: Calendar): string {
  const lines = ['BEGIN:VCALENDAR', 'VERSION:2.0', `PRODID:${escapedText(calendar.productId)}`];
  lines.push('CALSCALE:GREGORIAN', `METHOD:${calendar.method}`);
  if (calendar.name !== undefined) {
    const name = escapedText(calendar.name);
    lines.push(`NAME:${name}`, `X-WR-CALNAME:${name}`);
  }
  if (calendar.description !== undefined) {
    const description = escapedText(calendar.description);
    lines.push(`DESCRIPTION:${description}`, `X-WR-CALDESC:${description}`);
  }
  if (calendar.refreshMinutes !== undefined) {
    const duration = minutesDuration(calendar.refreshMinutes);
    lines.push(`REFRESH-INTERVAL;VALUE=DURATION:${duration}`, `X-PUBLISHED-TTL:${duration}`);
  }
  const uids = new Set<string>();
  for (const event of calendar.events) {
    if (uids.has(event.uid)) refuse(`two events have the uid ${event.uid}`);
    uids.add(event.uid);
    lines.push(...eventLines(event, calendar));
  }
  lines.push('END:VCALENDAR');
  return lines.map(folded).join('');
}

/**
 * The uid of one occurrence: the same for ever, whatever the time it is moved to. `domain` is the
 * installation's own host name.
 */
export function eventUid(occurrence: { cadence: string; key: string }, domain: string): string {
  return `${occurrence.cadence}/${occurrence.key}@${domain}`;
}

function eventLines(event: CalendarEvent, { method, stamp }: Calendar): string[] {
  checkEvent(event, method);
  const lines = [
    'BEGIN:VEVENT',
    `UID:${escapedText(event.uid)}`,
    `DTSTAMP:${utcDateTime(stamp)}`,
    `DTSTART${timeValue(event.start)}`,
    `DTEND${timeValue(event.end)}`,
    `SEQUENCE:${event.sequence}`,
    `STATUS:${event.status.toUpperCase()}`,
    `LAST-MODIFIED:${utcDateTime(event.lastModified)}`,
    `SUMMARY:${escapedText(event.summary)}`,
    `TRANSP:${event.transparent === true ? 'TRANSPARENT' : 'OPAQUE'}`,
  ];
  if (event.created !== undefined) lines.push(`CREATED:${utcDateTime(event.created)}`);
  if (event.description !== undefined) lines.push(`DESCRIPTION:${escapedText(event.description)}`);
  if (event.location !== undefined) lines.push(`LOCATION:${escapedText(event.location)}`);
  if (event.url !== undefined) lines.push(`URL:${address(event.url)}`);
  if (event.categories !== undefined && event.categories.length > 0) {
    lines.push(`CATEGORIES:${event.categories.map(escapedText).join(',')}`);
  }
  if (event.organizer !== undefined) {
    lines.push(`ORGANIZER;CN=${quotedParameter(event.organizer.name)}:${mailto(event.organizer)}`);
  }
  for (const attendee of event.attendees ?? []) {
    const rsvp = event.answersWanted === false ? 'FALSE' : 'TRUE';
    const answer = method === 'REQUEST' ? `;PARTSTAT=NEEDS-ACTION;RSVP=${rsvp}` : '';
    lines.push(
      `ATTENDEE;CN=${quotedParameter(attendee.name)};ROLE=REQ-PARTICIPANT${answer}:${mailto(attendee)}`,
    );
  }
  lines.push('END:VEVENT');
  return lines;
}

function checkEvent(event: CalendarEvent, method: Calendar['method']): void {
  const named = `event ${event.uid}`;
  if (event.uid === '') refuse('an event has no uid');
  checkTimes(event, named);
  if (!Number.isSafeInteger(event.sequence) || event.sequence < 0) {
    refuse(`${named}: sequence ${event.sequence} is no whole number from 0`);
  }
  if (method !== 'PUBLISH' && event.organizer === undefined) {
    refuse(`${named} has no organiser, which METHOD:${method} needs`);
  }
  if (method === 'PUBLISH' && (event.attendees ?? []).length > 0) {
    refuse(`${named} has attendees, whom METHOD:PUBLISH doesn't invite (RFC 5546 §3.2.1)`);
  }
  if (method === 'CANCEL' && event.status !== 'cancelled') {
    refuse(`${named} is not cancelled, but METHOD:CANCEL says so`);
  }
}

function checkTimes({ start, end }: CalendarEvent, named: string): void {
  if (start instanceof Temporal.PlainDate) {
    if (!(end instanceof Temporal.PlainDate)) refuse(`${named} begins by day and ends by moment`);
    if (Temporal.PlainDate.compare(end, start) <= 0) refuse(`${named} ends before it starts`);
    return;
  }
  if (end instanceof Temporal.PlainDate) refuse(`${named} begins by moment and ends by day`);
  if (Temporal.Instant.compare(end, start) < 0) refuse(`${named} ends before it starts`);
}

/** A DTSTART's or DTEND's parameters and value, from its colon or semicolon on. */
function timeValue(time: Temporal.Instant | Temporal.PlainDate): string {
  return time instanceof Temporal.PlainDate
    ? `;VALUE=DATE:${time.toString().replaceAll('-', '')}`
    : `:${utcDateTime(time)}`;
}

function minutesDuration(minutes: number): string {
  if (!Number.isSafeInteger(minutes) || minutes < 1) {
    refuse(`a refresh of ${minutes} minutes is no whole number from 1`);
  }
  return `PT${minutes}M`;
}

/** A URI value stands unescaped, so it must be one: parsing drops or encodes line breaks. */
function address(url: string): string {
  const parsed = URL.parse(url);
  if (parsed?.protocol !== 'https:' && parsed?.protocol !== 'http:') {
    refuse(`${JSON.stringify(url)} is no web address`);
  }
  return parsed.href;
}

function mailto({ email }: CalendarParty): string {
  if (!/^[^\s@:;,"<>\p{Cc}]+@[^\s@:;,"<>\p{Cc}]+$/u.test(email)) {
    refuse(`${JSON.stringify(email)} is no e-mail address`);
  }
  return `mailto:${email}`;
}

function refuse(message: string): never {
  throw new CadenceError('invalid_input', message);
}
