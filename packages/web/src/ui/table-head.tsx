import { cx } from './cx.ts';
import { Icon } from './icon.tsx';
import { nextSort, type TableColumn, type TableSort } from './table-column.ts';

interface TableHeadProps<Row> {
  readonly columns: readonly TableColumn<Row>[];
  readonly sort: TableSort | undefined;
  readonly onSortChange: ((sort: TableSort) => void) | undefined;
  readonly selection: { readonly all: boolean; readonly some: boolean } | undefined;
  readonly onSelectAll: ((all: boolean) => void) | undefined;
}

function SortButton({
  header,
  state,
  onPress,
}: {
  readonly header: string;
  readonly state: 'ascending' | 'descending' | 'none';
  readonly onPress: () => void;
}) {
  return (
    <button
      type="button"
      onClick={onPress}
      className="group inline-flex min-h-6 items-center gap-1 rounded-sm font-medium hover:text-ink"
    >
      {header}
      <span className={cx(state === 'none' && 'opacity-0 group-hover:opacity-100')}>
        <Icon
          size={12}
          name={state === 'none' ? 'sort' : state === 'descending' ? 'arrow-down' : 'arrow-up'}
        />
      </span>
    </button>
  );
}

/** The header row of a Table: sortable columns and "select all". */
export function TableHead<Row>({
  columns,
  sort,
  onSortChange,
  selection,
  onSelectAll,
}: TableHeadProps<Row>) {
  return (
    <thead>
      <tr>
        {selection !== undefined && (
          <th
            scope="col"
            className="z-10 md:sticky md:top-(--shell-top,0px) w-9 border-b border-control bg-paper px-2 text-left"
          >
            <input
              type="checkbox"
              className="tick align-middle"
              aria-label="Select all rows shown"
              checked={selection.all}
              ref={(element) => {
                if (element !== null) element.indeterminate = selection.some && !selection.all;
              }}
              onChange={(event) => onSelectAll?.(event.target.checked)}
            />
          </th>
        )}
        {columns.map((column) => {
          const state =
            sort?.by !== column.id ? 'none' : sort.descending ? 'descending' : 'ascending';
          const sortable = column.sortable === true && onSortChange !== undefined;
          return (
            <th
              key={column.id}
              scope="col"
              aria-sort={sortable ? state : undefined}
              className={cx(
                'z-10 md:sticky md:top-(--shell-top,0px) h-8 border-b border-control bg-paper px-2 text-xs font-medium whitespace-nowrap text-secondary',
                column.align === 'end' ? 'text-right' : 'text-left',
              )}
              style={column.width === undefined ? undefined : { width: column.width }}
            >
              {sortable ? (
                <SortButton
                  header={column.header}
                  state={state}
                  onPress={() => onSortChange(nextSort(sort, column.id))}
                />
              ) : (
                <span className={column.headerHidden === true ? 'sr-only' : undefined}>
                  {column.header}
                </span>
              )}
            </th>
          );
        })}
      </tr>
    </thead>
  );
}
