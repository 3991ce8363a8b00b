/** One line of a chart. */
export interface ChartSeries {
  readonly name: string;
  /** One for each label; null where there was no measurement. */
  readonly values: readonly (number | null)[];
}
