import type { OperationOf, OutputOf } from '@throughline/contract';
import { shownProblem } from '../../api/problem.ts';
import { useList } from '../../api/use-operation.ts';
import { EntityLink } from '../../entity/entity-link.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { LoadMore } from '../../ui/load-more.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Table, type TableColumn } from '../../ui/table.tsx';

type Cycle = OutputOf<OperationOf<'rhythm.listCycles'>>['items'][number];

const columns: readonly TableColumn<Cycle>[] = [
  { id: 'title', header: 'Cycle', cell: (row) => <EntityLink entity={row} /> },
  { id: 'rule', header: 'When', cell: (row) => row.ruleSays },
  {
    id: 'preRead',
    header: 'Pre-read',
    width: '8rem',
    cell: (row) =>
      row.preReadBusinessDays === 0 ? 'At its start' : `${row.preReadBusinessDays} days before`,
  },
  {
    id: 'minutes',
    header: 'Minutes',
    align: 'end',
    width: '6rem',
    cell: (row) => row.durationMinutes,
  },
  { id: 'ledBy', header: 'Led by', cell: (row) => row.ledBy },
  { id: 'decider', header: 'Decider', cell: (row) => row.decider },
  { id: 'cadences', header: 'Cadences', align: 'end', width: '6rem', cell: (row) => row.cadences },
];

/** The review cycles of the operating rhythm, as templates. */
export function CyclesPage() {
  const list = useList('rhythm.listCycles', { query: {} });
  return (
    <>
      <PageHeader
        title="Cycles"
        description="The kinds of review that we hold, as templates: each asks one kind of question, as often as it needs asking."
        actions={<LinkButton href="/cadences">Who holds them</LinkButton>}
      />
      {list.problem && <ErrorState problem={shownProblem(list.problem)} onRetry={list.reload} />}
      <Table
        label="Cycles"
        columns={columns}
        rows={list.items}
        rowKey={(row) => row.ref}
        rowName={(row) => row.title}
        loading={list.isLoading}
        empty={
          <EmptyState
            sentence="No cycle is set up yet: import cycles.yaml with the organisation."
            example="“Monthly Product Review”: second Tuesday of each month, 60 minutes, pack two days before."
          />
        }
      />
      <LoadMore
        shown={list.items.length}
        hasMore={list.hasMore}
        loading={list.isLoadingMore}
        onMore={list.loadMore}
      />
    </>
  );
}
