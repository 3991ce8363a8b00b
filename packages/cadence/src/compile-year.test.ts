import { expect, test } from 'vitest';
import { businessCalendar } from './business-days.ts';
import { compileYear } from './compile-year.ts';
import type { CadencePlan, CompileYearInput } from './compile-year.ts';
import type { RuleTime } from './rule.ts';

const ZONE = 'America/Los_Angeles';
const HOLIDAYS = [
  { date: '2027-01-01', name: 'New Year’s Day' },
  { date: '2027-05-31', name: 'Memorial Day' },
  { date: '2027-07-05', name: 'Independence Day (observed)' },
  { date: '2027-09-06', name: 'Labor Day' },
  { date: '2027-11-25', name: 'Thanksgiving' },
  { date: '2027-12-24', name: 'Christmas Day (observed)' },
];

function at(time: string, durationMinutes: number): RuleTime {
  return { time, durationMinutes, shift: 'next' };
}

/** The seven cycles as the rhythm's table gives them. */
const SEVEN: CadencePlan[] = [
  {
    id: 'annual-planning',
    rule: {
      kind: 'offset',
      anchor: { at: 'year-start' },
      offsets: [-16, -12, -6, -2].map((amount) => ({ amount, unit: 'week' as const })),
      ...at('09:00', 120),
    },
    preReadBusinessDays: 5,
    decider: 'chief executive',
  },
  {
    id: 'qbr',
    rule: { kind: 'fiscal-week', of: 'quarter', week: 2, weekday: 'tuesday', ...at('09:00', 90) },
    preReadBusinessDays: 3,
    decider: 'P&T head',
  },
  {
    id: 'initiative-okr',
    rule: {
      kind: 'offset',
      anchor: { at: 'month-end' },
      offsets: [{ amount: 5, unit: 'business-day' }],
      ...at('13:00', 60),
    },
    preReadBusinessDays: 2,
    decider: 'P&T head',
  },
  {
    id: 'product-monthly',
    rule: { kind: 'nth-weekday', nth: 2, weekday: 'tuesday', ...at('10:00', 60) },
    preReadBusinessDays: 2,
    decider: 'head of product',
  },
  {
    id: 'design-release',
    rule: {
      kind: 'offset',
      anchor: { at: 'event', event: 'launch' },
      offsets: [{ amount: -10, unit: 'business-day' }],
      ...at('11:00', 45),
    },
    preReadBusinessDays: 1,
    decider: 'head of design',
  },
  {
    id: 'eng-ops',
    rule: {
      kind: 'recurrence',
      start: '2026-01-07',
      frequency: 'weekly',
      byDay: [{ weekday: 'wednesday' }],
      ...at('09:30', 60),
    },
    preReadBusinessDays: 1,
    decider: 'engineering leader',
  },
  {
    id: 'agile',
    rule: {
      kind: 'recurrence',
      start: '2027-01-04',
      frequency: 'weekly',
      interval: 2,
      ...at('09:00', 120),
    },
    preReadBusinessDays: 0,
  },
];

const FY2027: CompileYearInput = {
  cadences: SEVEN,
  calendar: { pattern: 'month', startMonth: 1, yearName: 'start' },
  fiscalYear: 2027,
  business: businessCalendar({ holidays: HOLIDAYS }),
  zone: ZONE,
  events: [{ event: 'launch', id: 'lch_1', date: '2027-03-01' }],
};

const compiled = compileYear(FY2027);

/** Occurrence → pre-read. */
function datesOf(cadence: string): string[] {
  return compiled.occurrences
    .filter((planned) => planned.cadence === cadence)
    .map(({ occurrence, preRead }) => `${occurrence.date.toString()} ← ${preRead.toString()}`);
}

test('annual planning of 2028 falls on the Mondays after the Saturdays 16, 12, 6 and 2 weeks before', () => {
  // 1 January 2028 is a Saturday, and so are 11 September, 9 October, 20 November, 18 December 2027.
  // The first pre-read passes over Labor Day: 10, 9, 8, 7 and 3 September.
  expect(datesOf('annual-planning')).toEqual([
    '2027-09-13 ← 2027-09-03',
    '2027-10-11 ← 2027-10-04',
    '2027-11-22 ← 2027-11-15',
    '2027-12-20 ← 2027-12-13',
  ]);
  const keys = compiled.occurrences
    .filter(({ cadence }) => cadence === 'annual-planning')
    .map(({ occurrence }) => occurrence.key);
  expect(keys).toEqual(['FY2028/-16w', 'FY2028/-12w', 'FY2028/-6w', 'FY2028/-2w']);
});

