import { memo, useMemo } from 'react';
import { InsightChart } from './insight-chart.tsx';

/** One line of a chart. */
interface ChartSeries {
  readonly name: string;
  /** One for each label; null where there was no measurement. */
  readonly values: readonly (number | null)[];
}

export interface LineChartProps {
  readonly title: string;
  /** The places along the x axis, written out: "W 45", "3 Nov". */
  readonly labels: readonly string[];
  /** Told apart by dash, end and name, not by colour. */
  readonly series: readonly ChartSeries[];
  readonly unit?: string | undefined;
  readonly target?: number | undefined;
  /** The index of today among the labels; drawn as a datum. */
  readonly today?: number | undefined;
  readonly height?: number | undefined;
}

/** Lines over places that a page has in its own words: an insight's chart of the form `line`. */
export const LineChart = memo(function LineChart(props: LineChartProps) {
  const { title, labels, series, unit = '', target, today, height } = props;
  const chart = useMemo(
    () => ({
      key: title,
      title,
      form: 'line' as const,
      unit,
      target: target ?? null,
      series: series.map(({ name, values }) => ({
        key: name,
        label: name,
        points: labels.map((at, index) => ({ at, value: values[index] ?? null })),
      })),
    }),
    [title, labels, series, unit, target],
  );
  return (
    <InsightChart
      chart={chart}
      height={height}
      today={today === undefined ? undefined : labels[today]}
    />
  );
});
