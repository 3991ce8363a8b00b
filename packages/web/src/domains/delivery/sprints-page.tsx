import type { OperationOf, OutputOf } from '@throughline/contract';
import { useState } from 'react';
import { shownProblem } from '../../api/problem.ts';
import { useList } from '../../api/use-operation.ts';
import { EntityLink } from '../../entity/entity-link.tsx';
import { EntityStatus } from '../../entity/entity-status.tsx';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { LoadMore } from '../../ui/load-more.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Table, type TableColumn } from '../../ui/table.tsx';
import { PlainDate } from '../../ui/time.tsx';
import { SprintDialog } from './sprint-dialog.tsx';

type Sprint = OutputOf<OperationOf<'delivery.listSprints'>>['items'][number];

const columns: readonly TableColumn<Sprint>[] = [
  { id: 'title', header: 'Sprint', cell: (row) => <EntityLink entity={row} /> },
  { id: 'team', header: 'Team', cell: (row) => row.ownerUnit?.title ?? 'Nobody' },
  { id: 'from', header: 'From', cell: (row) => <PlainDate date={row.startsOn} /> },
  { id: 'to', header: 'To', cell: (row) => <PlainDate date={row.endsOn} /> },
  { id: 'planned', header: 'Planned', align: 'end', cell: (row) => row.planned },
  { id: 'done', header: 'Done', align: 'end', cell: (row) => row.done },
  { id: 'state', header: 'State', cell: (row) => <EntityStatus state={row.state} plain /> },
];

/** Sprints of all teams, the latest first. */
export function SprintsPage() {
  const list = useList('delivery.listSprints', { query: {} });
  const [adding, setAdding] = useState(false);
  return (
    <>
      <PageHeader
        title="Sprints"
        description="What teams committed to, and how it went."
        actions={
          <Button tone="primary" icon="plus" onClick={() => setAdding(true)}>
            Plan a sprint
          </Button>
        }
      />
      {list.problem && <ErrorState problem={shownProblem(list.problem)} onRetry={list.reload} />}
      <Table
        label="Sprints"
        columns={columns}
        rows={list.items}
        rowKey={(row) => row.ref}
        rowName={(row) => row.title}
        loading={list.isLoading}
        empty={
          <EmptyState
            sentence="No sprint has been planned yet."
            action={<Button onClick={() => setAdding(true)}>Plan a sprint</Button>}
          />
        }
      />
      <LoadMore
        shown={list.items.length}
        hasMore={list.hasMore}
        loading={list.isLoadingMore}
        onMore={list.loadMore}
      />
      {adding && <SprintDialog onClose={() => setAdding(false)} />}
    </>
  );
}
