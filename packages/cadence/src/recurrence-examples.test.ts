import { expect, test } from 'vitest';
import { businessCalendar } from './business-days.ts';
import { expand } from './expand.ts';
import { CALENDAR_YEAR } from './fiscal-calendar.ts';
import { parseRrule } from './rrule-text.ts';

/**
 * The examples of RFC 5545 §3.8.5.3 that are within the dialect: DTSTART's date, rule, the dates
 * that the RFC prints. `…` ends a list that goes on; the others are complete.
 */
const DAYS_OF = (year: number, month: string, from: number, to: number, step = 1): string => {
  const days: number[] = [];
  for (let day = from; day <= to; day += step) days.push(day);
  return `${year} ${month} ${days.join(',')}`;
};

const EXAMPLES: readonly (readonly [start: string, rule: string, ...dates: string[]])[] = [
  ['1997-09-02', 'FREQ=DAILY;COUNT=10', '1997 Sep 2,3,4,5,6,7,8,9,10,11'],
  [
    '1997-09-02',
    'FREQ=DAILY;UNTIL=19971224T000000Z',
    DAYS_OF(1997, 'Sep', 2, 30),
    DAYS_OF(1997, 'Oct', 1, 31),
    DAYS_OF(1997, 'Nov', 1, 30),
    DAYS_OF(1997, 'Dec', 1, 23),
  ],
  [
    '1997-09-02',
    'FREQ=DAILY;INTERVAL=2',
    DAYS_OF(1997, 'Sep', 2, 30, 2),
    DAYS_OF(1997, 'Oct', 2, 30, 2),
    DAYS_OF(1997, 'Nov', 1, 29, 2),
    DAYS_OF(1997, 'Dec', 1, 31, 2),
    '…',
  ],
  ['1997-09-02', 'FREQ=DAILY;INTERVAL=10;COUNT=5', '1997 Sep 2,12,22', '1997 Oct 2,12'],
  ...[
    'FREQ=YEARLY;UNTIL=20000131T140000Z;BYMONTH=1;BYDAY=SU,MO,TU,WE,TH,FR,SA',
    'FREQ=DAILY;UNTIL=20000131T140000Z;BYMONTH=1',
  ].map(
    (rule) =>
      [
        '1998-01-01',
        rule,
        DAYS_OF(1998, 'Jan', 1, 31),
        DAYS_OF(1999, 'Jan', 1, 31),
        DAYS_OF(2000, 'Jan', 1, 31),
      ] as const,
  ),
  [
    '1997-09-02',
    'FREQ=WEEKLY;COUNT=10',
    '1997 Sep 2,9,16,23,30',
    '1997 Oct 7,14,21,28',
    '1997 Nov 4',
  ],
  [
    '1997-09-02',
    'FREQ=WEEKLY;UNTIL=19971224T000000Z',
    '1997 Sep 2,9,16,23,30',
    '1997 Oct 7,14,21,28',
    '1997 Nov 4,11,18,25',
    '1997 Dec 2,9,16,23',
  ],
  [
    '1997-09-02',
    'FREQ=WEEKLY;INTERVAL=2;WKST=SU',
    '1997 Sep 2,16,30',
    '1997 Oct 14,28',
    '1997 Nov 11,25',
    '1997 Dec 9,23',
    '1998 Jan 6,20',
    '1998 Feb 3,17',
    '…',
  ],
  ...[
    'FREQ=WEEKLY;UNTIL=19971007T000000Z;WKST=SU;BYDAY=TU,TH',
    'FREQ=WEEKLY;COUNT=10;WKST=SU;BYDAY=TU,TH',
  ].map((rule) => ['1997-09-02', rule, '1997 Sep 2,4,9,11,16,18,23,25,30', '1997 Oct 2'] as const),
  [
    '1997-09-01',
    'FREQ=WEEKLY;INTERVAL=2;UNTIL=19971224T000000Z;WKST=SU;BYDAY=MO,WE,FR',
    '1997 Sep 1,3,5,15,17,19,29',
    '1997 Oct 1,3,13,15,17,27,29,31',
    '1997 Nov 10,12,14,24,26,28',
    '1997 Dec 8,10,12,22',
  ],
  [
    '1997-09-02',
    'FREQ=WEEKLY;INTERVAL=2;COUNT=8;WKST=SU;BYDAY=TU,TH',
    '1997 Sep 2,4,16,18,30',
    '1997 Oct 2,14,16',
  ],
  [
    '1997-09-05',
    'FREQ=MONTHLY;COUNT=10;BYDAY=1FR',
    '1997 Sep 5',
    '1997 Oct 3',
    '1997 Nov 7',
    '1997 Dec 5',
    '1998 Jan 2',
    '1998 Feb 6',
    '1998 Mar 6',
    '1998 Apr 3',
    '1998 May 1',
    '1998 Jun 5',
  ],
  [
    '1997-09-05',
    'FREQ=MONTHLY;UNTIL=19971224T000000Z;BYDAY=1FR',
    '1997 Sep 5',
    '1997 Oct 3',
    '1997 Nov 7',
    '1997 Dec 5',
  ],
  [
    '1997-09-07',
    'FREQ=MONTHLY;INTERVAL=2;COUNT=10;BYDAY=1SU,-1SU',
    '1997 Sep 7,28',
    '1997 Nov 2,30',
    '1998 Jan 4,25',
    '1998 Mar 1,29',
    '1998 May 3,31',
  ],
  [
    '1997-09-22',
    'FREQ=MONTHLY;COUNT=6;BYDAY=-2MO',
    '1997 Sep 22',
    '1997 Oct 20',
    '1997 Nov 17',
    '1997 Dec 22',
    '1998 Jan 19',
    '1998 Feb 16',
  ],
  [
    '1997-09-28',
    'FREQ=MONTHLY;BYMONTHDAY=-3',
    '1997 Sep 28',
    '1997 Oct 29',
    '1997 Nov 28',
    '1997 Dec 29',
    '1998 Jan 29',
    '1998 Feb 26',
    '…',
  ],
  [
    '1997-09-02',
    'FREQ=MONTHLY;COUNT=10;BYMONTHDAY=2,15',
    '1997 Sep 2,15',
    '1997 Oct 2,15',
    '1997 Nov 2,15',
    '1997 Dec 2,15',
    '1998 Jan 2,15',
  ],
  [
    '1997-09-30',
    'FREQ=MONTHLY;COUNT=10;BYMONTHDAY=1,-1',
    '1997 Sep 30',
    '1997 Oct 1,31',
    '1997 Nov 1,30',
    '1997 Dec 1,31',
    '1998 Jan 1,31',
    '1998 Feb 1',
  ],
  [
    '1997-09-10',
    'FREQ=MONTHLY;INTERVAL=18;COUNT=10;BYMONTHDAY=10,11,12,13,14,15',
    '1997 Sep 10,11,12,13,14,15',
    '1999 Mar 10,11,12,13',
  ],
  [
    '1997-09-02',
    'FREQ=MONTHLY;INTERVAL=2;BYDAY=TU',
    '1997 Sep 2,9,16,23,30',
    '1997 Nov 4,11,18,25',
    '1998 Jan 6,13,20,27',
    '1998 Mar 3,10,17,24,31',
    '…',
  ],
  [
    '1997-06-10',
    'FREQ=YEARLY;COUNT=10;BYMONTH=6,7',
    ...[1997, 1998, 1999, 2000, 2001].flatMap((year) => [`${year} Jun 10`, `${year} Jul 10`]),
  ],
  [
    '1997-03-10',
    'FREQ=YEARLY;INTERVAL=2;COUNT=10;BYMONTH=1,2,3',
    '1997 Mar 10',
    ...[1999, 2001, 2003].flatMap((year) => [`${year} Jan 10`, `${year} Feb 10`, `${year} Mar 10`]),
  ],
  ['1997-05-19', 'FREQ=YEARLY;BYDAY=20MO', '1997 May 19', '1998 May 18', '1999 May 17', '…'],
  [
    '1997-03-13',
    'FREQ=YEARLY;BYMONTH=3;BYDAY=TH',
    '1997 Mar 13,20,27',
    '1998 Mar 5,12,19,26',
    '1999 Mar 4,11,18,25',
    '…',
  ],
  [
    '1997-06-05',
    'FREQ=YEARLY;BYDAY=TH;BYMONTH=6,7,8',
    '1997 Jun 5,12,19,26',
    '1997 Jul 3,10,17,24,31',
    '1997 Aug 7,14,21,28',
    '1998 Jun 4,11,18,25',
    '1998 Jul 2,9,16,23,30',
    '1998 Aug 6,13,20,27',
    '1999 Jun 3,10,17,24',
    '1999 Jul 1,8,15,22,29',
    '1999 Aug 5,12,19,26',
    '…',
  ],
  [
    '1997-09-02',
    'FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13',
    '1998 Feb 13',
    '1998 Mar 13',
    '1998 Nov 13',
    '1999 Aug 13',
    '2000 Oct 13',
    '…',
  ],
  [
    '1997-09-13',
    'FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=7,8,9,10,11,12,13',
    '1997 Sep 13',
    '1997 Oct 11',
    '1997 Nov 8',
    '1997 Dec 13',
    '1998 Jan 10',
    '1998 Feb 7',
    '1998 Mar 7',
    '1998 Apr 11',
    '1998 May 9',
    '1998 Jun 13',
    '…',
  ],
  [
    '1996-11-05',
    'FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8',
    '1996 Nov 5',
    '2000 Nov 7',
    '2004 Nov 2',
    '…',
  ],
  [
    '1997-09-04',
    'FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3',
    '1997 Sep 4',
    '1997 Oct 7',
    '1997 Nov 6',
  ],
  [
    '1997-09-29',
    'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2',
    '1997 Sep 29',
    '1997 Oct 30',
    '1997 Nov 27',
    '1997 Dec 30',
    '1998 Jan 29',
    '1998 Feb 26',
    '1998 Mar 30',
    '…',
  ],
  ['1997-08-05', 'FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO', '1997 Aug 5,10,19,24'],
  ['1997-08-05', 'FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU', '1997 Aug 5,17,19,31'],
  [
    '2007-01-15',
    'FREQ=MONTHLY;BYMONTHDAY=15,30;COUNT=5',
    '2007 Jan 15,30',
    '2007 Feb 15',
    '2007 Mar 15,30',
  ],
];

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

