import type { OperationOf, OutputOf } from '@throughline/contract';
import { EntityLink } from '../../entity/entity-link.tsx';
import { Status } from '../../ui/status.tsx';
import type { TableColumn } from '../../ui/table.tsx';
import { PlainDate } from '../../ui/time.tsx';
import { figure, signed } from './figure.ts';

/** A metric with its standing, as lists show it. */
export type MetricRow = OutputOf<OperationOf<'catalog.listMetrics'>>['items'][number];

function Standing({ metric }: { readonly metric: MetricRow }) {
  if (metric.last === null && !metric.failing)
    return <Status tone="unknown" word="No value yet" plain />;
  if (metric.failing)
    return (
      <Status tone="off-track" word={metric.stale ? 'Stale: source fails' : 'Source fails'} plain />
    );
  if (metric.stale)
    return <Status tone="waiting" word={`Stale: ${metric.ageDays} days old`} plain />;
  if (metric.onTarget === null) return <Status tone="running" word="No target" plain />;
  return metric.onTarget ? (
    <Status tone="on-track" word="On target" plain />
  ) : (
    <Status tone="at-risk" word="Off target" plain />
  );
}

/** The columns of every table of metrics. */
export const metricColumns: readonly TableColumn<MetricRow>[] = [
  { id: 'title', header: 'Metric', cell: (row) => <EntityLink entity={row} /> },
  { id: 'unit', header: 'Owner', cell: (row) => row.ownerUnit?.title ?? 'Nobody' },
  {
    id: 'value',
    header: 'Last value',
    align: 'end',
    cell: (row) =>
      row.last ? (
        <span className={row.stale ? 'text-tertiary' : undefined}>
          {figure(row.last.value)} {row.unit}
        </span>
      ) : (
        '–'
      ),
  },
  {
    id: 'change',
    header: 'Change',
    align: 'end',
    width: '6rem',
    cell: (row) => (row.change === null ? '–' : signed(row.change)),
  },
  {
    id: 'target',
    header: 'Target',
    align: 'end',
    width: '6rem',
    cell: (row) => (row.target === null ? '–' : figure(row.target)),
  },
  {
    id: 'on',
    header: 'As of',
    width: '8rem',
    cell: (row) => (row.last ? <PlainDate date={row.last.on} /> : '–'),
  },
  {
    id: 'standing',
    header: 'Standing',
    width: '11rem',
    cell: (row) => <Standing metric={row} />,
  },
];
