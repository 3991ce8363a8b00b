import { useState } from 'react';
import { shownProblem } from '../../api/problem.ts';
import { useList } from '../../api/use-operation.ts';
import { Button } from '../../ui/button.tsx';
import { ListTools } from '../../entity/list-tools.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { LoadMore } from '../../ui/load-more.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Table } from '../../ui/table.tsx';
import { metricColumns } from './metric-columns.tsx';
import { MetricDialog } from './metric-dialog.tsx';

/** Every metric with its standing. */
export function MetricsPage() {
  const list = useList('catalog.listMetrics', {});
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
            sentence="No metric is defined yet."
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
