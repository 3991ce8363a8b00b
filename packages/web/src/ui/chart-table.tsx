import type { ChartSeries } from './chart-series.ts';

/** The numbers of a chart, for who can't or won't read the drawing. */
export function ChartTable({
  title,
  labels,
  series,
}: {
  readonly title: string;
  readonly labels: readonly string[];
  readonly series: readonly ChartSeries[];
}) {
  return (
    <div
      tabIndex={0}
      role="region"
      aria-label={`${title}, table`}
      className="relative max-h-60 overflow-auto rounded-sm border border-line"
    >
      <table className="w-full border-collapse">
        <thead>
          <tr className="hairline-b text-left text-xs text-secondary">
            <th scope="col" className="px-2 py-1 font-medium">
              Time
            </th>
            {series.map((each) => (
              <th key={each.name} scope="col" className="px-2 py-1 text-right font-medium">
                {each.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {labels.map((label, index) => (
            <tr key={label} className="hairline-b last:border-b-0">
              <th scope="row" className="px-2 py-1 text-left font-normal">
                {label}
              </th>
              {series.map((each) => (
                <td key={each.name} className="figures px-2 py-1 text-right">
                  {each.values[index] ?? '–'}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
