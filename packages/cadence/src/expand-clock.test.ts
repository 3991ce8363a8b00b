import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { businessCalendar } from './business-days.ts';
import { expand } from './expand.ts';
import type { ExpandOptions } from './expand.ts';
import { CALENDAR_YEAR } from './fiscal-calendar.ts';
import type { RecurrenceRule, Rule } from './rule.ts';

const DAILY: RecurrenceRule = {
  kind: 'recurrence',
  start: '1900-01-01',
  frequency: 'daily',
  time: '09:00',
  durationMinutes: 60,
};

function options(from: string, to: string, zone = 'UTC'): ExpandOptions {
  return {
    from: Temporal.PlainDate.from(from),
    to: Temporal.PlainDate.from(to),
    calendar: CALENDAR_YEAR,
    business: businessCalendar({ holidays: [] }),
    zone,
  };
}

const NEW_YORK_SPRING = options('2027-03-13', '2027-03-15', 'America/New_York');

test('a local time that the clock leaves out takes place later by the gap', () => {
  // 14 March 2027: 02:00 EST is followed by 03:00 EDT, so that 02:30 is 03:30 EDT, 07:30Z.
  const found = expand({ ...DAILY, time: '02:30' }, NEW_YORK_SPRING);
  expect(found.map(({ start }) => start.toString())).toEqual([
    '2027-03-13T07:30:00Z',
    '2027-03-14T07:30:00Z',
    '2027-03-15T06:30:00Z',
  ]);
  expect(found[1]?.start.toZonedDateTimeISO('America/New_York').toPlainTime().toString()).toBe(
    '03:30:00',
  );
});

test('a recurrence that follows RFC 5545 to the letter skips that day and does not count it', () => {
  const rule: Rule = {
    ...DAILY,
    start: '2027-03-13',
    time: '02:30',
    count: 2,
    clockGap: 'skip',
  };
  expect(expand(rule, NEW_YORK_SPRING).map(({ key }) => key)).toEqual(['2027-03-13', '2027-03-15']);
});

test('a local time that the clock shows twice is the first of the two', () => {
  // 7 November 2027: 01:30 EDT is 05:30Z, 01:30 EST is 06:30Z.
  const found = expand(
    { ...DAILY, time: '01:30' },
    options('2027-11-07', '2027-11-07', 'America/New_York'),
  );
  expect(found.map(({ start }) => start.toString())).toEqual(['2027-11-07T05:30:00Z']);
});

test('a gap of half an hour and a day that a zone left out resolve the same way', () => {
  // Lord Howe, 3 October 2027: 02:00+10:30 is followed by 02:30+11.
  const lordHowe = expand(
    { ...DAILY, time: '02:15', zone: 'Australia/Lord_Howe' },
    options('2027-10-03', '2027-10-03'),
  );
  expect(lordHowe.map(({ start }) => start.toString())).toEqual(['2027-10-02T15:45:00Z']);
  // Samoa had no 30 December 2011: 09:00−10 of that day is 09:00+14 of the next.
  const samoa = { ...DAILY, zone: 'Pacific/Apia' };
  const window = options('2011-12-29', '2011-12-31');
  expect(expand(samoa, window).map(({ start }) => start.toString())).toEqual([
    '2011-12-29T19:00:00Z',
    '2011-12-30T19:00:00Z',
    '2011-12-30T19:00:00Z',
  ]);
  expect(expand({ ...samoa, clockGap: 'skip' }, window).map(({ key }) => key)).toEqual([
    '2011-12-29',
    '2011-12-31',
  ]);
});

test('instants equal those of Temporal on every day of a decade in zones of every kind', () => {
  const zones = ['America/New_York', 'Africa/Casablanca', 'Asia/Gaza', 'Pacific/Chatham', 'UTC'];
  for (const zone of zones) {
    for (const time of ['00:00', '02:30', '23:59']) {
      const found = expand({ ...DAILY, time, zone }, options('2019-01-01', '2028-12-31'));
      expect(found).toHaveLength(3653);
      const wrong = found.filter(
        ({ date, startMs }) =>
          date.toZonedDateTime({ timeZone: zone, plainTime: time }).epochMilliseconds !== startMs,
      );
      expect(wrong).toEqual([]);
    }
  }
}, 30_000);

test('the time zone of the process plays no part', () => {
  const script = `
    const { expand, businessCalendar, CALENDAR_YEAR } = await import(process.argv[1]);
    const rule = { kind: 'recurrence', start: '2027-01-06', frequency: 'weekly', time: '09:00',
      durationMinutes: 60, zone: 'America/New_York', until: '2027-04-01' };
    const found = expand(rule, { from: Temporal.PlainDate.from('2027-01-01'),
      to: Temporal.PlainDate.from('2027-12-31'), calendar: CALENDAR_YEAR,
      business: businessCalendar({ holidays: [] }), zone: 'UTC' });
    console.log(new Date(2027, 0, 1).toISOString());
    console.log(found.map(({ key, start }) => key + ' ' + start.toString()).join('\\n'));`;
  const runs = ['UTC', 'Pacific/Kiritimati', 'America/Los_Angeles'].map((zone) => {
    const [midnight, ...found] = execFileSync(
      process.execPath,
      ['--input-type=module', '-e', script, new URL('./index.ts', import.meta.url).href],
      { env: { ...process.env, TZ: zone }, encoding: 'utf8' },
    )
      .trim()
      .split('\n');
    return { midnight, found };
  });
  // The processes really were in different zones, and 09:00 New York was the same in all.
  expect(new Set(runs.map(({ midnight }) => midnight)).size).toBe(3);
  expect(runs[0]?.found).toHaveLength(13);
  expect(runs[0]?.found[0]).toBe('2027-01-06 2027-01-06T14:00:00Z');
  expect(runs[1]?.found).toEqual(runs[0]?.found);
  expect(runs[2]?.found).toEqual(runs[0]?.found);
});

test.each([
  ['America/New_York', 2024],
  ['Europe/Dublin', 2024],
  ['Australia/Lord_Howe', 2024],
  // Set forward and back around a month, and a whole day left out.
  ['Africa/Casablanca', 2024],
  ['Pacific/Apia', 2011],
  ['Asia/Kathmandu', 1985],
])(
  'every day of a year starts in %s, %i as Temporal has it, whatever the time of day',
  (zone, year) => {
    const from = Temporal.PlainDate.from({ year, month: 1, day: 1 });
    const to = from.with({ month: 12, day: 31 });
    for (const time of ['00:00', '00:10', '01:30', '02:00', '02:15', '02:30', '03:00', '23:59']) {
      const rule: Rule = {
        kind: 'recurrence',
        start: from.toString(),
        frequency: 'daily',
        time,
        durationMinutes: 30,
        zone,
      };
      const calendar = CALENDAR_YEAR;
      const business = businessCalendar({ holidays: [] });
      const found = expand(rule, { from, to, calendar, business, zone: 'UTC' });
      expect(found).toHaveLength(from.daysInYear);
      found.forEach(({ startMs }, days) => {
        const zoned = from.add({ days }).toZonedDateTime({ timeZone: zone, plainTime: time });
        expect(startMs, `${zoned.toString()} ${time}`).toBe(zoned.epochMilliseconds);
      });
    }
  },
);
