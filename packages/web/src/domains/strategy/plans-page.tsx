import type { OperationOf, OutputOf } from '@throughline/contract';
import { useState } from 'react';
import { shownProblem } from '../../api/problem.ts';
import { useList } from '../../api/use-operation.ts';
import { EntityLink } from '../../entity/entity-link.tsx';
import { EntityStatus } from '../../entity/entity-status.tsx';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { LoadMore } from '../../ui/load-more.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Table, type TableColumn } from '../../ui/table.tsx';
import { PlanDialog } from './plan-dialog.tsx';

type Plan = OutputOf<OperationOf<'strategy.listPlans'>>['items'][number];

const columns: readonly TableColumn<Plan>[] = [
  {
    id: 'title',
    header: 'Plan',
    cell: (row) => (
      <span className="flex items-baseline gap-2">
        <EntityLink entity={row} />
        {row.restricted && <Badge>Restricted</Badge>}
      </span>
    ),
  },
  { id: 'year', header: 'Fiscal year', width: '8rem', cell: (row) => `FY${row.fiscalYear}` },
  { id: 'unit', header: 'Led by', cell: (row) => row.ownerUnit?.title ?? 'Nobody' },
  {
    id: 'priorities',
    header: 'Priorities',
    align: 'end',
    width: '7rem',
    cell: (row) => row.priorities,
  },
  {
    id: 'state',
    header: 'State',
    width: '8rem',
    cell: (row) => <EntityStatus state={row.state} plain />,
  },
];

/** Plans by fiscal year: drafts, the adopted one, the closed ones. */
export function PlansPage() {
  const list = useList('strategy.listPlans', {});
  const [adding, setAdding] = useState(false);
  return (
    <>
      <PageHeader
        title="Plans"
        description="A fiscal year’s plan is drafted, adopted once, and closed at its end."
        actions={
          <Button tone="primary" icon="plus" onClick={() => setAdding(true)}>
            Begin a plan
          </Button>
        }
      />
      {list.problem && <ErrorState problem={shownProblem(list.problem)} onRetry={list.reload} />}
      <Table
        label="Plans"
        columns={columns}
        rows={list.items}
        rowKey={(row) => row.ref}
        rowName={(row) => row.title}
        loading={list.isLoading}
        empty={
          <EmptyState
            sentence="No plan has been begun yet."
            action={<Button onClick={() => setAdding(true)}>Begin a plan</Button>}
            example="“Plan FY2027”, led by Corporate Strategy, confidential until it is adopted."
          />
        }
      />
      <LoadMore
        shown={list.items.length}
        hasMore={list.hasMore}
        loading={list.isLoadingMore}
        onMore={list.loadMore}
      />
      {adding && <PlanDialog onClose={() => setAdding(false)} />}
    </>
  );
}
