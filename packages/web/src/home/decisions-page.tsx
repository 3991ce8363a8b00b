import { shownProblem } from '../api/problem.ts';
import { useList } from '../api/use-operation.ts';
import { EntityLink } from '../entity/entity-link.tsx';
import { EntityStatus } from '../entity/entity-status.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { ErrorState } from '../ui/error-state.tsx';
import { LoadMore } from '../ui/load-more.tsx';
import { PageHeader } from '../ui/page-header.tsx';
import { Table } from '../ui/table.tsx';
import { Instant } from '../ui/time.tsx';

/** Every decision, newest first: what was asked, chosen, and done by it. */
export function DecisionsPage() {
  const list = useList('decisions.listDecisions', { query: {} });
  return (
    <>
      <PageHeader
        title="Decisions"
        description="Proposed and confirmed, with what each of them did."
      />
      {list.problem && <ErrorState problem={shownProblem(list.problem)} onRetry={list.reload} />}
      <Table
        label="Decisions"
        rows={list.items}
        rowKey={(row) => row.ref}
        rowName={(row) => row.question}
        loading={list.isLoading}
        empty={
          <EmptyState
            sentence="Nothing was decided yet. Decisions are made in reviews, at launches, or on the page of what they are about."
            example="“Stop the pilot?”, decided by the head of product, which stops the initiative."
          />
        }
        columns={[
          {
            id: 'question',
            header: 'Question',
            cell: (row) => <EntityLink entity={{ ref: row.ref, title: row.question }} />,
          },
          { id: 'choice', header: 'Choice', cell: (row) => row.choice ?? '–' },
          { id: 'decider', header: 'Decider', cell: (row) => row.decider?.name ?? '–' },
          {
            id: 'in',
            header: 'Made in',
            cell: (row) => (row.madeIn ? <EntityLink entity={row.madeIn} /> : '–'),
          },
          {
            id: 'state',
            header: 'State',
            cell: (row) => <EntityStatus state={row.state} plain />,
            width: '8rem',
          },
          {
            id: 'at',
            header: 'Decided',
            cell: (row) => (row.decidedAt === null ? '–' : <Instant at={row.decidedAt} />),
            width: '12rem',
          },
        ]}
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
