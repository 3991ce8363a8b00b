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
import { Mono } from '../../ui/mono.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Table, type TableColumn } from '../../ui/table.tsx';
import { Age } from '../../ui/time.tsx';
import { DesignReleaseDialog } from './design-release-dialog.tsx';

type DesignRelease = OutputOf<OperationOf<'delivery.listDesignReleases'>>['items'][number];

const states = [
  { value: 'pending', label: 'Pending' },
  { value: 'approved', label: 'Approved' },
  { value: 'conditional', label: 'Conditional' },
  { value: 'rejected', label: 'Rejected' },
] as const;

const columns: readonly TableColumn<DesignRelease>[] = [
  { id: 'title', header: 'Design release', cell: (row) => <EntityLink entity={row} /> },
  {
    id: 'designs',
    header: 'Designs of',
    cell: (row) => (row.designs ? <EntityLink entity={row.designs} /> : '–'),
  },
  { id: 'version', header: 'Version', width: '9rem', cell: (row) => <Mono>{row.version}</Mono> },
  { id: 'owner', header: 'Owner', cell: (row) => row.ownerUnit?.title ?? 'Nobody' },
  {
    id: 'state',
    header: 'Verdict',
    width: '9rem',
    cell: (row) => <EntityStatus state={row.state} plain />,
  },
  {
    id: 'updated',
    header: 'Changed',
    align: 'end',
    width: '7rem',
    cell: (row) => <Age at={row.updatedAt} />,
  },
];

/** Design releases, newest first, by verdict. */
export function DesignReleasesPage() {
  const [search, change] = useSearchState();
  const state = states.find(({ value }) => value === search['state'])?.value;
  const list = useList('delivery.listDesignReleases', { query: state ? { state } : {} });
  const [adding, setAdding] = useState(false);
  return (
    <>
      <PageHeader
        title="Design releases"
        description="Versions of designs on their way to a verdict, which ramps and launches wait for."
        actions={
          <Button tone="primary" icon="plus" onClick={() => setAdding(true)}>
            Submit a design
          </Button>
        }
      />
      <FilterBar
        filters={[{ id: 'state', label: 'Verdict', value: state, options: states }]}
        onFilterChange={(id, value) => change({ [id]: value })}
      >
        <ListTools list={list} />
      </FilterBar>
      {list.problem && <ErrorState problem={shownProblem(list.problem)} onRetry={list.reload} />}
      <Table
        label="Design releases"
        columns={columns}
        rows={list.items}
        rowKey={(row) => row.ref}
        rowName={(row) => row.title}
        loading={list.isLoading}
        empty={
          <EmptyState
            sentence={
              state ? 'No design release has this verdict.' : 'No design was submitted yet.'
            }
            action={<Button onClick={() => setAdding(true)}>Submit a design</Button>}
            example="“Offline forms” v3: contrast, empty state and keyboard checked."
          />
        }
      />
      <LoadMore
        shown={list.items.length}
        hasMore={list.hasMore}
        loading={list.isLoadingMore}
        onMore={list.loadMore}
      />
      {adding && <DesignReleaseDialog onClose={() => setAdding(false)} />}
    </>
  );
}
