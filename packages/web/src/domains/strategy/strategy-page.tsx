import { useMemo, useState } from 'react';
import { csvAddressOf } from '../../api/call.ts';
import { shownProblem } from '../../api/problem.ts';
import { useList, useRead } from '../../api/use-operation.ts';
import { useSearchState, useSearchText } from '../../api/use-search-state.ts';
import { SavedViews } from '../../entity/saved-views.tsx';
import { yearIn } from '../../entity/today-in.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { FilterBar } from '../../ui/filter-bar.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { useTimeZone } from '../../ui/time-zone.ts';
import { GapsSection } from './gaps-section.tsx';
import { InitiativeDialog } from './initiative-dialog.tsx';
import { ObjectiveDialog } from './objective-dialog.tsx';
import { unitsWithin } from './roadmap/roadmap-rows.ts';
import { StrategyTree } from './strategy-tree.tsx';
import { levels, type Level } from './tree-rows.ts';

const views = [
  { id: 'tree', label: 'Tree' },
  { id: 'gaps', label: 'Alignment gaps' },
] as const;
const levelOptions = [
  { value: 'priority', label: 'Priorities' },
  { value: 'objective', label: 'Objectives' },
  { value: 'key result', label: 'Key results' },
  { value: 'initiative', label: 'Initiatives' },
] as const satisfies readonly { value: Level; label: string }[];
const stateOptions = [
  { value: 'active', label: 'Worked on' },
  { value: 'closed', label: 'Closed' },
] as const;
const periodOptions = [
  { value: 'year', label: 'The whole year' },
  { value: '1', label: 'Q1' },
  { value: '2', label: 'Q2' },
  { value: '3', label: 'Q3' },
  { value: '4', label: 'Q4' },
] as const;

/** The strategy of a fiscal year: priorities, and below each what serves it; and where that breaks off. */
export function StrategyPage() {
  const [search, change] = useSearchState();
  const [text, setText] = useSearchText();
  const thisYear = yearIn(useTimeZone());
  const plans = useList('strategy.listPlans', { query: { limit: 200 } });
  const units = useRead('org.listUnits', { query: {} });
  const adopted = plans.items.find(({ state }) => state === 'adopted') ?? plans.items[0];
  const year = Number(search['year']) || adopted?.fiscalYear || thisYear;
  const view = views.find(({ id }) => id === search['view'])?.id ?? 'tree';
  const down = levels.find((level) => level === search['down']) ?? 'initiative';
  const { unit, state, period } = search;
  const tree = useRead(
    'strategy.getStrategyTree',
    { query: { fiscalYear: year } },
    { enabled: !plans.isLoading && view === 'tree' },
  );
  const [open, setOpen] = useState<'objective' | 'initiative' | null>(null);
  const years = [...new Set([...plans.items.map(({ fiscalYear }) => fiscalYear), year])].toSorted(
    (one, other) => one - other,
  );
  const unitRows = units.data?.items;
  const unitOptions = (unitRows ?? []).map(({ ref, name }) => ({ value: ref, label: name }));
  const filter = useMemo(
    () => ({
      q: text,
      state,
      period,
      units: unit ? unitsWithin(unitRows ?? [], unit) : undefined,
    }),
    [text, state, period, unit, unitRows],
  );
  const problem = tree.error ?? plans.problem;
  return (
    <>
      <PageHeader
        title="Strategy"
        description="Priorities of the year, the objectives that serve them, and what we do about each."
        actions={
          <>
            <LinkButton
              icon="download"
              download
              href={csvAddressOf('strategy.listObjectives', {
                query: {
                  fiscalYear: String(year),
                  ...(unit ? { unit } : {}),
                  ...(text.trim() ? { q: text } : {}),
                  ...(state === 'active' || state === 'closed' ? { state } : {}),
                  ...(period === 'year'
                    ? { wholeYear: 'true' }
                    : period
                      ? { quarter: period }
                      : {}),
                },
              })}
            >
              Objectives as CSV
            </LinkButton>
            <Button icon="plus" onClick={() => setOpen('initiative')}>
              Initiative
            </Button>
            <Button icon="plus" onClick={() => setOpen('objective')}>
              Objective
            </Button>
          </>
        }
      />
      <Tabs
        label="Strategy"
        tabs={views}
        value={view}
        onValueChange={(id) => change({ view: id === 'tree' ? undefined : id })}
      >
        {view === 'gaps' ? (
          <GapsSection
            fiscalYear={year}
            unit={unit}
            gap={search['gap']}
            units={unitOptions}
            onChange={change}
          />
        ) : (
          <div className="flex flex-col gap-4">
            <FilterBar
              query={text}
              onQueryChange={setText}
              queryLabel="Search by title"
              filters={[
                {
                  id: 'year',
                  label: 'Fiscal year',
                  value: String(year),
                  options: years.map((one) => ({ value: String(one), label: `FY${one}` })),
                },
                { id: 'unit', label: 'Unit', value: unit, options: unitOptions },
                { id: 'state', label: 'State', value: state, options: stateOptions },
                { id: 'period', label: 'Period', value: period, options: periodOptions },
                { id: 'down', label: 'Down to', value: down, options: levelOptions },
              ]}
              onFilterChange={(id, value) => change({ [id]: value })}
            >
              <SavedViews />
            </FilterBar>
            {problem && (
              <ErrorState problem={shownProblem(problem)} onRetry={() => void tree.refetch()} />
            )}
            {tree.data?.truncated && (
              <p className="text-secondary">
                More than 5,000 of a kind: the newest of them are shown.
              </p>
            )}
            {!problem && (
              <StrategyTree
                key={year}
                tree={tree.data}
                loading={tree.isPending}
                fiscalYear={year}
                down={down}
                filter={filter}
                onClearFilter={() => {
                  setText('');
                  change({ q: undefined, unit: undefined, state: undefined, period: undefined });
                }}
              />
            )}
          </div>
        )}
      </Tabs>
      {open === 'objective' && <ObjectiveDialog fiscalYear={year} onClose={() => setOpen(null)} />}
      {open === 'initiative' && <InitiativeDialog onClose={() => setOpen(null)} />}
    </>
  );
}
