import { useSearchState } from '../../api/use-search-state.ts';
import type { OperationOf, OutputOf } from '@throughline/contract';
import { useState } from 'react';
import { addressOf } from '../../api/call.ts';
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
import { ExportLink } from './export-link.tsx';
import { ServiceDialog, serviceStateOptions, tierOptions } from './service-dialog.tsx';

type Service = OutputOf<OperationOf<'catalog.listServices'>>['items'][number];

const columns: readonly TableColumn<Service>[] = [
  { id: 'title', header: 'Service', cell: (row) => <EntityLink entity={row} /> },
  {
    id: 'product',
    header: 'Product',
    cell: (row) => (row.product ? <EntityLink entity={row.product} /> : 'None'),
  },
  { id: 'owner', header: 'Owner', cell: (row) => row.ownerUnit?.title ?? 'Nobody' },
  { id: 'tier', header: 'Tier', align: 'end', width: '5rem', cell: (row) => row.tier },
  { id: 'data', header: 'Data', width: '9rem', cell: (row) => row.dataClassification },
  {
    id: 'state',
    header: 'State',
    width: '9rem',
    cell: (row) => <EntityStatus state={row.state} plain />,
  },
];

/** Services, newest first, by state and tier. */
export function ServicesPage() {
  const [search, change] = useSearchState();
  const state = serviceStateOptions.find(({ value }) => value === search['state'])?.value;
  const tier = tierOptions.find(({ value }) => value === search['tier'])?.value;
  const query = { ...(state ? { state } : {}), ...(tier ? { tier } : {}) };
  const list = useList('catalog.listServices', { query });
  const [adding, setAdding] = useState(false);
  return (
    <>
      <PageHeader
        title="Services"
        description="What we run, how much hangs on it, and what data it keeps."
        actions={
          <Button tone="primary" icon="plus" onClick={() => setAdding(true)}>
            Add a service
          </Button>
        }
      />
      <FilterBar
        filters={[
          { id: 'state', label: 'State', value: state, options: serviceStateOptions },
          { id: 'tier', label: 'Tier', value: tier, options: tierOptions },
        ]}
        onFilterChange={(id, value) => change({ [id]: value })}
      >
        <ListTools list={list} />
      </FilterBar>
      {list.problem && <ErrorState problem={shownProblem(list.problem)} onRetry={list.reload} />}
      <Table
        label="Services"
        columns={columns}
        rows={list.items}
        rowKey={(row) => row.ref}
        rowName={(row) => row.title}
        loading={list.isLoading}
        empty={
          <EmptyState
            sentence={
              state || tier
                ? 'No service matches these filters.'
                : 'No service is in the catalog yet.'
            }
            action={<Button onClick={() => setAdding(true)}>Add a service</Button>}
            example="“Tile server”: tier 2, internal data, built from the repository “tiles”."
          />
        }
      />
      <LoadMore
        shown={list.items.length}
        hasMore={list.hasMore}
        loading={list.isLoadingMore}
        onMore={list.loadMore}
      />
      {adding && <ServiceDialog onClose={() => setAdding(false)} />}
    </>
  );
}
