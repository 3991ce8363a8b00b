import type { InsightChart } from '@throughline/contract';
import { drawBars } from './draw-bars.ts';
import { drawCumulativeFlow } from './draw-cumulative-flow.ts';
import { drawLines } from './draw-lines.ts';
import { drawSixTwelve } from './draw-six-twelve.ts';
import { drawWaterfall } from './draw-waterfall.ts';
import type { Drawing } from './drawing.ts';

/** How large a chart is drawn, and what else is marked on it. */
export interface DrawOptions {
  readonly width: number;
  /** Of one plot; a six-twelve without room for both beside each other is twice as high. */
  readonly height: number;
  /** The place of today, drawn as a datum, where lines are drawn. */
  readonly today?: string | undefined;
}

/** Draws a chart in its form. The same chart and size give the same strokes, wherever it is shown. */
export function drawChart(chart: InsightChart, options: DrawOptions): Drawing {
  switch (chart.form) {
    case 'line':
    case 'burndown':
      return drawLines(chart, options);
    case 'six-twelve':
      return drawSixTwelve(chart, options);
    case 'cumulative-flow':
      return drawCumulativeFlow(chart, options);
    case 'waterfall':
      return drawWaterfall(chart, options);
    case 'bars':
      return drawBars(chart, options);
  }
}
