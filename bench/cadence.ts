import { isDeepStrictEqual } from 'node:util';
import { RRuleTemporal } from 'rrule-temporal';
import manifest from '../package.json' with { type: 'json' };
import {
  businessCalendar,
  CALENDAR_YEAR,
  expand,
  parseRrule,
} from '../packages/cadence/src/index.ts';
import type { RecurrenceRule } from '../packages/cadence/src/index.ts';
import { measure } from './measure.ts';
import { lessIsBetter } from './row.ts';
import type { Row } from './row.ts';

const peer = `rrule-temporal ${manifest.devDependencies['rrule-temporal']}`;
const zone = 'America/Los_Angeles';
const start = '2026-02-03';
const time = '09:00';
const from = Temporal.PlainDate.from('2026-02-01');
const to = Temporal.PlainDate.from('2031-01-31');

/** What reviews are made of, and a rule of each frequency; five years of each. */
const cases = [
  ['weekly review', 'FREQ=WEEKLY;BYDAY=WE'],
  ['second Tuesday', 'FREQ=MONTHLY;BYDAY=2TU'],
  ['last working day of the month', 'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1'],
  ['every other Monday and Thursday', 'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH'],
  ['every day', 'FREQ=DAILY'],
  ['last Sunday of January', 'FREQ=YEARLY;BYMONTH=1;BYDAY=-1SU'],
] as const;

const business = businessCalendar({ holidays: [] });

function ruleOf(text: string): RecurrenceRule {
  const parsed = parseRrule(text, { start, time, durationMinutes: 60, zone });
  if (!parsed.ok) throw new Error(`${text} was not read`);
  return parsed.value;
}

const window = { from, to, calendar: CALENDAR_YEAR, business, zone };
const ours = (rule: RecurrenceRule) => expand(rule, window);

const opening = new Date(from.toZonedDateTime(zone).epochMilliseconds);
const closing = new Date(to.add({ days: 1 }).toZonedDateTime(zone).epochMilliseconds - 1);
const theirs = (rruleString: string) =>
  new RRuleTemporal({ rruleString }).between(opening, closing, true);

async function compare(name: string, text: string): Promise<Row> {
  const rule = ruleOf(text);
  const rruleString = `DTSTART;TZID=${zone}:20260203T090000\nRRULE:${text}`;
  const mine = ours(rule).map((one) => one.start.epochMilliseconds);
  const other = theirs(rruleString).map((one) => one.epochMilliseconds);
  if (mine.length === 0 || !isDeepStrictEqual(mine, other)) {
    throw new Error(`${text}: ${mine.length} occurrences, not the ${other.length} of ${peer}`);
  }
  const times = await measure({ ours: () => ours(rule), theirs: () => theirs(rruleString) });
  return lessIsBetter({
    bench: `expand five years: ${name} (${mine.length})`,
    ours: times.ours / 1000,
    against: times.theirs / 1000,
    peer,
    unit: 'µs CPU',
  });
}

/** `npm run bench -- cadence`: recurrence rules to dated occurrences, with equal results. */
export default async function cadence(): Promise<Row[]> {
  const rows: Row[] = [];
  for (const [name, text] of cases) rows.push(await compare(name, text));
  return rows;
}
