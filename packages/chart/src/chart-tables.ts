import type { InsightChart } from '@throughline/contract';
import { halves, laidOut, steps } from './series.ts';
import { placeInFull, placeSays } from './words.ts';

/** The numbers of a chart as a table: a name a row, a number or nothing a cell. */
export interface NumberTable {
  /** What of the chart it holds; empty where it is all. */
  readonly title: string;
  readonly columns: readonly [place: string, ...values: string[]];
  readonly rows: readonly {
    readonly place: string;
    readonly values: readonly (number | null)[];
  }[];
}

/** The tables of a chart: one, or one for the weeks and one for the months. */
export function chartTables(chart: InsightChart): readonly NumberTable[] {
  const target = chart.target === null ? [] : [chart.target];
  const targetColumn = chart.target === null ? [] : ['Target'];
  if (chart.form === 'six-twelve') {
    return halves(chart).map(({ key, places, values, lastYear }) => ({
      title: key === 'weeks' ? 'Weeks' : 'Months',
      columns: [
        key === 'weeks' ? 'Week of' : 'Month',
        'This year',
        ...(lastYear ? ['Last year'] : []),
        ...targetColumn,
      ],
      rows: places.map((at, index) => ({
        place: key === 'months' ? placeSays(at, 'year-month') : placeInFull(at),
        values: [values[index] ?? null, ...(lastYear ? [lastYear[index] ?? null] : []), ...target],
      })),
    }));
  }
  if (chart.form === 'waterfall') {
    return [
      {
        title: '',
        columns: ['Step', 'Change', 'Level after it', ...targetColumn],
        rows: steps(chart).map(({ at, change, to }) => ({
          place: placeInFull(at),
          values: [change, to, ...target],
        })),
      },
    ];
  }
  const { places, series } = laidOut(chart);
  return [
    {
      title: '',
      columns: ['At', ...series.map(({ label }) => label), ...targetColumn],
      rows: places.map((at, index) => ({
        place: placeInFull(at),
        values: [...series.map(({ values }) => values[index] ?? null), ...target],
      })),
    },
  ];
}
