import { memo, type ReactNode } from 'react';
import { cx } from './cx.ts';
import { Icon } from './icon.tsx';
import type { TableColumn } from './table-column.ts';
import type { TreeTableLine } from './tree-keys.ts';

interface TreeTableRowProps<Row> {
  readonly id: string;
  readonly row: Row;
  readonly rowIndex: number;
  readonly columns: readonly TableColumn<Row>[];
  readonly active: boolean;
  readonly onToggle: (key: string, open: boolean) => void;
}

/** The way in: the mark that opens and closes, for the pointer; keys do it on the line itself. */
function Lead({
  line,
  onToggle,
  children,
}: {
  readonly line: TreeTableLine;
  readonly onToggle: (key: string, open: boolean) => void;
  readonly children: ReactNode;
}) {
  return (
    <span
      className="flex min-w-0 items-center gap-1"
      style={{ paddingInlineStart: `${(line.level - 1) * 20}px` }}
    >
      {line.open === undefined ? (
        <span className="w-6 shrink-0" />
      ) : (
        <button
          type="button"
          tabIndex={-1}
          aria-label={line.open ? 'Close' : 'Open'}
          onClick={() => onToggle(line.key, line.open === false)}
          className="flex size-6 shrink-0 items-center justify-center rounded-sm text-secondary hover:bg-sunken hover:text-ink"
        >
          <Icon name={line.open ? 'chevron-down' : 'chevron-right'} size={14} />
        </button>
      )}
      {children}
    </span>
  );
}

function Line<Row extends TreeTableLine>({
  id,
  row,
  rowIndex,
  columns,
  active,
  onToggle,
}: TreeTableRowProps<Row>) {
  return (
    <tr
      id={id}
      aria-level={row.level}
      aria-posinset={row.place}
      aria-setsize={row.beside}
      aria-expanded={row.open}
      aria-rowindex={rowIndex}
      data-positioned={active || undefined}
      className={cx(
        'h-row hover:bg-sunken',
        active && 'bg-sunken shadow-[inset_2px_0_0_var(--accent)]',
      )}
    >
      {columns.map((column, index) => (
        <td
          key={column.id}
          className={cx('px-2 py-1 align-middle', column.align === 'end' && 'figures text-right')}
        >
          {index === 0 ? (
            <Lead line={row} onToggle={onToggle}>
              {column.cell(row)}
            </Lead>
          ) : (
            column.cell(row)
          )}
        </td>
      ))}
    </tr>
  );
}

/** A line of a tree table, drawn again only when what it shows has changed. */
export const TreeTableRow = memo(Line) as typeof Line;
