import { numberSays, type NumberTable } from '@throughline/chart';

/** The numbers of a chart, for who can't or won't read the drawing. */
export function ChartTable({
  title,
  table: { columns, rows },
}: {
  readonly title: string;
  readonly table: NumberTable;
}) {
  const [place, ...values] = columns;
  return (
    <div
      tabIndex={0}
      role="region"
      aria-label={`${title}, table`}
      data-print="whole"
      className="relative max-h-60 overflow-auto rounded-sm border border-line"
    >
      <table className="w-full border-collapse">
        <thead>
          <tr className="hairline-b text-left text-xs text-secondary">
            <th scope="col" className="px-2 py-1 font-medium">
              {place}
            </th>
            {values.map((name) => (
              <th key={name} scope="col" className="px-2 py-1 text-right font-medium">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.place} className="hairline-b last:border-b-0">
              <th scope="row" className="px-2 py-1 text-left font-normal">
                {row.place}
              </th>
              {values.map((name, index) => (
                <td key={name} className="figures px-2 py-1 text-right">
                  {numberSays(row.values[index])}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
