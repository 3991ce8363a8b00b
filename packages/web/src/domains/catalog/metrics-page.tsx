import { useState } from 'react';
import { shownProblem } from '../../api/problem.ts';
import { addressOf } from '../../api/call.ts';
import { useList } from '../../api/use-operation.ts';
import { useSearchState } from '../../api/use-search-state.ts';
import { Button } from '../../ui/button.tsx';
import { ListTools } from '../../entity/list-tools.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { FilterBar } from '../../ui/filter-bar.tsx';
import { LoadMore } from '../../ui/load-more.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Table } from '../../ui/table.tsx';
import { ExportLink } from './export-link.tsx';
import { metricColumns } from './metric-columns.tsx';
import { MetricDialog } from './metric-dialog.tsx';
import { sourceOptions } from './source-words.ts';

const standingOptions = [
  { value: 'stale', label: 'Stale' },
  { value: 'off-target', label: 'Off target' },
  { value: 'on-target', label: 'On target' },
] as const;

/** Metrics with their standing, by source and by how they stand. */
export function MetricsPage() {
  const [search, change] = useSearchState();
  const standing = standingOptions.find(({ value }) => value === search['standing'])?.value;
  const source = sourceOptions.find(({ value }) => value === search['source'])?.value;
  const query = { ...(standing ? { standing } : {}), ...(source ? { source } : {}) };
  const list = useList('catalog.listMetrics', { query });
  const [adding, setAdding] = useState(false);
  return (
    <>
      <PageHeader
        title="Metrics"
        description="What we count, where it stands, and how old the figure is."
        actions={
          <>
            <ListTools list={list} />
            <Button tone="primary" icon="plus" onClick={() => setAdding(true)}>
              Define a metric
            </Button>
          </>
        }
      />
      <FilterBar
        filters={[
          { id: 'standing', label: 'Standing', value: standing, options: standingOptions },
          { id: 'source', label: 'Source', value: source, options: sourceOptions },
        ]}
        onFilterChange={(id, value) => change({ [id]: value })}
      >
        <ExportLink of={addressOf('catalog.listMetrics', { query })} />
      </FilterBar>
      {list.problem && <ErrorState problem={shownProblem(list.problem)} onRetry={list.reload} />}
      <Table
        label="Metrics"
        columns={metricColumns}
        rows={list.items}
        rowKey={(row) => row.ref}
        rowName={(row) => row.title}
        loading={list.isLoading}
        empty={
          <EmptyState
            sentence={
              standing || source ? 'No metric matches these filters.' : 'No metric is defined yet.'
            }
            action={<Button onClick={() => setAdding(true)}>Define a metric</Button>}
            example="“Weekly drawing users”: accounts that opened a drawing in seven days; more is better; target 1,200."
          />
        }
      />
      <LoadMore
        shown={list.items.length}
        hasMore={list.hasMore}
        loading={list.isLoadingMore}
        onMore={list.loadMore}
      />
      {adding && <MetricDialog onClose={() => setAdding(false)} />}
    </>
  );
}
