import ICAL from 'ical.js';
import { expect, test } from 'vitest';
import { eventUid, writeCalendar } from './write-calendar.ts';
import type { Calendar, CalendarEvent } from './write-calendar.ts';

const instant = (text: string): Temporal.Instant => Temporal.Instant.from(text);

const REVIEW: CalendarEvent = {
  uid: eventUid({ cadence: 'cad_qbr', key: 'FY2027-Q1' }, 'throughline.example'),
  sequence: 3,
  start: instant('2027-01-12T17:00:00Z'),
  end: instant('2027-01-12T18:30:00Z'),
  created: instant('2026-11-01T08:00:00Z'),
  lastModified: instant('2026-12-01T08:00:00.987Z'),
  summary: 'Quarterly Business Review; Q1, "FY2027" \\ all hands',
  description: 'First line\r\nsecond, line\n\tthird; line',
  location: 'Raum Zürich, 3. Stock',
  url: 'https://throughline.example/reviews/1?a=1;b=2,3',
  categories: ['rhythm', 'one, two'],
  status: 'confirmed',
};

const FEED: Calendar = {
  productId: '-//Throughline//Rhythm//EN',
  method: 'PUBLISH',
  stamp: instant('2026-12-01T08:00:00Z'),
  name: 'P&T; operating rhythm',
  description: 'All seven cycles',
  refreshMinutes: 60,
  events: [REVIEW],
};

function parsed(calendar: Calendar): ICAL.Component {
  return new ICAL.Component(ICAL.parse(writeCalendar(calendar)));
}

function eventsOf(calendar: Calendar): ICAL.Event[] {
  return parsed(calendar)
    .getAllSubcomponents('vevent')
    .map((component) => new ICAL.Event(component));
}

test('an independent parser reads back what was written', () => {
  const [event] = eventsOf(FEED);
  expect(event?.uid).toBe('cad_qbr/FY2027-Q1@throughline.example');
  expect(event?.sequence).toBe(3);
  expect(event?.summary).toBe(REVIEW.summary);
  expect(event?.description).toBe('First line\nsecond, line\n\tthird; line');
  expect(event?.location).toBe(REVIEW.location);
  expect(event?.startDate.toString()).toBe('2027-01-12T17:00:00Z');
  expect(event?.endDate.toString()).toBe('2027-01-12T18:30:00Z');
  expect(event?.startDate.zone).toBe(ICAL.Timezone.utcTimezone);
  const component = event?.component;
  expect(String(component?.getFirstPropertyValue('dtstamp'))).toBe('2026-12-01T08:00:00Z');
  expect(String(component?.getFirstPropertyValue('last-modified'))).toBe('2026-12-01T08:00:00Z');
  expect(String(component?.getFirstPropertyValue('created'))).toBe('2026-11-01T08:00:00Z');
  expect(component?.getFirstPropertyValue('url')).toBe(REVIEW.url);
  expect(component?.getFirstPropertyValue('status')).toBe('CONFIRMED');
  expect(component?.getFirstProperty('categories')?.getValues()).toEqual(REVIEW.categories);
});

test('a feed names itself and says how often to come back, in the new words and the old', () => {
  const calendar = parsed(FEED);
  expect(calendar.getFirstPropertyValue('method')).toBe('PUBLISH');
  expect(calendar.getFirstPropertyValue('version')).toBe('2.0');
  const text = writeCalendar(FEED);
  expect(text.split('\r\n').slice(5, 11)).toEqual([
    'NAME:P&T\\; operating rhythm',
    'X-WR-CALNAME:P&T\\; operating rhythm',
    'DESCRIPTION:All seven cycles',
    'X-WR-CALDESC:All seven cycles',
    'REFRESH-INTERVAL;VALUE=DURATION:PT60M',
    'X-PUBLISHED-TTL:PT60M',
  ]);
  expect(text).not.toContain('VTIMEZONE');
});

test('a cancelled event keeps its uid and says that it is cancelled', () => {
  const [event] = eventsOf({ ...FEED, events: [{ ...REVIEW, status: 'cancelled', sequence: 4 }] });
  expect(event?.uid).toBe(REVIEW.uid);
  expect(event?.sequence).toBe(4);
  expect(event?.component.getFirstPropertyValue('status')).toBe('CANCELLED');
});

test('lines are at most 75 octets, end with CRLF, and no character is divided', () => {
  for (let length = 60; length <= 90; length++) {
    for (const character of ['a', 'ü', '界', '🚀', 'é']) {
      const summary = 'x'.repeat(length % 7) + character.repeat(length);
      const text = writeCalendar({ ...FEED, events: [{ ...REVIEW, summary }] });
      expect(text.endsWith('END:VCALENDAR\r\n')).toBe(true);
      expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
      for (const line of text.split('\r\n')) {
        const octets = Buffer.from(line, 'utf8');
        expect(octets.length).toBeLessThanOrEqual(75);
        expect(new TextDecoder('utf-8', { fatal: true }).decode(octets)).toBe(line);
      }
      expect(eventsOf({ ...FEED, events: [{ ...REVIEW, summary }] })[0]?.summary).toBe(summary);
    }
  }
});

