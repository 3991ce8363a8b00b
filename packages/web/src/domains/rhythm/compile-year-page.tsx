import { useState } from 'react';
import { entityAddress } from '../../api/entity-address.ts';
import { shownProblem } from '../../api/problem.ts';
import { useRead } from '../../api/use-operation.ts';
import { useSearchState } from '../../api/use-search-state.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { FilterBar } from '../../ui/filter-bar.tsx';
import { NumberField } from '../../ui/number-field.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { present } from '../../ui/present.ts';
import { Section } from '../../ui/section.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Table, type TableColumn } from '../../ui/table.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { TextLink } from '../../ui/text-link.tsx';
import { PlainDate } from '../../ui/time.tsx';
import { CompileDialog } from './compile-dialog.tsx';
import type { Occurrence, Year } from './rhythm-types.ts';
import { YearConflicts } from './year-conflicts.tsx';
import { DayOfYear, occurrenceKey, OnTheCalendar, yearDays } from './year-day.tsx';
import { YearMonths } from './year-months.tsx';

const columns: readonly TableColumn<Occurrence>[] = [
  { id: 'title', header: 'Review', cell: (row) => row.title },
  {
    id: 'date',
    header: 'Date',
    width: '10rem',
    cell: (row) => <PlainDate date={row.date} weekday />,
  },
  {
    id: 'time',
    header: 'Time',
    width: '5rem',
    cell: (row) => <span className="figures">{row.time}</span>,
  },
  {
    id: 'preRead',
    header: 'Pre-read',
    width: '10rem',
    cell: (row) => <PlainDate date={row.preReadOn} weekday />,
  },
  { id: 'decider', header: 'Decider', cell: (row) => row.decider },
  {
    id: 'there',
    header: 'On the calendar',
    width: '12rem',
    cell: (row) => <OnTheCalendar occurrence={row} />,
  },
];

const views = [
  { id: 'calendar', label: 'Calendar' },
  { id: 'list', label: 'List' },
] as const;

/** Cadences that wait for something to happen, with how often that is known to in the year. */
function HeldOnOccasion({ cadences }: { readonly cadences: Year['eventDriven'] }) {
  return (
    <Section
      title="Held when something happens"
      note="These come onto the calendar by themselves as it is known."
    >
      <ul className="flex flex-col gap-1">
        {cadences.map(({ cadence, title, says, known }) => (
          <li key={cadence}>
            <TextLink href={entityAddress(cadence)}>{title}</TextLink>: {says};{' '}
            {known === 0 ? 'none known in this year' : `${known} known in this year`}
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** A fiscal year as the rules have it, what stands in its way, and the act that puts it on the calendar. */
export function CompileYearPage() {
  const [search, change] = useSearchState();
  const typed = Number(search.year);
  const [nextYear] = useState(() => present().getUTCFullYear() + 1);
  const year = Number.isInteger(typed) && typed > 1900 ? typed : nextYear;
  const view = search.show === 'list' ? 'list' : 'calendar';
  const { data, error, refetch } = useRead('rhythm.previewYear', { params: { year: `${year}` } });
  const [confirming, setConfirming] = useState(false);
  const missing = data?.occurrences.filter(({ review, past }) => review === null && !past) ?? [];
  const misplaced = data?.occurrences.filter(({ stands }) => stands?.misplaced === true) ?? [];
  const toAlign = misplaced.length + (data?.strays.length ?? 0);
  const cycles = [...new Set(data?.occurrences.map(({ cycle }) => cycle))].toSorted();
  const shown =
    data?.occurrences.filter(({ cycle }) => !search.cycle || cycle === search.cycle) ?? [];
  return (
    <>
      <PageHeader
        title={`Compile FY${year}`}
        description="Rules become dates. Look at them first; nothing is written until you put them on the calendar."
        trail={[{ label: 'Calendar', href: '/calendar' }]}
        actions={
          <Button
            tone="primary"
            disabled={missing.length === 0 && toAlign === 0}
            onClick={() => setConfirming(true)}
          >
            {missing.length > 0
              ? `Put ${missing.length} on the calendar`
              : toAlign > 0
                ? 'Follow the changed rules'
                : 'All on the calendar'}
          </Button>
        }
      />
      <div className="max-w-48">
        <NumberField
          label="Fiscal year"
          value={year}
          min={1901}
          max={2198}
          step={1}
          ungrouped
          onValueChange={(value) => change({ year: value === null ? undefined : `${value}` })}
        />
      </div>
      {error && <ErrorState problem={shownProblem(error)} onRetry={() => void refetch()} />}
      {!data && !error && <Skeleton lines={10} />}
      {data && (
        <>
          <Section title="What stands in the way">
            <YearConflicts conflicts={data.conflicts} leftOut={data.conflictsLeftOut} />
          </Section>
          {data.strays.length > 0 && (
            <Section
              title="By a former rule"
              note="On the calendar, though the rule of their cadence no longer puts them there."
            >
              <ul className="flex flex-col gap-1">
                {data.strays.map(({ review, title }) => (
                  <li key={review}>
                    <TextLink href={entityAddress(review)}>{title}</TextLink>
                  </li>
                ))}
              </ul>
            </Section>
          )}
          {data.eventDriven.length > 0 && <HeldOnOccasion cadences={data.eventDriven} />}
          <Section
            title={`${data.occurrences.length} reviews`}
            note={`${data.from} to ${data.to}, times in ${data.timeZone} unless a cadence has its own`}
          >
            <FilterBar
              filters={[
                {
                  id: 'cycle',
                  label: 'Cycle',
                  value: search.cycle,
                  options: cycles.map((cycle) => ({ value: cycle, label: cycle })),
                },
              ]}
              onFilterChange={(_, value) => change({ cycle: value })}
            />
            <Tabs
              label="How the year is shown"
              tabs={views}
              value={view}
              onValueChange={(id) => change({ show: id === 'calendar' ? undefined : id })}
            >
              {shown.length === 0 ? (
                <EmptyState
                  sentence="No cadence has a date in this year."
                  example="“Monthly Product Review, Product and Design”: second Tuesday of each month."
                />
              ) : view === 'calendar' ? (
                <YearMonths
                  from={data.from}
                  to={data.to}
                  today={data.today}
                  holidays={data.holidays}
                  days={yearDays(data, shown)}
                >
                  {(day) => <DayOfYear day={day} year={data} occurrences={shown} />}
                </YearMonths>
              ) : (
                <Table
                  label={`Reviews of FY${year}`}
                  columns={columns}
                  rows={shown}
                  rowKey={occurrenceKey}
                  rowName={(row) => row.title}
                />
              )}
            </Tabs>
          </Section>
        </>
      )}
      {data && confirming && (
        <CompileDialog
          year={year}
          missing={missing.length}
          misplaced={misplaced.length}
          strays={data.strays.length}
          onClose={() => setConfirming(false)}
        />
      )}
    </>
  );
}
