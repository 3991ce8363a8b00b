import { useCallback, useMemo, useRef, useState } from 'react';
import { csvAddressOf } from '../../../api/call.ts';
import { shownProblem } from '../../../api/problem.ts';
import { useRead } from '../../../api/use-operation.ts';
import { useSearchState, useSearchText } from '../../../api/use-search-state.ts';
import { SavedViews } from '../../../entity/saved-views.tsx';
import { Button } from '../../../ui/button.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { FilterBar } from '../../../ui/filter-bar.tsx';
import { LinkButton } from '../../../ui/link-button.tsx';
import { Menu } from '../../../ui/menu.tsx';
import { PageHeader } from '../../../ui/page-header.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { Tabs } from '../../../ui/tabs.tsx';
import { toast } from '../../../ui/toast.ts';
import { healthOptions, stageOptions } from '../words.ts';
import { Board } from './board.tsx';
import { dayNumber } from './days.ts';
import { DragReadout } from './drag-readout.tsx';
import { createDragStore } from './drag-store.ts';
import { drawRoadmap, quartersAround } from './drawing.ts';
import { PrintSheets } from './print-sheets.tsx';
import { ConflictDialog, DatesDialog } from './roadmap-dialogs.tsx';
import { RoadmapLegend } from './roadmap-legend.tsx';
import { filtered, roadmapRows, unitsWithin, type Grouping } from './roadmap-rows.ts';
import { RoadmapTable } from './roadmap-table.tsx';
import type { Initiative, Span } from './roadmap-types.ts';
import { paperPalette, saveDrawing } from './save-drawing.ts';
import { startTrayDrag } from './start-drag.ts';
import { timeAxis, zooms, type Zoom } from './time-axis.ts';
import { Timeline } from './timeline.tsx';
import { UndatedTray } from './undated-tray.tsx';
import { useRoadmap } from './use-roadmap.ts';
import { brokenBy, brokenWords, covered, droppedAt } from './windows.ts';

const views = [
  { id: 'timeline', label: 'Timeline' },
  { id: 'board', label: 'Now, next, later' },
  { id: 'table', label: 'Table' },
] as const;
const groupings = [
  { value: 'unit', label: 'Unit' },
  { value: 'priority', label: 'Priority' },
  { value: 'stage', label: 'Stage' },
] as const satisfies readonly { value: Grouping; label: string }[];
const laneOptions = [{ value: 'packed', label: 'Packed: bars share a row' }] as const;
const zoomOptions = (Object.keys(zooms) as Zoom[]).map((value) => ({
  value,
  label: zooms[value].label,
}));
const roadmapHealths = [...healthOptions, { value: 'none', label: 'Not judged' }] as const;
const narrowing = ['unit', 'priority', 'stage', 'health', 'owner', 'q'];

