import type { OperationOf, OutputOf } from '@throughline/contract';
import { shownProblem } from '../../api/problem.ts';
import { useRead } from '../../api/use-operation.ts';
import { EntityLink } from '../../entity/entity-link.tsx';
import { EntityStatus } from '../../entity/entity-status.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Table, type TableColumn } from '../../ui/table.tsx';
import { PlainDate } from '../../ui/time.tsx';
import { Verdict } from './verdict.tsx';

type Row = OutputOf<OperationOf<'launch.getLaunchCalendar'>>['items'][number];

const columns: readonly TableColumn<Row>[] = [
  {
    id: 't0',
    header: 'T0',
    cell: (row) => <PlainDate date={row.targetOn} weekday />,
    width: '11rem',
  },
  { id: 'title', header: 'Launch', cell: (row) => <EntityLink entity={row} /> },
  { id: 'tier', header: 'Tier', cell: (row) => row.tier, align: 'end', width: '5rem' },
  {
    id: 'days',
    header: 'Days left',
    cell: (row) => (row.daysLeft < 0 ? '–' : row.daysLeft),
    align: 'end',
    width: '6rem',
  },
  { id: 'state', header: 'State', cell: (row) => <EntityStatus state={row.state} plain /> },
  { id: 'verdict', header: 'Readiness', cell: (row) => <Verdict of={row.verdict} plain /> },
  {
    id: 'p0',
    header: 'P0',
    cell: (row) => `${row.p0.met} of ${row.p0.of}`,
    align: 'end',
    width: '6rem',
  },
  {
    id: 'p1',
    header: 'P1',
    cell: (row) => `${row.p1.met} of ${row.p1.of}`,
    align: 'end',
    width: '6rem',
  },
  { id: 'hold', header: 'On hold', cell: (row) => row.hold ?? '–' },
];

/** Launches by T0, a month back and half a year ahead, each with its readiness as of now. */
export function LaunchCalendarPage() {
  const { data, error, refetch } = useRead('launch.getLaunchCalendar', {});
  return (
    <>
      <PageHeader
        title="Launch calendar"
        description="What reaches the market when, and whether it is ready."
      />
      {error && <ErrorState problem={shownProblem(error)} onRetry={() => void refetch()} />}
      <Table
        label="Launch calendar"
        columns={columns}
        rows={data?.items ?? []}
        rowKey={(row) => row.ref}
        rowName={(row) => row.title}
        loading={!data && !error}
        empty={
          <EmptyState
            sentence="No launch lies in the last month or the next half year."
            action={<LinkButton href="/launches">Go to Launches</LinkButton>}
            example="Tuesday, 12 January: “Resource planning”, tier 2, conditional, 3 of 3 P0."
          />
        }
      />
    </>
  );
}
