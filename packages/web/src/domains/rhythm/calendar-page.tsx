import { useSearchState } from '../../api/use-search-state.ts';
import { useState } from 'react';
import { shownProblem } from '../../api/problem.ts';
import { useList, useRead } from '../../api/use-operation.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { FilterBar } from '../../ui/filter-bar.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { present } from '../../ui/present.ts';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { AgendaList } from './agenda-list.tsx';
import { addDays, addMonths, lastDayOf, monthTitle, weeksOf } from './month-days.ts';
import { MonthGrid } from './month-grid.tsx';
import { CalendarYear } from './calendar-year.tsx';
import { SubscribeDialog } from './subscribe-dialog.tsx';

const views = [
  { id: 'month', label: 'Month' },
  { id: 'list', label: 'Month as a list' },
  { id: 'year', label: 'Year' },
] as const;

type View = (typeof views)[number]['id'];

/** What a view asks for: the month's whole weeks, the month itself, or twelve months from it. */
function rangeOf(view: View, month: string) {
  if (view === 'year') return { from: `${month}-01`, to: lastDayOf(addMonths(month, 11)) };
  if (view === 'list') return { from: `${month}-01`, to: lastDayOf(month) };
  const weeks = weeksOf(month);
  return { from: weeks[0]?.[0] ?? `${month}-01`, to: weeks.at(-1)?.at(-1) ?? lastDayOf(month) };
}

/** The operating rhythm on the calendar: reviews, days off, quarters. */
export function CalendarPage() {
  const [search, change] = useSearchState();
  const [subscribing, setSubscribing] = useState(false);
  const [thisMonth] = useState(() => present().toISOString().slice(0, 7));
  const view = views.find(({ id }) => id === search.view)?.id ?? 'month';
  const month = /^\d{4}-(0[1-9]|1[0-2])$/.test(search.month ?? '')
    ? (search.month ?? '')
    : thisMonth;
  const cycles = useList('rhythm.listCycles', { query: {} });
  const range = rangeOf(view, month);
  const { data, error, refetch } = useRead('rhythm.getCalendar', {
    query: { ...range, ...(search.cycle ? { cycle: search.cycle } : {}) },
  });
  const turn = (by: number) => change({ month: addMonths(month, by) });
  const step = view === 'year' ? 12 : 1;
  const title = view === 'year' ? `${monthTitle(month)} and eleven months on` : monthTitle(month);
  const quarter = data?.quarters.find(
    ({ from, to }) => from <= addDays(range.from, 7) && to >= addDays(range.from, 7),
  );
  return (
    <>
      <PageHeader
        title="Calendar"
        description={`When we review and decide. Times as in ${data?.timeZone ?? 'the organisation’s zone'}, or the review’s own.`}
        actions={
          <>
            <Button icon="calendar" onClick={() => setSubscribing(true)}>
              Subscribe
            </Button>
            <Button icon="print" onClick={() => window.print()}>
              Print
            </Button>
            <LinkButton href="/compile-year" tone="primary">
              Compile a year
            </LinkButton>
          </>
        }
      />
      <div data-print="hide">
        <FilterBar
          filters={[
            {
              id: 'cycle',
              label: 'Cycle',
              value: search.cycle,
              options: cycles.items.map((cycle) => ({ value: cycle.ref, label: cycle.title })),
            },
          ]}
          onFilterChange={(_, value) => change({ cycle: value })}
        />
      </div>
      {error && <ErrorState problem={shownProblem(error)} onRetry={() => void refetch()} />}
      <Tabs
        label="How the calendar is shown"
        tabs={views}
        value={view}
        onValueChange={(id) => change({ view: id })}
      >
        <div className="flex flex-col gap-3">
          <div className="flex flex-wrap items-center gap-2">
            <IconButton
              icon="chevron-left"
              label={`Earlier than ${title}`}
              onClick={() => turn(-step)}
            />
            <IconButton
              icon="chevron-right"
              label={`Later than ${title}`}
              onClick={() => turn(step)}
            />
            <Button size="sm" onClick={() => change({ month: data?.today.slice(0, 7) })}>
              Today
            </Button>
            <h2 className="text-md font-semibold" aria-live="polite">
              {title}
            </h2>
            {quarter && <span className="text-secondary">{quarter.name}</span>}
          </div>
          {!data && !error && <Skeleton lines={10} />}
          {data && view === 'month' && (
            <MonthGrid month={month} calendar={data} onMonthChange={turn} />
          )}
          {data && view === 'list' && <AgendaList calendar={data} />}
          {data && view === 'year' && <CalendarYear calendar={data} {...range} />}
        </div>
      </Tabs>
      {subscribing && <SubscribeDialog onClose={() => setSubscribing(false)} />}
    </>
  );
}
