import { chartTables, drawChart, hasValues } from '@throughline/chart';
import type { InsightChart as Chart } from '@throughline/contract';
import { memo, useMemo, useState } from 'react';
import { Button } from './button.tsx';
import { ChartPlot } from './chart-plot.tsx';
import { ChartTable } from './chart-table.tsx';
import { useWidth } from './use-width.ts';

export interface InsightChartProps {
  readonly chart: Chart;
  /** The place of today among the chart's places; drawn as a datum where lines are drawn. */
  readonly today?: string | undefined;
  readonly height?: number | undefined;
}

const widest = 720;

function Plot({ chart, today, height }: InsightChartProps & { readonly height: number }) {
  const { ref, width } = useWidth<HTMLDivElement>(640);
  const drawn = Math.max(280, Math.min(widest, width));
  const drawing = useMemo(
    () => drawChart(chart, { width: drawn, height, today }),
    [chart, drawn, height, today],
  );
  return (
    <div ref={ref} className="max-w-180 min-w-0">
      <ChartPlot title={chart.title} drawing={drawing} />
    </div>
  );
}

/** A chart in its form, with its table one press away. Draws nothing anew unless its props change. */
export const InsightChart = memo(function InsightChart(props: InsightChartProps) {
  const { chart, height = 200 } = props;
  const [asTable, setAsTable] = useState(false);
  const tables = useMemo(() => (asTable ? chartTables(chart) : []), [asTable, chart]);
  return (
    <figure className="flex min-w-0 flex-col gap-2">
      <figcaption className="flex items-center justify-between gap-3">
        <span className="min-w-0 font-medium">
          {chart.title}
          {chart.unit !== '' && <span className="font-normal text-tertiary"> · {chart.unit}</span>}
        </span>
        <span data-print="hide">
          <Button
            size="sm"
            tone="quiet"
            aria-pressed={asTable}
            onClick={() => setAsTable(!asTable)}
          >
            Table
          </Button>
        </span>
      </figcaption>
      {!hasValues(chart) ? (
        <p className="text-tertiary">No measurement yet.</p>
      ) : asTable ? (
        tables.map((table) => (
          <ChartTable
            key={table.title}
            title={table.title === '' ? chart.title : `${chart.title}, ${table.title}`}
            table={table}
          />
        ))
      ) : (
        <Plot {...props} height={height} />
      )}
    </figure>
  );
});
