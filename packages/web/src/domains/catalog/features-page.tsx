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
import { Age } from '../../ui/time.tsx';
import { ExportLink } from './export-link.tsx';
import { figure } from './figure.ts';
import { FeatureDialog, featureStateOptions } from './feature-dialog.tsx';

type Feature = OutputOf<OperationOf<'catalog.listFeatures'>>['items'][number];

const columns: readonly TableColumn<Feature>[] = [
  { id: 'title', header: 'Feature', cell: (row) => <EntityLink entity={row} /> },
  {
    id: 'product',
    header: 'Product',
    cell: (row) => (row.product ? <EntityLink entity={row.product} /> : 'None'),
  },
  { id: 'owner', header: 'Owner', cell: (row) => row.ownerUnit?.title ?? 'Nobody' },
  {
    id: 'state',
    header: 'State',
    width: '9rem',
    cell: (row) => <EntityStatus state={row.state} plain />,
  },
  {
    id: 'adoption',
    header: 'Adoption',
    align: 'end',
    width: '7rem',
    cell: ({ adoption }) =>
      adoption?.percent === null || adoption === null ? '–' : `${figure(adoption.percent)} %`,
  },
  {
    id: 'updated',
    header: 'Changed',
    align: 'end',
    width: '7rem',
    cell: (row) => <Age at={row.updatedAt} />,
  },
];

/** Features, newest first, by state. */
export function FeaturesPage() {
  const [search, change] = useSearchState();
  const state = featureStateOptions.find(({ value }) => value === search['state'])?.value;
  const query = state ? { state } : {};
  const list = useList('catalog.listFeatures', { query });
  const [adding, setAdding] = useState(false);
  return (
    <>
      <PageHeader
        title="Features"
        description="What customers can do with our products, and what is on its way."
        actions={
          <Button tone="primary" icon="plus" onClick={() => setAdding(true)}>
            Add a feature
          </Button>
        }
      />
      <FilterBar
        filters={[{ id: 'state', label: 'State', value: state, options: featureStateOptions }]}
        onFilterChange={(id, value) => change({ [id]: value })}
      >
        <ListTools list={list} />
      </FilterBar>
      {list.problem && <ErrorState problem={shownProblem(list.problem)} onRetry={list.reload} />}
      <Table
        label="Features"
        columns={columns}
        rows={list.items}
        rowKey={(row) => row.ref}
        rowName={(row) => row.title}
        loading={list.isLoading}
        empty={
          <EmptyState
            sentence={
              state ? `No feature is in the state “${state}”.` : 'No feature is in the catalog yet.'
            }
            action={<Button onClick={() => setAdding(true)}>Add a feature</Button>}
            example="“Sheet compare”, part of “Drawings”, delivering the initiative “Faster drawings”."
          />
        }
      />
      <LoadMore
        shown={list.items.length}
        hasMore={list.hasMore}
        loading={list.isLoadingMore}
        onMore={list.loadMore}
      />
      {adding && <FeatureDialog onClose={() => setAdding(false)} />}
    </>
  );
}
