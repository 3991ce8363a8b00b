import { useWindowVirtualizer } from '@tanstack/react-virtual';
import {
  useCallback,
  useId,
  useLayoutEffect,
  useRef,
  useState,
  type KeyboardEvent,
  type ReactNode,
} from 'react';
import { Skeleton } from './skeleton.tsx';
import type { TableColumn } from './table-column.ts';
import { TableHead } from './table-head.tsx';
import { treeMove, type TreeTableLine } from './tree-keys.ts';
import { TreeTableRow } from './tree-table-row.tsx';

export interface TreeTableProps<Row extends TreeTableLine> {
  /** What the tree holds. Spoken. */
  readonly label: string;
  readonly columns: readonly TableColumn<Row>[];
  /** The lines that are shown, top down. */
  readonly rows: readonly Row[];
  /** Opens or closes lines. */
  readonly onToggle: (keys: readonly string[], open: boolean) => void;
  /** Enter on a line; the first cell carries a link for the pointer. */
  readonly onOpen: (row: Row) => void;
  readonly loading?: boolean | undefined;
  /** An EmptyState, shown in place of the lines. */
  readonly empty?: ReactNode;
}

const headRows = 1;

/**
 * A tree whose lines have columns, by the tree grid pattern of ARIA: one tab stop, arrows move, open
 * and close. Only the lines in view are in the page.
 */
export function TreeTable<Row extends TreeTableLine>({
  label,
  columns,
  rows,
  onToggle,
  onOpen,
  loading = false,
  empty,
}: TreeTableProps<Row>) {
  const id = useId();
  const frame = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  const [active, setActive] = useState<string>();
  const standing = rows.length > 0;
  useLayoutEffect(() => {
    if (standing && frame.current !== null) {
      setTop(frame.current.getBoundingClientRect().top + window.scrollY);
    }
  }, [standing]);
  const virtualizer = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => 35,
    overscan: 12,
    scrollMargin: top,
    getItemKey: (index) => rows[index]?.key ?? index,
  });
  const toggle = useCallback(
    (key: string, open: boolean) => {
      setActive(key);
      onToggle([key], open);
    },
    [onToggle],
  );

  if (loading && rows.length === 0) return <Skeleton lines={8} label={`Loading ${label}`} />;
  if (rows.length === 0) return empty;

  const at = rows.findIndex(({ key }) => key === active);
  const go = (to: number) => {
    const row = rows[to];
    if (!row) return;
    setActive(row.key);
    virtualizer.scrollToIndex(to, { align: 'auto' });
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    // Keys pressed in a link or a button of a line belong to it.
    if (event.target !== event.currentTarget && event.key !== 'j' && event.key !== 'k') return;
    const move = treeMove(rows, at, event.key);
    if (!move) return;
    event.preventDefault();
    event.stopPropagation();
    if (move.act === 'go') return go(move.to);
    const row = rows[move.at];
    if (!row) return undefined;
    if (move.act === 'enter') return onOpen(row);
    if (move.act === 'open-beside') return onToggle(besideOf(rows, move.at), true);
    return onToggle([row.key], move.act === 'open');
  };

  const items = virtualizer.getVirtualItems();
  const before = (items[0]?.start ?? top) - top;
  const after = virtualizer.getTotalSize() - ((items.at(-1)?.end ?? top) - top);
  const drawn = items.some(({ index }) => index === at);
  return (
    <div ref={frame} className="relative max-w-full max-md:overflow-x-auto">
      <table
        role="treegrid"
        tabIndex={0}
        data-list-keys=""
        aria-label={label}
        aria-rowcount={rows.length + headRows}
        aria-busy={loading || undefined}
        aria-activedescendant={drawn ? `${id}-${at}` : undefined}
        onKeyDown={onKeyDown}
        // Reached by keyboard, the first line takes the position: that mark is the focus one sees.
        onFocus={(event) => {
          if (at < 0 && event.currentTarget.matches(':focus-visible')) setActive(rows[0]?.key);
        }}
        className="w-full border-separate border-spacing-0 rounded-sm outline-offset-0 focus-visible:outline-1 [&_td]:border-b [&_td]:border-line max-md:[&_td]:whitespace-nowrap"
      >
        <TableHead
          columns={columns}
          sort={undefined}
          onSortChange={undefined}
          selection={undefined}
          onSelectAll={undefined}
        />
        <tbody>
          <Gap height={before} columns={columns.length} />
          {items.map(({ index, key }) => {
            const row = rows[index];
            if (row === undefined) return null;
            return (
              <TreeTableRow
                key={key}
                id={`${id}-${index}`}
                row={row}
                rowIndex={index + 1 + headRows}
                columns={columns}
                active={index === at}
                onToggle={toggle}
              />
            );
          })}
          <Gap height={after} columns={columns.length} />
        </tbody>
      </table>
    </div>
  );
}

/** What isn't drawn, as high as it would be. */
function Gap({ height, columns }: { readonly height: number; readonly columns: number }) {
  if (height <= 0) return null;
  return (
    <tr aria-hidden="true">
      <td colSpan={columns} className="p-0" style={{ height }} />
    </tr>
  );
}

/** The keys of a line and all beside it that can be opened. */
function besideOf(rows: readonly TreeTableLine[], at: number): string[] {
  const row = rows[at];
  if (!row) return [];
  const inside = (other: TreeTableLine | undefined) => other && other.level >= row.level;
  let first = at;
  while (inside(rows[first - 1])) first--;
  let last = at;
  while (inside(rows[last + 1])) last++;
  return rows
    .slice(first, last + 1)
    .filter(({ level, open }) => level === row.level && open === false)
    .map(({ key }) => key);
}