test('the quarterly business review is on the Tuesday of week 2 of each quarter', () => {
  expect(datesOf('qbr')).toEqual([
    '2027-01-12 ← 2027-01-07',
    '2027-04-13 ← 2027-04-08',
    '2027-07-13 ← 2027-07-08',
    '2027-10-12 ← 2027-10-07',
  ]);
});

test('the initiative review is five business days after month end, holidays passed over', () => {
  // January: the 1st is a holiday, so 4–8. June: 31 May is one, but itself the anchor, so 1–4 and 7.
  // July: the 5th is one, so 1, 2, 6, 7, 8. September: the 6th is one, so 1, 2, 3, 7, 8.
  expect(datesOf('initiative-okr')).toEqual([
    '2027-01-08 ← 2027-01-06',
    '2027-02-05 ← 2027-02-03',
    '2027-03-05 ← 2027-03-03',
    '2027-04-07 ← 2027-04-05',
    '2027-05-07 ← 2027-05-05',
    '2027-06-07 ← 2027-06-03',
    '2027-07-08 ← 2027-07-06',
    '2027-08-06 ← 2027-08-04',
    '2027-09-08 ← 2027-09-03',
    '2027-10-07 ← 2027-10-05',
    '2027-11-05 ← 2027-11-03',
    '2027-12-07 ← 2027-12-03',
  ]);
});

test('the monthly product review is on second Tuesdays', () => {
  expect(datesOf('product-monthly').map((line) => line.slice(0, 10))).toEqual([
    '2027-01-12',
    '2027-02-09',
    '2027-03-09',
    '2027-04-13',
    '2027-05-11',
    '2027-06-08',
    '2027-07-13',
    '2027-08-10',
    '2027-09-14',
    '2027-10-12',
    '2027-11-09',
    '2027-12-14',
  ]);
});

test('the design release review is ten business days before the launch', () => {
  // 26–22, 19–15 February 2027
  expect(datesOf('design-release')).toEqual(['2027-02-15 ← 2027-02-12']);
});

test('the operational review has 52 Wednesdays, the sprint starts every second Monday', () => {
  expect(datesOf('eng-ops')).toHaveLength(52);
  expect(datesOf('eng-ops')[0]).toBe('2027-01-06 ← 2027-01-05');
  const sprints = datesOf('agile').map((line) => line.slice(0, 10));
  expect(sprints).toHaveLength(26);
  // 26 weeks after 4 January is 5 July, a holiday.
  expect(sprints[13]).toBe('2027-07-06');
});

test('a year that shifts off holidays and shares no decider has no conflict', () => {
  expect(compiled.conflicts).toEqual([]);
  expect(compiled.fiscalYear.year).toBe(2027);
  const starts = compiled.occurrences.map(({ occurrence }) => occurrence.startMs);
  expect(starts).toEqual(starts.toSorted((a, b) => a - b));
});

test('occurrences on holidays, on weekends and in freezes are reported', () => {
  const { conflicts } = compileYear({
    ...FY2027,
    cadences: [
      {
        id: 'days',
        rule: {
          kind: 'recurrence',
          start: '2027-12-23',
          frequency: 'daily',
          count: 3,
          time: '09:00',
          durationMinutes: 30,
        },
        preReadBusinessDays: 1,
      },
    ],
    freezes: [{ id: 'frz_year_end', from: '2027-12-20', to: '2027-12-24' }],
  });
  const told = conflicts.map((conflict) =>
    'occurrence' in conflict
      ? { ...conflict, occurrence: conflict.occurrence.key, date: conflict.date.toString() }
      : conflict.kind,
  );
  expect(told).toEqual([
    { kind: 'freeze', occurrence: '2027-12-23', date: '2027-12-23', freeze: 'frz_year_end' },
    {
      kind: 'holiday',
      occurrence: '2027-12-24',
      date: '2027-12-24',
      holiday: 'Christmas Day (observed)',
    },
    { kind: 'freeze', occurrence: '2027-12-24', date: '2027-12-24', freeze: 'frz_year_end' },
    {
      kind: 'non-working-weekday',
      occurrence: '2027-12-25',
      date: '2027-12-25',
      weekday: 'saturday',
    },
  ]);
});

test('one decider in two rooms at once is reported with the time that overlaps', () => {
  const shared = SEVEN.map((plan) =>
    plan.id === 'product-monthly' ? { ...plan, decider: 'P&T head' } : plan,
  );
  const { conflicts } = compileYear({ ...FY2027, cadences: shared });
  const told = conflicts.map((conflict) =>
    conflict.kind === 'decider-double-booked'
      ? [
          ...conflict.occurrences.map(({ key }) => key),
          `${conflict.from.toString()}–${conflict.to.toString()}`,
        ]
      : conflict.kind,
  );
  // The quarterly review 09:00–10:30 and the monthly one from 10:00; Los Angeles is −8, in summer −7.
  expect(told).toEqual([
    ['FY2027-Q1', '2027-01', '2027-01-12T18:00:00Z–2027-01-12T18:30:00Z'],
    ['FY2027-Q2', '2027-04', '2027-04-13T17:00:00Z–2027-04-13T17:30:00Z'],
    ['FY2027-Q3', '2027-07', '2027-07-13T17:00:00Z–2027-07-13T17:30:00Z'],
    ['FY2027-Q4', '2027-10', '2027-10-12T17:00:00Z–2027-10-12T17:30:00Z'],
  ]);
});

