import { useSearchState } from '../../api/use-search-state.ts';
import { useState } from 'react';
import { useIdentity } from '../../access/session.ts';
import { shownProblem } from '../../api/problem.ts';
import { useRead } from '../../api/use-operation.ts';
import { Button } from '../../ui/button.tsx';
import { DateField } from '../../ui/date-field.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { ChartTree } from './chart-tree.tsx';

const zooms = [0.4, 0.5, 0.65, 0.8, 1, 1.25, 1.5] as const;

/** The chart of the organisation, today or on any other day, past or planned. */
export function ChartPage() {
  const { administrator } = useIdentity();
  const [{ asOf }, change] = useSearchState();
  const chart = useRead('org.getChart', { query: asOf ? { asOf } : {} });
  const [collapsed, setCollapsed] = useState<ReadonlySet<string>>(new Set());
  const [zoom, setZoom] = useState<number>(zooms.indexOf(1));
  const toggle = (ref: string) =>
    setCollapsed((before) => before.symmetricDifference(new Set([ref])));
  const units = chart.data?.units ?? [];
  const vacancies = units.reduce((sum, unit) => sum + unit.vacancies, 0);
  return (
    <>
      <PageHeader
        title="Organisation chart"
        actions={
          administrator && (
            <LinkButton icon="upload" href="/organisation-import">
              Import and export
            </LinkButton>
          )
        }
        description={
          chart.data &&
          `${units.length} units, ${vacancies} ${vacancies === 1 ? 'vacancy' : 'vacancies'}. Arrow keys walk the chart, Enter opens a unit.`
        }
      />
      <div className="flex flex-wrap items-end gap-3" data-print="hide">
        <DateField
          label="As of"
          value={asOf ?? ''}
          onValueChange={(day) => change({ asOf: day })}
        />
        {asOf !== undefined && <Button onClick={() => change({ asOf: undefined })}>Today</Button>}
        <div className="ml-auto flex flex-wrap items-center gap-2">
          <Button
            onClick={() => {
              const parents = new Set(units.flatMap(({ parent }) => (parent ? [parent] : [])));
              const tops = new Set(units.filter(({ parent }) => !parent).map(({ ref }) => ref));
              setCollapsed(new Set([...parents].filter((ref) => !tops.has(ref))));
            }}
          >
            Collapse all
          </Button>
          <Button onClick={() => setCollapsed(new Set())}>Expand all</Button>
          <IconButton
            icon="minus"
            label="Zoom out"
            disabled={zoom === 0}
            onClick={() => setZoom((step) => Math.max(0, step - 1))}
          />
          <span className="figures w-12 text-center text-xs text-secondary" aria-live="polite">
            {Math.round((zooms[zoom] ?? 1) * 100)} %
          </span>
          <IconButton
            icon="plus"
            label="Zoom in"
            disabled={zoom === zooms.length - 1}
            onClick={() => setZoom((step) => Math.min(zooms.length - 1, step + 1))}
          />
        </div>
      </div>
      {chart.error ? (
        <ErrorState problem={shownProblem(chart.error)} onRetry={() => void chart.refetch()} />
      ) : !chart.data ? (
        <Skeleton lines={10} label="Loading the chart" />
      ) : units.length === 0 ? (
        <EmptyState
          sentence="No unit stands on this day. An administrator imports the organisation, or adds its company."
          example="A company, its Product & Technology organisation, and the parts of it."
        />
      ) : (
        <ChartTree units={units} collapsed={collapsed} onToggle={toggle} scale={zooms[zoom] ?? 1} />
      )}
    </>
  );
}