function isoDates(lines: readonly string[]): string[] {
  return lines.flatMap((line) => {
    const [year = '', month = '', days = ''] = line.split(' ');
    const number = String(MONTHS.indexOf(month) + 1).padStart(2, '0');
    return days.split(',').map((day) => `${year}-${number}-${day.padStart(2, '0')}`);
  });
}

test.each(EXAMPLES)('RFC 5545 prints the dates of %s %s', (start, text, ...lines) => {
  const goesOn = lines.at(-1) === '…';
  const dates = isoDates(goesOn ? lines.slice(0, -1) : lines);
  const parsed = parseRrule(text, {
    start,
    time: '09:00',
    durationMinutes: 60,
    zone: 'America/New_York',
  });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  const occurrences = expand(parsed.value, {
    from: Temporal.PlainDate.from(start),
    to: Temporal.PlainDate.from(goesOn ? (dates.at(-1) ?? '') : '2020-12-31'),
    calendar: CALENDAR_YEAR,
    business: businessCalendar({ holidays: [] }),
    zone: 'UTC',
  });
  expect(occurrences.map(({ date }) => date.toString())).toEqual(dates);
  for (const { start: instant, date } of occurrences) {
    const local = `${date.toString()}T09:00:00`;
    const zoned = instant.toZonedDateTimeISO('America/New_York');
    expect(zoned.toPlainDateTime().toString()).toBe(local);
  }
});

test('09:00 New York is 13:00Z in summer and 14:00Z in winter', () => {
  const parsed = parseRrule('RRULE:FREQ=MONTHLY;BYMONTHDAY=1;COUNT=2', {
    start: '1997-10-01',
    time: '09:00',
    durationMinutes: 90,
    zone: 'America/New_York',
  });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  const occurrences = expand(parsed.value, {
    from: Temporal.PlainDate.from('1997-01-01'),
    to: Temporal.PlainDate.from('1998-12-31'),
    calendar: CALENDAR_YEAR,
    business: businessCalendar({ holidays: [] }),
    zone: 'UTC',
  });
  expect(occurrences.map(({ start, end }) => [start.toString(), end.toString()])).toEqual([
    ['1997-10-01T13:00:00Z', '1997-10-01T14:30:00Z'],
    ['1997-11-01T14:00:00Z', '1997-11-01T15:30:00Z'],
  ]);
});
