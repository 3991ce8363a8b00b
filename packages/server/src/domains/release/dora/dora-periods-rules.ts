import type { InsightChart } from '@throughline/contract';
import { doraFigures, type DoraFigures, type Judged } from './dora-rules.ts';

/** A week or a month of the organisation, as moments in milliseconds. */
export interface DoraPeriod {
  /** Its first day. */
  readonly at: string;
  readonly from: number;
  readonly to: number;
}

const instant = (day: Temporal.PlainDate, zone: string) =>
  day.toZonedDateTime(zone).epochMilliseconds;

/** The last weeks, Monday to Sunday, that of `now` the last one; `back` moves them all by weeks. */
export function weeksOf(
  now: Temporal.Instant,
  zone: string,
  count: number,
  back = 0,
): DoraPeriod[] {
  const today = now.toZonedDateTimeISO(zone).toPlainDate();
  const monday = today.subtract({ days: today.dayOfWeek - 1 }).subtract({ weeks: back });
  return Array.from({ length: count }, (_, index) => {
    const day = monday.subtract({ weeks: count - 1 - index });
    return {
      at: day.toString(),
      from: instant(day, zone),
      to: instant(day.add({ weeks: 1 }), zone),
    };
  });
}

/** The last calendar months, that of `now` the last one; `back` moves them all by years. */
export function monthsOf(
  now: Temporal.Instant,
  zone: string,
  count: number,
  back = 0,
): DoraPeriod[] {
  const first = now
    .toZonedDateTimeISO(zone)
    .toPlainDate()
    .with({ day: 1 })
    .subtract({ years: back });
  return Array.from({ length: count }, (_, index) => {
    const day = first.subtract({ months: count - 1 - index });
    return {
      at: day.toString(),
      from: instant(day, zone),
      to: instant(day.add({ months: 1 }), zone),
    };
  });
}

/** The five metrics as figures and charts name them, in DORA's order. */
export const doraMetrics = [
  { key: 'lead-time', name: 'leadTime', title: 'Change lead time', unit: 'h' },
  { key: 'frequency', name: 'frequency', title: 'Deployment frequency', unit: 'a week' },
  { key: 'recovery', name: 'recovery', title: 'Failed deployment recovery time', unit: 'h' },
  { key: 'fail-rate', name: 'failRate', title: 'Change fail rate', unit: '%' },
  { key: 'rework-rate', name: 'reworkRate', title: 'Deployment rework rate', unit: '%' },
] as const satisfies readonly {
  key: string;
  name: keyof DoraFigures;
  title: string;
  unit: string;
}[];

const weeks = 6;
const months = 12;
const weeksBack = 52;

/** The first moment that charts of `now` show. */
export function chartsFrom(now: Temporal.Instant, zone: string): number {
  return Math.min(
    weeksOf(now, zone, weeks, weeksBack)[0]?.from ?? 0,
    monthsOf(now, zone, months, 1)[0]?.from ?? 0,
  );
}

/** Each metric over six weeks and twelve months, over those of the year before. */
export function doraCharts(
  judged: readonly Judged[],
  now: Temporal.Instant,
  zone: string,
): InsightChart[] {
  const series = [
    { key: 'weeks', label: 'Weeks', periods: weeksOf(now, zone, weeks) },
    { key: 'months', label: 'Months', periods: monthsOf(now, zone, months) },
    {
      key: 'weeks-last-year',
      label: 'Weeks, a year ago',
      periods: weeksOf(now, zone, weeks, weeksBack),
    },
    {
      key: 'months-last-year',
      label: 'Months, a year ago',
      periods: monthsOf(now, zone, months, 1),
    },
  ].map((one) => ({
    ...one,
    figures: one.periods.map(({ from, to }) =>
      doraFigures(judged, { from, to, until: now.epochMilliseconds }),
    ),
  }));
  // Before the first deployment there was no frequency, not one of nought.
  const begins = Math.min(...judged.map(({ endedAt }) => endedAt));
  return doraMetrics.map(({ key, name, title, unit }) => ({
    key,
    title,
    form: 'six-twelve',
    unit,
    target: null,
    series: series.map(({ key: one, label, periods, figures }) => ({
      key: one,
      label,
      points: periods.map(({ at, to }, index) => ({
        at,
        value: to <= begins ? null : (figures[index]?.[name].value ?? null),
      })),
    })),
  }));
}
