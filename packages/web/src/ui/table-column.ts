import type { ReactNode } from 'react';

/** One column of a Table. Keep the array outside the component or memoise it. */
export interface TableColumn<Row> {
  readonly id: string;
  readonly header: string;
  /** A plain cell: text, a Status, an Age. Avoid controls; those belong in `actions`. */
  readonly cell: (row: Row) => ReactNode;
  readonly align?: 'start' | 'end' | undefined;
  /** The server can order by this column. */
  readonly sortable?: boolean | undefined;
  /** Any CSS width; columns without one share the rest. */
  readonly width?: string | undefined;
  /** Only for assistive technology, where the cells speak for themselves. */
  readonly headerHidden?: boolean | undefined;
}

/** The present order, as the URL holds it. */
export interface TableSort {
  readonly by: string;
  readonly descending: boolean;
}

/** What a press on a header asks for: ascending first, then descending. */
export function nextSort(present: TableSort | undefined, column: string): TableSort {
  if (present?.by !== column) return { by: column, descending: false };
  return { by: column, descending: !present.descending };
}
