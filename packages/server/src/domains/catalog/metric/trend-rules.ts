import type { InsightChart } from '@throughline/contract';
import type { DatedValue } from '../rules.ts';

/** A week or a month, as [from, to). */
interface Period {
  readonly from: Temporal.PlainDate;
  readonly to: Temporal.PlainDate;
}

/** The last weeks, Monday to Sunday, that of `today` the last one; all moved back by so many days. */
function weeksUntil(today: Temporal.PlainDate, count: number, back = 0): Period[] {
  const monday = today.subtract({ days: today.dayOfWeek - 1 + back });
  return Array.from({ length: count }, (_, index) => {
    const from = monday.subtract({ weeks: count - 1 - index });
    return { from, to: from.add({ weeks: 1 }) };
  });
}

/** The last calendar months, that of `today` the last one; all moved back by so many years. */
function monthsUntil(today: Temporal.PlainDate, count: number, back = 0): Period[] {
  const first = today.with({ day: 1 }).subtract({ years: back });
  return Array.from({ length: count }, (_, index) => {
    const from = first.subtract({ months: count - 1 - index });
    return { from, to: from.add({ months: 1 }) };
  });
}

/** Each period with its last value; null where it has none. `values` are by day, oldest first. */
function lastValues(values: readonly DatedValue[], periods: readonly Period[]) {
  return periods.map(({ from, to }) => {
    const within = values.filter(({ on }) => on >= from.toString() && on < to.toString());
    return { at: from.toString(), value: within.at(-1)?.value ?? null };
  });
}

/** The first day whose values a six-twelve chart of `today` shows. */
export function trendFrom(
  today: Temporal.PlainDate,
  { weeks, months }: { weeks: number; months: number },
): Temporal.PlainDate {
  const [week] = weeksUntil(today, weeks, yearOfWeeks);
  const [month] = monthsUntil(today, months, 1);
  const starts = [week?.from, month?.from].filter((one) => one !== undefined);
  return starts.toSorted(Temporal.PlainDate.compare)[0] ?? today;
}

/** The same weekday a year ago: 52 weeks. */
const yearOfWeeks = 364;

/**
 * A metric's weeks and months beside each other, each period with its last value, over those of the
 * year before (weeks: 52 weeks earlier). The present week and month hold what they have so far.
 */
export function sixTwelve(
  metric: { key: string; title: string; unit: string; target: number | null },
  values: readonly DatedValue[],
  today: Temporal.PlainDate,
  { weeks, months }: { weeks: number; months: number },
): InsightChart {
  const series = [
    { key: 'weeks', label: 'Weeks', periods: weeksUntil(today, weeks) },
    { key: 'months', label: 'Months', periods: monthsUntil(today, months) },
    {
      key: 'weeks-last-year',
      label: 'Weeks, a year ago',
      periods: weeksUntil(today, weeks, yearOfWeeks),
    },
    {
      key: 'months-last-year',
      label: 'Months, a year ago',
      periods: monthsUntil(today, months, 1),
    },
  ];
  return {
    ...metric,
    form: 'six-twelve',
    series: series.map(({ key, label, periods }) => ({
      key,
      label,
      points: lastValues(values, periods),
    })),
  };
}
