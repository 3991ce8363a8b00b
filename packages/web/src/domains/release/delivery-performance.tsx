import type { OperationOf, OutputOf } from '@throughline/contract';
import { entityAddress, kindOfReference } from '../../api/entity-address.ts';
import { shownProblem } from '../../api/problem.ts';
import { useList, useRead } from '../../api/use-operation.ts';
import { useSearchState } from '../../api/use-search-state.ts';
import { EntityLink } from '../../entity/entity-link.tsx';
import { EntityStatus } from '../../entity/entity-status.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { FilterBar } from '../../ui/filter-bar.tsx';
import { InsightChart } from '../../ui/insight-chart.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { Popover } from '../../ui/popover.tsx';
import { Section } from '../../ui/section.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Table } from '../../ui/table.tsx';
import { TextLink } from '../../ui/text-link.tsx';
import { Instant } from '../../ui/time.tsx';
import { doraDefinitions } from './dora-words.ts';
import { useRepositoryFilter } from './repository-filter.ts';

type Result = OutputOf<OperationOf<'insights.runInsight'>>;
type Figure = Result['figures'][number];

const spans = [
  { value: '7', label: '7 days' },
  { value: '28', label: '28 days' },
  { value: '90', label: '90 days' },
  { value: '365', label: 'A year' },
] as const;

const groups = [
  { value: 'deployment', label: 'Deployment' },
  { value: 'team', label: 'Team' },
  { value: 'repository', label: 'Repository' },
  { value: 'service', label: 'Service' },
] as const;

const written = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });

/** A metric with its meaning; its figure opens the deployments behind it. */
function Metric({ figure }: { readonly figure: Figure }) {
  const value = figure.value === null ? '–' : written.format(figure.value);
  return (
    <div
      role="group"
      aria-label={figure.label}
      className="flex flex-col gap-1 rounded-sm border border-line bg-surface px-3 py-2"
    >
      <span className="text-xs text-secondary">{figure.label}</span>
      {figure.records.length === 0 ? (
        <span className="figures text-lg">
          {value} <span className="text-sm text-tertiary">{figure.unit}</span>
        </span>
      ) : (
        <Popover
          title={figure.label}
          trigger={
            <button
              type="button"
              className="figures cursor-pointer self-start text-lg text-accent underline-offset-2 hover:underline"
            >
              {value} <span className="text-sm">{figure.unit}</span>
              <span className="sr-only">: open its deployments</span>
            </button>
          }
        >
          <ul className="flex max-h-80 flex-col gap-1 overflow-y-auto">
            {figure.records.map((record) => (
              <li key={record.ref} className="flex flex-wrap items-center gap-2">
                <EntityLink entity={record} />
                <EntityStatus state={record.state} plain />
              </li>
            ))}
          </ul>
        </Popover>
      )}
      <span className="text-xs text-tertiary">{doraDefinitions[figure.key]}</span>
    </div>
  );
}

function cellOf(value: string | number | boolean | null | undefined) {
  if (value === null || value === undefined) return '–';
  if (typeof value === 'number') return <span className="figures">{written.format(value)}</span>;
  if (typeof value === 'string' && /^\d{4}-\d\d-\d\dT/.test(value)) return <Instant at={value} />;
  return String(value);
}

interface PlacedRow {
  readonly row: Result['rows'][number];
  readonly place: number;
}

function Rows({ title, result }: { readonly title: string; readonly result: Result }) {
  return (
    <Table<PlacedRow>
      label={title}
      rows={result.rows.map((row, place) => ({ row, place }))}
      rowKey={({ place }) => `${place}`}
      rowName={({ row }) => String(row[result.columns[0]?.key ?? ''] ?? '')}
      columns={result.columns.map((column, index) => ({
        id: column.key,
        header: column.label,
        cell: ({ row }) => {
          const { ref } = row;
          const value = cellOf(row[column.key]);
          return index === 0 && typeof ref === 'string' && kindOfReference(ref) !== undefined ? (
            <TextLink quiet className="font-medium" href={entityAddress(ref)}>
              {value}
            </TextLink>
          ) : (
            value
          );
        },
      }))}
      empty={<EmptyState sentence="Nothing was deployed to production in this time." />}
    />
  );
}

/** DORA's five metrics of production, by team, repository and service, with what they mean. */
export function DeliveryPerformance() {
  const [search, change] = useSearchState();
  const { repository, service, unit } = search;
  const days = spans.find(({ value }) => value === search['days'])?.value ?? '28';
  const by = groups.find(({ value }) => value === search['by'])?.value ?? 'deployment';
  const services = useList('catalog.listServices', { query: { limit: 200 } });
  const units = useList('entities.listEntities', { query: { kind: 'unit', limit: 200 } });
  const repositories = useRepositoryFilter(repository);
  const { data, error, refetch } = useRead('insights.runInsight', {
    params: { key: 'release.dora' },
    query: {
      parameters: JSON.stringify({
        days: Number(days),
        by,
        ...(repository ? { repository } : {}),
        ...(service ? { service } : {}),
        ...(unit ? { unit } : {}),
      }),
    },
  });
  return (
    <>
      <FilterBar
        filters={[
          { id: 'days', label: 'Over', value: days, options: spans },
          {
            id: 'unit',
            label: 'Unit',
            value: unit,
            options: units.items.map(({ ref, title }) => ({ value: ref, label: title })),
          },
          repositories,
          {
            id: 'service',
            label: 'Service',
            value: service,
            options: services.items.map(({ ref, title }) => ({ value: ref, label: title })),
          },
          { id: 'by', label: 'By', value: by, options: groups },
        ]}
        onFilterChange={(id, value) => change({ [id]: value })}
      />
      {error && <ErrorState problem={shownProblem(error)} onRetry={() => void refetch()} />}
      {!data && !error && <Skeleton lines={8} />}
      {data && (
        <>
          <p className="font-medium">{data.says}</p>
          <div className="grid gap-3 sm:grid-cols-2 xl:grid-cols-5">
            {data.figures.map((figure) => (
              <Metric key={figure.key} figure={figure} />
            ))}
          </div>
          <div className="grid gap-6 lg:grid-cols-2">
            {data.charts.map((chart) => (
              <InsightChart key={chart.key} chart={chart} />
            ))}
          </div>
          <Section
            title={by === 'deployment' ? 'Deployments' : `By ${by}`}
            actions={
              by === 'deployment' && (
                <LinkButton size="sm" href="/deployments">
                  All deployments
                </LinkButton>
              )
            }
          >
            <Rows title="Delivery performance" result={data} />
          </Section>
        </>
      )}
    </>
  );
}