test('a review that starts as the other ends is no conflict, and rooms count across zones', () => {
  const plan = (id: string, time: string, zone: string): CadencePlan => ({
    id,
    rule: {
      kind: 'nth-weekday',
      nth: 2,
      weekday: 'tuesday',
      months: [1],
      time,
      zone,
      durationMinutes: 60,
    },
    preReadBusinessDays: 0,
    decider: 'one',
  });
  const count = (first: string, second: string): number =>
    compileYear({
      ...FY2027,
      cadences: [plan('a', first, ZONE), plan('b', second, 'Europe/Berlin')],
    }).conflicts.length;
  // 09:00 in Los Angeles is 18:00 in Berlin.
  expect(count('09:00', '18:59')).toBe(1);
  expect(count('09:00', '19:00')).toBe(0);
  expect(count('09:00', '17:00')).toBe(0);
  expect(count('09:00', '17:01')).toBe(1);
});

test('whoever is to be in two rooms is named once for the two, and deciders by themselves', () => {
  const plan = (id: string, time: string, people: string[], decider: string): CadencePlan => ({
    id,
    rule: {
      kind: 'nth-weekday',
      nth: 2,
      weekday: 'tuesday',
      months: [1],
      time,
      durationMinutes: 60,
    },
    preReadBusinessDays: 0,
    decider,
    people,
  });
  const { conflicts } = compileYear({
    ...FY2027,
    cadences: [
      plan('a', '09:00', ['Cleo', 'Bea', 'Ada'], 'Ada'),
      plan('b', '09:30', ['Cleo', 'Bea', 'Dan'], 'Ada'),
      plan('c', '10:00', ['Cleo', 'Ada'], 'Eve'),
    ],
  });
  const told = conflicts.map((conflict) => [
    conflict.kind,
    'people' in conflict ? conflict.people : 'decider' in conflict ? conflict.decider : '',
    'occurrences' in conflict ? conflict.occurrences.map(({ cadence }) => cadence) : [],
  ]);
  // b is on from 09:30 to 10:30: with a until 10:00, and with c, where Ada only attends, from then.
  expect(told).toEqual([
    ['decider-double-booked', 'Ada', ['a', 'b']],
    ['people-double-booked', ['Bea', 'Cleo'], ['a', 'b']],
    ['people-double-booked', ['Ada', 'Cleo'], ['b', 'c']],
  ]);
});

test('two reviews of one unit on one day are pointed out; of two units they are not', () => {
  const plan = (id: string, time: string, unit: string): CadencePlan => ({
    id,
    rule: {
      kind: 'nth-weekday',
      nth: 1,
      weekday: 'monday',
      months: [2, 3],
      time,
      durationMinutes: 30,
    },
    preReadBusinessDays: 0,
    unit,
  });
  const { conflicts } = compileYear({
    ...FY2027,
    cadences: [
      plan('late', '15:00', 'core'),
      plan('early', '09:00', 'core'),
      plan('x', '11:00', 'o'),
    ],
  });
  // The first Mondays of February and March 2027, each with its earlier review first.
  expect(
    conflicts.map((conflict) =>
      conflict.kind === 'unit-twice-a-day'
        ? [conflict.unit, conflict.date.toString(), conflict.occurrences.map((one) => one.cadence)]
        : conflict.kind,
    ),
  ).toEqual([
    ['core', '2027-02-01', ['early', 'late']],
    ['core', '2027-03-01', ['early', 'late']],
  ]);
});

test('a cadence with events of its own is anchored to those alone', () => {
  const plan = SEVEN.find(({ id }) => id === 'design-release');
  if (!plan) throw new Error('no plan');
  const own = [{ event: 'launch', id: 'lch_2', date: '2027-06-15' }];
  const { occurrences } = compileYear({
    ...FY2027,
    cadences: [
      { ...plan, id: 'all' },
      { ...plan, id: 'own', events: own },
    ],
  });
  expect(occurrences.map(({ cadence, occurrence }) => `${cadence} ${occurrence.key}`)).toEqual([
    'all lch_1/-10bd',
    'own lch_2/-10bd',
  ]);
});
