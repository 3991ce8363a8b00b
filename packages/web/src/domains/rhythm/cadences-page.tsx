import { useState } from 'react';
import { shownProblem } from '../../api/problem.ts';
import { useList } from '../../api/use-operation.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { LoadMore } from '../../ui/load-more.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { CadenceDialog } from './cadence-dialog.tsx';
import { CadenceTable } from './cadence-table.tsx';
import { MeetingLoad } from './meeting-load.tsx';

/** Which unit holds which cycle. */
export function CadencesPage() {
  const list = useList('rhythm.listCadences', { query: {} });
  const [adding, setAdding] = useState(false);
  return (
    <>
      <PageHeader
        title="Cadences"
        description="Which unit holds which cycle, when next, and where what isn’t settled rises to."
        actions={
          <Button tone="primary" icon="plus" onClick={() => setAdding(true)}>
            Add a cadence
          </Button>
        }
      />
      {list.problem && <ErrorState problem={shownProblem(list.problem)} onRetry={list.reload} />}
      <CadenceTable
        rows={list.items}
        loading={list.isLoading}
        empty={
          <EmptyState
            sentence="No unit holds a cycle yet."
            action={<Button onClick={() => setAdding(true)}>Add a cadence</Button>}
            example="“Engineering Operational Review” of Resource Management, Wednesdays at 11:00."
          />
        }
      />
      <LoadMore
        shown={list.items.length}
        hasMore={list.hasMore}
        loading={list.isLoadingMore}
        onMore={list.loadMore}
      />
      <MeetingLoad />
      {adding && <CadenceDialog onClose={() => setAdding(false)} />}
    </>
  );
}