test('a line of exactly 75 octets is not folded, one of 76 is', () => {
  const summaryLines = (octets: number): string[] => {
    const summary = 'x'.repeat(octets - 'SUMMARY:'.length);
    const lines = writeCalendar({ ...FEED, events: [{ ...REVIEW, summary }] }).split('\r\n');
    const at = lines.findIndex((line) => line.startsWith('SUMMARY:'));
    return lines.slice(at, at + 2);
  };
  expect(summaryLines(75)[1]).toBe('TRANSP:OPAQUE');
  expect(summaryLines(76)[1]).toBe(' x');
});

test('no text breaks out of its property', () => {
  const hostile = 'a\r\nEND:VEVENT\rATTACH:evil\nX:1\u0000\u001B\u007F\uD800';
  const [event, ...others] = eventsOf({
    ...FEED,
    name: hostile,
    events: [{ ...REVIEW, summary: hostile, location: hostile, categories: [hostile] }],
  });
  expect(others).toEqual([]);
  expect(event?.summary).toBe('a\nEND:VEVENT\nATTACH:evil\nX:1\uFFFD');
  expect(event?.component.getAllProperties('attach')).toEqual([]);
});

test('a line break inside an address does not end its line', () => {
  const [event] = eventsOf({
    ...FEED,
    events: [{ ...REVIEW, url: 'https://throughline.example/a\r\nATTACH:1' }],
  });
  expect(event?.component.getFirstPropertyValue('url')).toBe(
    'https://throughline.example/aATTACH:1',
  );
});

test('what is due on a day lies on that day in every zone, and no longer', () => {
  const start = Temporal.PlainDate.from('2027-02-28');
  const [event] = eventsOf({
    ...FEED,
    events: [{ ...REVIEW, start, end: start.add({ days: 1 }) }],
  });
  expect(event?.startDate.isDate).toBe(true);
  expect([event?.startDate.toString(), event?.endDate.toString()]).toEqual([
    '2027-02-28',
    '2027-03-01',
  ]);
});

test('an invitation names its organiser and asks its attendees', () => {
  const organizer = { name: 'Ops "P&T"; rhythm', email: 'ops@throughline.example' };
  const attendees = [{ name: 'Zoë\nA', email: 'zoe@throughline.example' }];
  const invitation = { ...REVIEW, organizer, attendees };
  const [event] = eventsOf({ ...FEED, method: 'REQUEST', events: [invitation] });
  expect(event?.organizer).toBe('mailto:ops@throughline.example');
  const [attendee] = event?.attendees ?? [];
  expect(attendee?.getFirstValue()).toBe('mailto:zoe@throughline.example');
  expect(attendee?.getParameter('cn')).toBe('Zoë A');
  expect(attendee?.getParameter('rsvp')).toBe('TRUE');
  const unanswered = { ...invitation, answersWanted: false };
  const [told] = eventsOf({ ...FEED, method: 'REQUEST', events: [unanswered] });
  expect(told?.attendees[0]?.getParameter('rsvp')).toBe('FALSE');
  const withdrawn = { ...invitation, status: 'cancelled', sequence: 4 } as const;
  const [cancelled] = eventsOf({ ...FEED, method: 'CANCEL', events: [withdrawn] });
  expect(cancelled?.attendees[0]?.getParameter('rsvp')).toBeUndefined();
});

test.each<[string, Partial<Calendar>, RegExp]>([
  [
    'an event that ends before it starts',
    { events: [{ ...REVIEW, end: instant('2027-01-01T00:00Z') }] },
    /ends before it starts/,
  ],
  [
    'a day that ends on itself',
    {
      events: [
        {
          ...REVIEW,
          start: Temporal.PlainDate.from('2027-01-01'),
          end: Temporal.PlainDate.from('2027-01-01'),
        },
      ],
    },
    /ends before it starts/,
  ],
  [
    'a day that ends at a moment',
    { events: [{ ...REVIEW, start: Temporal.PlainDate.from('2027-01-01') }] },
    /begins by day and ends by moment/,
  ],
  ['a negative sequence', { events: [{ ...REVIEW, sequence: -1 }] }, /sequence -1/],
  ['one uid twice', { events: [REVIEW, REVIEW] }, /two events have the uid cad_qbr/],
  ['no uid', { events: [{ ...REVIEW, uid: '' }] }, /has no uid/],
  ['a url that is none', { events: [{ ...REVIEW, url: 'x\r\nATTACH:1' }] }, /is no web address/],
  ['a refresh of nothing', { refreshMinutes: 0 }, /refresh of 0 minutes/],
  ['an invitation without organiser', { method: 'REQUEST' }, /has no organiser/],
  [
    'an attendee without address',
    {
      method: 'REQUEST',
      events: [{ ...REVIEW, organizer: { name: 'a', email: 'a@b:c' } }],
    },
    /"a@b:c" is no e-mail address/,
  ],
  [
    'attendees in a feed',
    { events: [{ ...REVIEW, attendees: [{ name: 'a', email: 'a@b' }] }] },
    /has attendees/,
  ],
  [
    'a cancellation of what goes on',
    {
      method: 'CANCEL',
      events: [{ ...REVIEW, organizer: { name: 'a', email: 'a@b' } }],
    },
    /is not cancelled/,
  ],
])('%s is refused', (_, change, message) => {
  expect(() => writeCalendar({ ...FEED, ...change })).toThrow(message);
});
