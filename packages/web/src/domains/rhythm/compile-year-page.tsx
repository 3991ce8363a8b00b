import { useSearchState } from '../../api/use-search-state.ts';
import type { OperationOf, OutputOf } from '@throughline/contract';
import { useState } from 'react';
import { entityAddress } from '../../api/entity-address.ts';
import { shownProblem } from '../../api/problem.ts';
import { useRead, useWrite } from '../../api/use-operation.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { NumberField } from '../../ui/number-field.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { present } from '../../ui/present.ts';
import { Section } from '../../ui/section.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Status } from '../../ui/status.tsx';
import { Table, type TableColumn } from '../../ui/table.tsx';
import { TextLink } from '../../ui/text-link.tsx';
import { PlainDate } from '../../ui/time.tsx';
import { toast } from '../../ui/toast.ts';

type Year = OutputOf<OperationOf<'rhythm.previewYear'>>;
type Occurrence = Year['occurrences'][number];

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
    width: '9rem',
    cell: (row) =>
      row.review === null ? (
        <Status tone="not-started" word="Not yet" plain />
      ) : (
        <TextLink href={entityAddress(row.review)}>Open</TextLink>
      ),
  },
];

const keyOf = (row: Occurrence) => `${row.cadence} ${row.key}`;

/** A fiscal year as the rules have it, what stands in its way, and the act that puts it on the calendar. */
export function CompileYearPage() {
  const [search, change] = useSearchState();
  const typed = Number(search.year);
  const [nextYear] = useState(() => present().getUTCFullYear() + 1);
  const year = Number.isInteger(typed) && typed > 1900 ? typed : nextYear;
  const { data, error, refetch } = useRead('rhythm.previewYear', { params: { year: `${year}` } });
  const compile = useWrite('rhythm.compileYear');
  const [confirming, setConfirming] = useState(false);
  const missing = data?.occurrences.filter(({ review }) => review === null).length ?? 0;
  return (
    <>
      <PageHeader
        title={`Compile FY${year}`}
        description="Rules become dates. Look at them first; nothing is written until you put them on the calendar."
        trail={[{ label: 'Calendar', href: '/calendar' }]}
        actions={
          <Button tone="primary" disabled={missing === 0} onClick={() => setConfirming(true)}>
            {missing === 0 ? 'All on the calendar' : `Put ${missing} on the calendar`}
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
          onValueChange={(value) => change({ year: value === null ? undefined : `${value}` })}
        />
      </div>
      {error && <ErrorState problem={shownProblem(error)} onRetry={() => void refetch()} />}
      {!data && !error && <Skeleton lines={10} />}
      {data && (
        <>
          <Section title="What stands in the way">
            {data.conflicts.length === 0 ? (
              <p className="text-secondary">
                Nothing: no review falls on a day off, and nobody decides in two rooms at once.
              </p>
            ) : (
              <ul className="flex flex-col gap-1">
                {data.conflicts.map((conflict) => (
                  <li
                    key={`${conflict.kind} ${conflict.says}`}
                    className="flex flex-wrap items-baseline gap-2"
                  >
                    <Status tone="at-risk" word={conflict.kind.replaceAll('-', ' ')} plain />
                    <PlainDate date={conflict.date} weekday />
                    <span>{conflict.says}</span>
                  </li>
                ))}
              </ul>
            )}
          </Section>
          {data.eventDriven.length > 0 && (
            <Section title="Held when something happens" note="No calendar compiles these.">
              <ul className="flex flex-col gap-1">
                {data.eventDriven.map(({ cadence, title, says }) => (
                  <li key={cadence}>
                    <TextLink href={entityAddress(cadence)}>{title}</TextLink>: {says}
                  </li>
                ))}
              </ul>
            </Section>
          )}
          <Section
            title={`${data.occurrences.length} reviews`}
            note={`${data.from} to ${data.to}, times in ${data.timeZone} unless a cadence has its own`}
          >
            <Table
              label={`Reviews of FY${year}`}
              columns={columns}
              rows={data.occurrences}
              rowKey={keyOf}
              rowName={(row) => row.title}
              empty={
                <EmptyState
                  sentence="No cadence has a date in this year."
                  example="“Monthly Product Review, Product and Design”: second Tuesday of each month."
                />
              }
            />
          </Section>
        </>
      )}
      <ConfirmDialog
        open={confirming}
        onOpenChange={setConfirming}
        title={`Put FY${year} on the calendar?`}
        confirmLabel={`Put ${missing} on the calendar`}
        busy={compile.isPending}
        problem={compile.error ? shownProblem(compile.error) : undefined}
        onConfirm={() =>
          compile.mutate(
            { params: { year: `${year}` }, body: {} },
            {
              onSuccess: ({ created, past }) => {
                setConfirming(false);
                toast({
                  title: `${created} reviews are on the calendar`,
                  ...(past > 0 ? { detail: `${past} dates are over and were left out.` } : {}),
                });
              },
            },
          )
        }
      >
        <p>
          Reviews that are there already stay as they are, moved or cancelled ones too. Subscribed
          calendars show the new ones when they look again.
        </p>
      </ConfirmDialog>
    </>
  );
}
