import { useSearchState } from '../api/use-search-state.ts';
import { useNavigate } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { entityAddress } from '../api/entity-address.ts';
import { useReference } from '../api/search-params.ts';
import { useRead } from '../api/use-operation.ts';
import { FailedPage } from '../entity/failed-page.tsx';
import { EntityLink } from '../entity/entity-link.tsx';
import { EntityStatus } from '../entity/entity-status.tsx';
import { LineRibbon } from '../entity/line-ribbon.tsx';
import { stageWords } from '../entity/stage-words.ts';
import { DateField } from '../ui/date-field.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { Section } from '../ui/section.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { Tabs } from '../ui/tabs.tsx';

const TraceGraph = lazy(async () => ({ default: (await import('./trace-graph.tsx')).TraceGraph }));

const views = [
  { id: 'graph', label: 'Graph' },
  { id: 'list', label: 'List' },
] as const;

/** The line through an entity as a graph and as a list by stage, now or as of an earlier day. */
export function TracePage() {
  const ref = useReference();
  const [search, set] = useSearchState();
  const navigate = useNavigate();
  const { asOf, stage } = search;
  const view = stage === undefined ? (search.view ?? 'graph') : 'list';
  const trace = useRead('entities.getTrace', {
    params: { ref },
    // The end of that day, wherever the reader is.
    query: asOf === undefined ? {} : { asOf: new Date(`${asOf}T23:59:59`).toISOString() },
  });
  if (trace.error) return <FailedPage error={trace.error} />;
  if (!trace.data) return <Skeleton lines={10} />;
  const { start, stages } = trace.data;
  const shown = stages.filter(
    (one) => one.count > 0 && (stage === undefined || one.stage === stage),
  );
  return (
    <>
      <PageHeader
        title={`The line through ${start.title}`}
        description="Why it exists, upwards to the priority; what became of it, downwards to the feedback."
        trail={[{ label: start.title, href: entityAddress(start.ref) }]}
        actions={
          <DateField
            label="As of"
            value={asOf ?? ''}
            onValueChange={(date) => set({ asOf: date === '' ? undefined : date })}
          />
        }
      />
      {asOf === undefined && <LineRibbon reference={ref} />}
      <Tabs
        label="Views of the line"
        tabs={views}
        value={view === 'list' ? 'list' : 'graph'}
        onValueChange={(id) => set({ view: id, stage: undefined })}
      >
        {view === 'list' ? (
          shown.map((one) => (
            <Section
              key={one.stage}
              title={stageWords[one.stage]}
              note={one.count > one.entities.length ? `The first 50 of ${one.count}` : undefined}
            >
              <ul className="flex flex-col">
                {one.entities.map((entity) => (
                  <li
                    key={entity.ref}
                    className="hairline-b flex min-h-row flex-wrap items-center gap-3"
                  >
                    <EntityLink entity={entity} />
                    <EntityStatus state={entity.state} plain />
                    {entity.start && <span className="text-xs text-tertiary">where you are</span>}
                  </li>
                ))}
              </ul>
            </Section>
          ))
        ) : (
          <Suspense fallback={<Skeleton lines={12} />}>
            <TraceGraph trace={trace.data} go={(href) => void navigate({ to: href })} />
          </Suspense>
        )}
      </Tabs>
    </>
  );
}
