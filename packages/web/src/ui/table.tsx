import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useId, useLayoutEffect, useRef, useState, type ReactNode } from 'react';
import { Skeleton } from './skeleton.tsx';
import type { TableColumn, TableSort } from './table-column.ts';
import { TableHead } from './table-head.tsx';
import { TableRow } from './table-row.tsx';
import { useListKeys } from './use-list-keys.ts';

export type { TableColumn, TableSort } from './table-column.ts';

export interface TableProps<Row> {
  /** What the table lists: "Initiatives". Spoken, and shown where `captioned`. */
  readonly label: string;
  readonly columns: readonly TableColumn<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
  /** A row in words, for its checkbox. */
  readonly rowName: (row: Row) => string;
  readonly sort?: TableSort | undefined;
  readonly onSortChange?: ((sort: TableSort) => void) | undefined;
  /** Keys of the selected rows; with `onSelectedChange` it gives every row a checkbox. */
  readonly selected?: ReadonlySet<string> | undefined;
  readonly onSelectedChange?: ((selected: ReadonlySet<string>) => void) | undefined;
  /** Enter on a row, and nothing else: the name cell carries a link for the pointer. */
  readonly onOpen?: ((row: Row) => void) | undefined;
  readonly loading?: boolean | undefined;
  /** An EmptyState, shown in place of the rows. */
  readonly empty?: ReactNode;
}

/** From here on only the rows in view are in the page. */
const virtualFrom = 80;

/**
 * Rows of one kind, ordered by the server. j/k, x and Enter work once it has the focus. Long
 * tables draw only the rows in view; the page itself scrolls, so that "back" finds its place.
 */
export function Table<Row>({
  label,
  columns,
  rows,
  rowKey,
  rowName,
  sort,
  onSortChange,
  selected,
  onSelectedChange,
  onOpen,
  loading = false,
  empty,
}: TableProps<Row>) {
  const id = useId();
  const frame = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  const virtual = rows.length > virtualFrom;
  const selectable = selected !== undefined && onSelectedChange !== undefined;

  useLayoutEffect(() => {
    if (!virtual || frame.current === null) return;
    setTop(frame.current.getBoundingClientRect().top + window.scrollY);
  }, [virtual]);

  const virtualizer = useWindowVirtualizer({
    count: virtual ? rows.length : 0,
    estimateSize: () => 35,
    overscan: 12,
    scrollMargin: top,
    getItemKey: (index) => {
      const row = rows[index];
      return row === undefined ? index : rowKey(row);
    },
  });

  const selectRow = useCallback(
    (index: number, add: boolean) => {
      const row = rows[index];
      if (row === undefined || selected === undefined) return;
      const next = new Set(selected);
      if (add) next.add(rowKey(row));
      else next.delete(rowKey(row));
      onSelectedChange?.(next);
    },
    [rows, selected, onSelectedChange, rowKey],
  );

  const keys = useListKeys({
    count: rows.length,
    onOpen: (index) => {
      const row = rows[index];
      if (row !== undefined) onOpen?.(row);
    },
    onSelect: (index) => {
      const row = rows[index];
      if (row !== undefined && selectable) selectRow(index, !selected.has(rowKey(row)));
    },
    onReach: (index) => {
      if (virtual) virtualizer.scrollToIndex(index, { align: 'auto' });
      else document.getElementById(`${id}-${index}`)?.scrollIntoView({ block: 'nearest' });
    },
  });

  if (loading && rows.length === 0) return <Skeleton lines={8} label={`Loading ${label}`} />;
  if (rows.length === 0 && empty !== undefined) return empty;

  const shown = virtual
    ? virtualizer.getVirtualItems().map((each) => each.index)
    : rows.map((_, index) => index);
  const items = virtual ? virtualizer.getVirtualItems() : [];
  const before = (items[0]?.start ?? top) - top;
  const after = virtual ? virtualizer.getTotalSize() - ((items.at(-1)?.end ?? top) - top) : 0;
  const count = selectable ? rows.filter((row) => selected.has(rowKey(row))).length : 0;
  const width = columns.length + (selectable ? 1 : 0);

  return (
    <div
      ref={frame}
      tabIndex={0}
      data-list-keys=""
      role="group"
      aria-label={`${label}: j and k move, x selects, Enter opens`}
      onKeyDown={keys.onKeyDown}
      // Reached by keyboard, the first row takes the position: that mark is the focus one sees.
      onFocus={(event) => {
        if (keys.position < 0 && event.currentTarget.matches(':focus-visible')) {
          keys.setPosition(0);
        }
      }}
      // relative: what is hidden for the eye inside is placed in here, and scrolls along.
      className="relative max-w-full rounded-sm outline-offset-0 focus-visible:outline-1 max-md:overflow-x-auto"
    >
      <table
        aria-label={label}
        aria-rowcount={rows.length + 1}
        aria-busy={loading || undefined}
        className="w-full border-separate border-spacing-0 [&_td]:border-b [&_td]:border-line max-md:[&_td]:whitespace-nowrap"
      >
        <TableHead
          columns={columns}
          sort={sort}
          onSortChange={onSortChange}
          selection={
            selectable ? { all: count === rows.length && count > 0, some: count > 0 } : undefined
          }
          onSelectAll={(all) => onSelectedChange?.(new Set(all ? rows.map(rowKey) : []))}
        />
        <tbody>
          {before > 0 && (
            <tr aria-hidden="true">
              <td colSpan={width} className="p-0" style={{ height: before }} />
            </tr>
          )}
          {shown.map((index) => {
            const row = rows[index];
            if (row === undefined) return null;
            return (
              <TableRow
                key={rowKey(row)}
                row={row}
                index={index}
                id={`${id}-${index}`}
                name={rowName(row)}
                columns={columns}
                positioned={keys.position === index}
                selected={selectable ? selected.has(rowKey(row)) : undefined}
                onSelect={selectRow}
              />
            );
          })}
          {after > 0 && (
            <tr aria-hidden="true">
              <td colSpan={width} className="p-0" style={{ height: after }} />
            </tr>
          )}
        </tbody>
      </table>
    </div>
  );
}
