import type { InsightChart } from '@throughline/contract';
import { dayNumber } from './words.ts';

/** A series laid out on the places of its chart: one value a place, null where it has none. */
export interface LaidSeries {
  readonly key: string;
  readonly label: string;
  readonly values: readonly (number | null)[];
}

/** The places of a chart from left to right, and its series upon them. Days are put in order. */
export function laidOut(chart: Pick<InsightChart, 'series'>): {
  places: readonly string[];
  series: readonly LaidSeries[];
} {
  const found = [...new Set(chart.series.flatMap(({ points }) => points.map(({ at }) => at)))];
  const days = found.every((at) => dayNumber(at) !== undefined);
  const places = days ? found.toSorted() : found;
  const series = chart.series.map(({ key, label, points }) => {
    const values = new Map(points.map(({ at, value }) => [at, value]));
    return { key, label, values: places.map((at) => values.get(at) ?? null) };
  });
  return { places, series };
}

/** Whether there is anything to draw. */
export function hasValues(chart: Pick<InsightChart, 'series'>): boolean {
  return chart.series.some(({ points }) => points.some(({ value }) => value !== null));
}

/** A waterfall's one series: where each change begins and ends. A change that isn't known is none. */
export function steps(chart: InsightChart): readonly {
  readonly at: string;
  readonly change: number | null;
  readonly from: number;
  readonly to: number;
}[] {
  let level = 0;
  return (chart.series[0]?.points ?? []).map(({ at, value }) => {
    const from = level;
    // Sums of decimal fractions: 0.1 + 0.2 is to end at 0.3.
    level = Number((level + (value ?? 0)).toPrecision(12));
    return { at, change: value, from, to: level };
  });
}

/** One half of a six-twelve chart: weeks or months, this year over the last, place by place. */
export interface Half {
  readonly key: 'weeks' | 'months';
  readonly places: readonly string[];
  readonly label: string;
  readonly values: readonly (number | null)[];
  readonly lastYear: readonly (number | null)[] | null;
}

/** The halves of a six-twelve chart. Last year's values lie under this year's by their position. */
export function halves(chart: InsightChart): readonly Half[] {
  const named = new Map(chart.series.map((one) => [one.key, one]));
  return (['weeks', 'months'] as const).flatMap((key): Half[] => {
    const own = named.get(key);
    if (!own || own.points.length === 0) return [];
    const before = named.get(`${key}-last-year`);
    return [
      {
        key,
        places: own.points.map(({ at }) => at),
        label: own.label,
        values: own.points.map(({ value }) => value),
        lastYear: before ? own.points.map((_, index) => before.points[index]?.value ?? null) : null,
      },
    ];
  });
}
