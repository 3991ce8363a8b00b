import { FailedPage } from '../../entity/failed-page.tsx';
import type { OperationOf, OutputOf } from '@throughline/contract';
import { useMemo, useState } from 'react';
import { addressOf } from '../../api/call.ts';
import { shownProblem } from '../../api/problem.ts';
import { useList, useRead } from '../../api/use-operation.ts';
import { EntityLinks } from '../../entity/entity-links.tsx';
import { EntityPage } from '../../entity/entity-page.tsx';
import { useReference } from '../../entity/use-reference.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { DescriptionList } from '../../ui/description-list.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { InsightChart } from '../../ui/insight-chart.tsx';
import { LoadMore } from '../../ui/load-more.tsx';
import { Section } from '../../ui/section.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Table, type TableColumn } from '../../ui/table.tsx';
import { Age, PlainDate } from '../../ui/time.tsx';
import { ExportLink } from './export-link.tsx';
import { figure, signed } from './figure.ts';
import { MetricDialog } from './metric-dialog.tsx';
import { MetricSource } from './metric-source.tsx';
import { RecordValueDialog } from './record-value-dialog.tsx';
import { sourceWord } from './source-words.ts';
import { UploadValuesDialog } from './upload-values-dialog.tsx';

type Metric = OutputOf<OperationOf<'catalog.getMetric'>>;
type Value = OutputOf<OperationOf<'catalog.listMetricValues'>>['items'][number];

const columns: readonly TableColumn<Value>[] = [
  { id: 'on', header: 'Day', width: '9rem', cell: (row) => <PlainDate date={row.on} /> },
  {
    id: 'value',
    header: 'Value',
    align: 'end',
    width: '9rem',
    cell: (row) =>
      row.current ? figure(row.value) : <s className="text-secondary">{figure(row.value)}</s>,
  },
  {
    id: 'note',
    header: 'Note',
    cell: (row) => (
      <span className="flex gap-2">
        {row.note === '' ? '–' : row.note}
        {row.current && row.corrections > 0 && <Badge>Corrected</Badge>}
      </span>
    ),
  },
  { id: 'via', header: 'Source', cell: (row) => sourceWord(row.via) },
  { id: 'by', header: 'By', cell: (row) => row.recordedBy },
  { id: 'at', header: 'Recorded', align: 'end', cell: (row) => <Age at={row.recordedAt} /> },
];

function Course({ metric }: { readonly metric: Metric }) {
  const year = useRead('catalog.listMetricValues', {
    params: { id: metric.ref },
    query: { limit: 200 },
  });
  const chart = useMemo(() => {
    const { ref, title, unit, target } = metric;
    const values = (year.data?.items ?? []).toReversed();
    const points = values.map(({ on, value }) => ({ at: on, value }));
    const series = [{ key: 'value', label: title, points }];
    return { key: ref, title, form: 'line' as const, unit, target, series };
  }, [year.data, metric]);
  if (!year.data || year.data.items.length === 0) return null;
  return (
    <Section title="Course" note="The last 200 values">
      <InsightChart chart={chart} />
    </Section>
  );
}

function Values({
  metric,
  onRecord,
  onUpload,
}: {
  readonly metric: Metric;
  /** Undefined where the server takes the values. */
  readonly onRecord: (() => void) | undefined;
  readonly onUpload: (() => void) | undefined;
}) {
  const [corrected, setCorrected] = useState(false);
  const list = useList('catalog.listMetricValues', {
    params: { id: metric.ref },
    query: { corrected: corrected ? 'true' : 'false' },
  });
  return (
    <Section
      title="Values"
      actions={
        <>
          <Checkbox
            label="Show corrected entries"
            checked={corrected}
            onCheckedChange={setCorrected}
          />
          {onUpload && (
            <Button size="sm" icon="upload" onClick={onUpload}>
              Upload CSV
            </Button>
          )}
          {onRecord && (
            <Button size="sm" icon="plus" onClick={onRecord}>
              Record a value
            </Button>
          )}
          <ExportLink of={addressOf('catalog.listMetricValues', { params: { id: metric.ref } })} />
        </>
      }
    >
      {list.problem && <ErrorState problem={shownProblem(list.problem)} onRetry={list.reload} />}
      <Table
        label="Values"
        columns={columns}
        rows={list.items}
        rowKey={(row) => `${row.on} ${row.corrections}`}
        rowName={(row) => row.on}
        loading={list.isLoading}
        empty={
          <EmptyState
            sentence={
              onRecord
                ? 'No value is recorded yet, by hand, from a file or over the API.'
                : 'No value was taken yet.'
            }
            action={onRecord && <Button onClick={onRecord}>Record a value</Button>}
            example={
              onRecord
                ? `The value of last Friday, in ${metric.unit}.`
                : `“Take now” asks its source at once.`
            }
          />
        }
      />
      <LoadMore
        shown={list.items.length}
        hasMore={list.hasMore}
        loading={list.isLoadingMore}
        onMore={list.loadMore}
      />
    </Section>
  );
}

/** A metric: its definition, its standing, its course, its values. */
export function MetricPage() {
  const ref = useReference();
  const { data: metric, error } = useRead('catalog.getMetric', { params: { id: ref } });
  const [open, setOpen] = useState<'change' | 'record' | 'upload' | null>(null);
  if (error) return <FailedPage error={error} />;
  if (!metric) return <Skeleton lines={8} />;
  const { last, change, target, unit, source, run } = metric;
  const taken = source.kind === 'insight' || source.kind === 'sql';
  return (
    <EntityPage
      entity={{ ...metric, summary: metric.definition }}
      withoutRibbon
      marks={
        <>
          {metric.stale && (
            <Badge>{last ? `Stale: ${metric.ageDays} days old` : 'No value yet'}</Badge>
          )}
          {run?.error && <Badge>Source fails</Badge>}
        </>
      }
      actions={
        <>
          <Button icon="edit" onClick={() => setOpen('change')}>
            Change
          </Button>
          {!taken && (
            <Button tone="primary" icon="plus" onClick={() => setOpen('record')}>
              Record a value
            </Button>
          )}
        </>
      }
    >
      <DescriptionList
        wide
        entries={[
          {
            term: 'Last value',
            value: last && (
              <>
                {figure(last.value)} {unit}, <PlainDate date={last.on} />
              </>
            ),
          },
          {
            term: 'Change',
            value:
              last === null
                ? null
                : change === null
                  ? 'Only one value so far'
                  : `${signed(change)} ${unit}`,
          },
          {
            term: 'Target',
            value:
              target !== null &&
              `${metric.direction === 'up' ? 'at least' : 'at most'} ${figure(target)} ${unit}`,
          },
          {
            term: 'Target met',
            value: metric.onTarget === null ? 'Cannot be said' : metric.onTarget ? 'Yes' : 'No',
          },
          {
            term: 'Measures',
            value: metric.measures.length > 0 && <EntityLinks entities={metric.measures} />,
          },
        ].map(({ term, value }) => ({ term, value: value === false ? null : value }))}
      />
      <Course metric={metric} />
      <MetricSource metric={metric} />
      <Values
        metric={metric}
        onRecord={taken ? undefined : () => setOpen('record')}
        onUpload={taken ? undefined : () => setOpen('upload')}
      />
      {open === 'change' && <MetricDialog metric={metric} onClose={() => setOpen(null)} />}
      {open === 'upload' && <UploadValuesDialog metric={metric} onClose={() => setOpen(null)} />}
      {open === 'record' && <RecordValueDialog metric={metric} onClose={() => setOpen(null)} />}
    </EntityPage>
  );
}
