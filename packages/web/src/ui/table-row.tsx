import { useMemo } from 'react';
import { cx } from './cx.ts';
import type { TableColumn } from './table-column.ts';

interface TableRowProps<Row> {
  readonly row: Row;
  readonly index: number;
  readonly name: string;
  readonly columns: readonly TableColumn<Row>[];
  readonly id: string;
  readonly positioned: boolean;
  readonly selected: boolean | undefined;
  readonly onSelect: (index: number, selected: boolean) => void;
}

/** A row, drawn again only when what it shows has changed. */
export function TableRow<Row>({
  row,
  index,
  name,
  columns,
  id,
  positioned,
  selected,
  onSelect,
}: TableRowProps<Row>) {
  return useMemo(
    () => (
      <tr
        id={id}
        aria-rowindex={index + 2}
        data-positioned={positioned || undefined}
        className={cx(
          'group/row h-row',
          selected === true ? 'bg-accent-soft' : 'hover:bg-sunken',
          positioned && 'bg-sunken shadow-[inset_2px_0_0_var(--accent)]',
        )}
      >
        {selected !== undefined && (
          <td className="px-2 py-1 align-middle">
            <input
              type="checkbox"
              className="tick align-middle"
              aria-label={`Select ${name}`}
              checked={selected}
              onChange={(event) => onSelect(index, event.target.checked)}
            />
          </td>
        )}
        {columns.map((column) => (
          <td
            key={column.id}
            className={cx('px-2 py-1 align-middle', column.align === 'end' && 'figures text-right')}
          >
            {column.cell(row)}
          </td>
        ))}
      </tr>
    ),
    [row, index, name, columns, id, positioned, selected, onSelect],
  );
}
