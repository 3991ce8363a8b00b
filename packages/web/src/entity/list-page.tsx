import { useState, type ReactNode } from 'react';
import { shownProblem } from '../api/problem.ts';
import type { Paged } from '../api/use-operation.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { FilterBar, type FilterBarProps } from '../ui/filter-bar.tsx';
import { LoadMore } from '../ui/load-more.tsx';
import { ListTools } from './list-tools.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { Table, type TableColumn } from '../ui/table.tsx';

export interface ListBodyProps<Row extends { readonly ref: string; readonly title: string }> {
  /** What the rows are, for those who hear the table. */
  readonly title: string;
  /** The act that adds a row, offered where there is none. */
  readonly addButton?: ReactNode;
  readonly filters?: FilterBarProps['filters'];
  readonly onFilterChange?: (id: string, value: string | undefined) => void;
  readonly list: Paged<Row>;
  readonly columns: readonly TableColumn<Row>[];
  /** Why nothing stands here, and what would. */
  readonly none: string;
  readonly example: string;
}

/** Rows of a kind of entity under their filters, page by page. */
export function ListBody<Row extends { readonly ref: string; readonly title: string }>({
  title,
  addButton,
  filters = [],
  onFilterChange,
  list,
  columns,
  none,
  example,
}: ListBodyProps<Row>) {
  const filtered = filters.some(({ value }) => value !== undefined);
  return (
    <>
      {filters.length > 0 && onFilterChange && (
        <FilterBar filters={filters} onFilterChange={onFilterChange}>
          <ListTools list={list} />
        </FilterBar>
      )}
      {list.problem && <ErrorState problem={shownProblem(list.problem)} onRetry={list.reload} />}
      <Table
        label={title}
        columns={columns}
        rows={list.items}
        rowKey={(row) => row.ref}
        rowName={(row) => row.title}
        loading={list.isLoading}
        empty={
          <EmptyState
            sentence={filtered ? 'Nothing matches these filters.' : none}
            action={addButton}
            example={example}
          />
        }
      />
      <LoadMore
        shown={list.items.length}
        hasMore={list.hasMore}
        loading={list.isLoadingMore}
        onMore={list.loadMore}
      />
    </>
  );
}

export interface ListPageProps<
  Row extends { readonly ref: string; readonly title: string },
> extends Omit<ListBodyProps<Row>, 'addButton'> {
  readonly description: string;
  /** What the one act of the page is called: “Add an account”. */
  readonly add: string;
  /** The dialog of that act; it says when it is to go. */
  readonly addDialog: (close: () => void) => ReactNode;
}

/** A page of a kind of entity: what it is for, filters, the rows, the act that adds one. */
export function ListPage<Row extends { readonly ref: string; readonly title: string }>({
  description,
  add,
  addDialog,
  ...body
}: ListPageProps<Row>) {
  const [adding, setAdding] = useState(false);
  return (
    <>
      <PageHeader
        title={body.title}
        description={description}
        actions={
          <Button tone="primary" icon="plus" onClick={() => setAdding(true)}>
            {add}
          </Button>
        }
      />
      <ListBody {...body} addButton={<Button onClick={() => setAdding(true)}>{add}</Button>} />
      {adding && addDialog(() => setAdding(false))}
    </>
  );
}