/** Initiatives in time: as a timeline, as now, next and later, or as a table. */
export function RoadmapPage() {
  const [search, change] = useSearchState();
  const [text, setText] = useSearchText();
  const { roadmap, problem, reload, move, conflict, settleConflict } = useRoadmap();
  const units = useRead('org.listUnits', { query: {} });
  const [store] = useState(createDragStore);
  const [selected, setSelected] = useState<string>();
  const [dating, setDating] = useState<Initiative>();
  const frame = useRef<HTMLDivElement>(null);

  const view = views.find(({ id }) => id === search['view'])?.id ?? 'timeline';
  const zoom = zoomOptions.find(({ value }) => value === search['zoom'])?.value ?? 'year';
  const grouping = groupings.find(({ value }) => value === search['group'])?.value ?? 'none';
  const lanes = search['lanes'] === 'packed' ? 'packed' : 'own';
  const { unit, priority, stage, health, owner } = search;
  const knownStage = stageOptions.find(({ value }) => value === stage)?.value;
  const knownHealth = roadmapHealths.find(({ value }) => value === health)?.value;
  const unitRows = units.data?.items;

  const shown = useMemo(
    () =>
      filtered(roadmap?.initiatives ?? [], {
        q: text,
        priority,
        stage,
        health,
        owner,
        units: unit ? unitsWithin(unitRows ?? [], unit) : undefined,
      }),
    [roadmap?.initiatives, text, priority, stage, health, owner, unit, unitRows],
  );
  const priorities = roadmap?.priorities;
  const rows = useMemo(
    () => roadmapRows({ priorities: priorities ?? [] }, shown, grouping, lanes),
    [priorities, shown, grouping, lanes],
  );
  const quarters = roadmap?.quarters;
  const axis = useMemo(() => timeAxis(quarters ?? [], zoom), [quarters, zoom]);
  const all = roadmap?.initiatives;
  const broken = useMemo(() => {
    const byRef = new Map((all ?? []).map((one) => [one.ref as string, one]));
    const neededBy = new Map<string, string[]>();
    for (const one of all ?? []) {
      for (const ref of one.dependsOn) neededBy.set(ref, [...(neededBy.get(ref) ?? []), one.ref]);
    }
    return (initiative: Initiative, span: Span) =>
      brokenBy(initiative, span, byRef, neededBy).map(brokenWords);
  }, [all]);
  const brokenOf = useCallback((one: Initiative) => broken(one, one), [broken]);

  const owners = useMemo(() => {
    const found = new Map(
      (all ?? []).flatMap(({ owner: one }) => (one ? [[one.ref, one.name] as const] : [])),
    );
    return [...found]
      .map(([value, label]) => ({ value: value as string, label }))
      .toSorted((one, other) => one.label.localeCompare(other.label));
  }, [all]);

  const header = (
    <PageHeader
      title="Roadmap"
      description="When we do what: initiatives in the fiscal calendar, what they wait for, and how they go."
      actions={
        roadmap && (
          <>
            <LinkButton
              icon="download"
              download
              href={csvAddressOf('strategy.listInitiatives', {
                query: {
                  ...(unit ? { unit } : {}),
                  ...(priority ? { priority } : {}),
                  ...(owner ? { owner } : {}),
                  ...(knownStage ? { stage: knownStage } : {}),
                  ...(knownHealth ? { health: knownHealth } : {}),
                  ...(text.trim() ? { q: text } : {}),
                },
              })}
            >
              Export CSV
            </LinkButton>
            <Menu
              trigger={<Button icon="download">Image</Button>}
              groups={[
                {
                  acts: (['svg', 'png'] as const).map((as) => ({
                    label: as.toUpperCase(),
                    onSelect: () => {
                      const around = quartersAround(roadmap.quarters, rows, roadmap.today);
                      const palette = paperPalette();
                      const drawing = drawRoadmap(rows, around, roadmap.today, { zoom, palette });
                      saveDrawing(drawing, as).catch((error: unknown) =>
                        toast({ title: String(error), tone: 'failed' }),
                      );
                    },
                  })),
                },
              ]}
            />
            <Button icon="print" onClick={() => window.print()}>
              Print
            </Button>
          </>
        )
      }
    />
  );
  if (problem && !roadmap) {
    return (
      <>
        {header}
        <ErrorState problem={shownProblem(problem)} onRetry={reload} />
      </>
    );
  }
  if (!roadmap) {
    return (
      <>
        {header}
        <Skeleton lines={10} label="Loading the roadmap" />
      </>
    );
  }

  const narrowed = narrowing.some((name) => search[name] !== undefined);
  const undated = shown.filter((one) => !covered(one));
  const content = () => {
    if (shown.length === 0) {
      return (
        <EmptyState
          sentence={
            narrowed ? 'No initiative matches these filters.' : 'No initiative has begun yet.'
          }
          action={
            narrowed ? (
              <Button
                onClick={() => {
                  setText('');
                  change(Object.fromEntries(narrowing.map((name) => [name, undefined])));
                }}
              >
                Clear the filters
              </Button>
            ) : (
              <LinkButton href="/initiatives">Begin an initiative</LinkButton>
            )
          }
          example="“Faster drawings”, from 1 February to 30 April, depending on “New tile service”."
        />
      );
    }
    if (view === 'board')
      return <Board roadmap={roadmap} shown={shown} move={move} onDates={setDating} />;
    if (view === 'table') {
      return (
        <RoadmapTable
          roadmap={roadmap}
          shown={shown}
          move={move}
          onDates={setDating}
          brokenOf={brokenOf}
        />
      );
    }
    return (
      <div className="flex flex-col gap-4">
        {rows.length === 0 ? (
          <EmptyState
            sentence="None of these initiatives has dates yet: nothing can be drawn in time."
            example="Open the menu of one below and move it to “Next”."
          />
        ) : (
          <Timeline
            frame={frame}
            rows={rows}
            axis={axis}
            today={roadmap.today}
            store={store}
            move={move}
            packed={lanes === 'packed'}
            selected={selected}
            onSelect={setSelected}
            broken={broken}
          />
        )}
        <RoadmapLegend />
        <UndatedTray
          roadmap={roadmap}
          undated={undated}
          move={move}
          onDates={setDating}
          onGrab={(event, initiative) => {
            const target = frame.current;
            if (!target) return;
            const box = () => target.getBoundingClientRect();
            startTrayDrag(event, initiative, {
              store,
              frame: target,
              broken: (span) => broken(initiative, span),
              onDrop: (span) => move(initiative.ref, span),
              spanAt: (x, y) => {
                const { left, right, top, bottom } = box();
                if (x < left || x > right || y < top || y > bottom) return undefined;
                const head = target.querySelector<HTMLElement>('.sticky .sticky')?.offsetWidth ?? 0;
                return droppedAt(axis.dayAt(x - left - head + target.scrollLeft));
              },
            });
          }}
        />
      </div>
    );
  };
  return (
    <>
      {header}
      <FilterBar
        query={text}
        onQueryChange={setText}
        queryLabel="Search by title"
        filters={[
          {
            id: 'unit',
            label: 'Unit',
            value: unit,
            options: (unitRows ?? []).map(({ ref, name }) => ({ value: ref, label: name })),
          },
          {
            id: 'priority',
            label: 'Priority',
            value: priority,
            options: roadmap.priorities.map(({ ref, title }) => ({ value: ref, label: title })),
          },
          { id: 'stage', label: 'Stage', value: stage, options: stageOptions },
          {
            id: 'health',
            label: 'Health',
            value: health,
            options: roadmapHealths,
          },
          { id: 'owner', label: 'Owner', value: owner, options: owners },
          ...(view === 'timeline'
            ? [
                {
                  id: 'group',
                  label: 'Group by',
                  value: grouping === 'none' ? undefined : grouping,
                  options: groupings,
                },
                {
                  id: 'lanes',
                  label: 'Lanes',
                  value: search['lanes'] === 'packed' ? 'packed' : undefined,
                  options: laneOptions,
                },
                {
                  id: 'zoom',
                  label: 'Zoom',
                  value: zoom === 'year' ? undefined : zoom,
                  options: zoomOptions,
                },
              ]
            : []),
        ]}
        onFilterChange={(id, value) => change({ [id]: value })}
      >
        {view === 'timeline' && (
          <Button
            size="sm"
            onClick={() => {
              if (frame.current) {
                frame.current.scrollLeft = Math.max(0, axis.xOf(dayNumber(roadmap.today)) - 120);
              }
            }}
          >
            Today
          </Button>
        )}
        <SavedViews />
      </FilterBar>
      {roadmap.truncated && (
        <p className="text-secondary">There are more than 5,000: the newest are shown.</p>
      )}
      <div data-print={view === 'timeline' ? 'hide' : undefined}>
        <Tabs
          label="Ways to see the roadmap"
          tabs={views}
          value={view}
          onValueChange={(id) => change({ view: id === 'timeline' ? undefined : id })}
        >
          {content()}
        </Tabs>
      </div>
      {view === 'timeline' && <PrintSheets roadmap={roadmap} rows={rows} />}
      <DragReadout store={store} />
      {dating && (
        <DatesDialog initiative={dating} move={move} onClose={() => setDating(undefined)} />
      )}
      {conflict && <ConflictDialog conflict={conflict} onSettle={settleConflict} />}
    </>
  );
}
