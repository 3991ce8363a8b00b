import { shownProblem } from '../../api/problem.ts';
import { useList } from '../../api/use-operation.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import { LoadMore } from '../../ui/load-more.tsx';
import { Section } from '../../ui/section.tsx';
import { Table } from '../../ui/table.tsx';
import { TextLink } from '../../ui/text-link.tsx';
import { metricColumns } from './metric-columns.tsx';

/** The metrics that measure a product, a feature or a service, with their standing. */
export function MetricStandings({ of }: { readonly of: string }) {
  const list = useList('catalog.listMetrics', { query: { measures: of } });
  return (
    <Section title="Metrics">
      {list.problem && <ErrorState problem={shownProblem(list.problem)} onRetry={list.reload} />}
      {!list.isLoading && list.items.length === 0 ? (
        <p className="text-secondary">
          Nothing measures this yet. <TextLink href="/metrics">Define a metric</TextLink> and choose
          what it measures.
        </p>
      ) : (
        <Table
          label="Metrics"
          columns={metricColumns}
          rows={list.items}
          rowKey={(row) => row.ref}
          rowName={(row) => row.title}
          loading={list.isLoading}
        />
      )}
      {list.hasMore && (
        <LoadMore
          shown={list.items.length}
          hasMore
          loading={list.isLoadingMore}
          onMore={list.loadMore}
        />
      )}
    </Section>
  );
}
