import { useSearchState } from '../../api/use-search-state.ts';
import type { OperationOf, OutputOf } from '@throughline/contract';
import { useState } from 'react';
import { shownProblem } from '../../api/problem.ts';
import { useList } from '../../api/use-operation.ts';
import { EntityLink } from '../../entity/entity-link.tsx';
import { EntityStatus } from '../../entity/entity-status.tsx';
import { Button } from '../../ui/button.tsx';
import { ListTools } from '../../entity/list-tools.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { FilterBar } from '../../ui/filter-bar.tsx';
import { LoadMore } from '../../ui/load-more.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Table, type TableColumn } from '../../ui/table.tsx';
import { Age } from '../../ui/time.tsx';
import { FindingDialog } from './finding-dialog.tsx';
import { findingTypeOptions } from './words.ts';

type Finding = OutputOf<OperationOf<'strategy.listFindings'>>['items'][number];

const states = [
  { value: 'open', label: 'Open' },
  { value: 'closed', label: 'Closed' },
] as const;

const columns: readonly TableColumn<Finding>[] = [
  { id: 'title', header: 'Finding', cell: (row) => <EntityLink entity={row} /> },
  {
    id: 'type',
    header: 'Kind',
    cell: (row) => findingTypeOptions.find(({ value }) => value === row.type)?.label,
  },
  { id: 'unit', header: 'Unit', cell: (row) => row.ownerUnit?.title ?? 'Nobody' },
  { id: 'owner', header: 'Owner', cell: (row) => row.owner?.name ?? 'Nobody' },
  {
    id: 'state',
    header: 'State',
    width: '8rem',
    cell: (row) => <EntityStatus state={row.state} plain />,
  },
  {
    id: 'age',
    header: 'Since',
    align: 'end',
    width: '7rem',
    cell: (row) => <Age at={row.openedAt} />,
  },
];

/** Areas of improvement and opportunities for growth, until they are closed. */
export function FindingsPage() {
  const [search, change] = useSearchState();
  const state = states.find(({ value }) => value === search['state'])?.value;
  const type = findingTypeOptions.find(({ value }) => value === search['type'])?.value;
  const list = useList('strategy.listFindings', {
    query: { ...(state ? { state } : {}), ...(type ? { type } : {}) },
  });
  const [adding, setAdding] = useState(false);
  return (
    <>
      <PageHeader
        title="Findings"
        description="Areas of improvement and opportunities for growth; each has an owner until it is closed."
        actions={
          <Button tone="primary" icon="plus" onClick={() => setAdding(true)}>
            Note a finding
          </Button>
        }
      />
      <FilterBar
        filters={[
          { id: 'state', label: 'State', value: state, options: states },
          { id: 'type', label: 'Kind', value: type, options: findingTypeOptions },
        ]}
        onFilterChange={(id, value) => change({ [id]: value })}
      >
        <ListTools list={list} />
      </FilterBar>
      {list.problem && <ErrorState problem={shownProblem(list.problem)} onRetry={list.reload} />}
      <Table
        label="Findings"
        columns={columns}
        rows={list.items}
        rowKey={(row) => row.ref}
        rowName={(row) => row.title}
        loading={list.isLoading}
        empty={
          <EmptyState
            sentence={
              state || type ? 'No finding matches these filters.' : 'Nothing was found yet.'
            }
            action={<Button onClick={() => setAdding(true)}>Note a finding</Button>}
            example="An area of improvement: “Hand-over from design takes two weeks”."
          />
        }
      />
      <LoadMore
        shown={list.items.length}
        hasMore={list.hasMore}
        loading={list.isLoadingMore}
        onMore={list.loadMore}
      />
      {adding && <FindingDialog onClose={() => setAdding(false)} />}
    </>
  );
}
