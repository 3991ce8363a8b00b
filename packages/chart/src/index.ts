export { chartTables, type NumberTable } from './chart-tables.ts';
export { drawChart, type DrawOptions } from './draw-chart.ts';
export { textSize, type Drawing, type Mark, type Pen, type Stop } from './drawing.ts';
export { linePath, scale } from './scale.ts';
export { halves, hasValues, laidOut, steps, type Half, type LaidSeries } from './series.ts';
export { shapePath } from './shape-path.ts';
export { amountSays, numberSays, placeInFull, placeSays } from './words.ts';
