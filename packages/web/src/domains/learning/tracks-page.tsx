import type { OperationOf, OutputOf } from '@throughline/contract';
import { shownProblem } from '../../api/problem.ts';
import { useList } from '../../api/use-operation.ts';
import { EntityLink } from '../../entity/entity-link.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { LoadMore } from '../../ui/load-more.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Progress } from '../../ui/progress.tsx';
import { Status } from '../../ui/status.tsx';
import { Table, type TableColumn } from '../../ui/table.tsx';

type Track = OutputOf<OperationOf<'learning.listTracks'>>['items'][number];

function Mine({ track }: { readonly track: Track }) {
  const { mine } = track;
  if (!mine) return <span className="text-secondary">Not enrolled</span>;
  if (mine.completedAt !== null) return <Status tone="done" word="Completed" plain />;
  return (
    <Progress
      label={`Your progress in ${track.title}`}
      labelHidden
      value={mine.done}
      max={track.modules}
      text={`${mine.done} of ${track.modules}`}
    />
  );
}

const columns: readonly TableColumn<Track>[] = [
  { id: 'title', header: 'Track', cell: (row) => <EntityLink entity={row} /> },
  { id: 'audience', header: 'For', cell: (row) => row.audience.says },
  { id: 'modules', header: 'Modules', align: 'end', width: '6rem', cell: (row) => row.modules },
  { id: 'mine', header: 'You', width: '14rem', cell: (row) => <Mine track={row} /> },
  {
    id: 'overdue',
    header: 'Overdue',
    width: '7rem',
    cell: (row) =>
      row.mine && row.mine.overdue > 0 ? (
        <Status tone="at-risk" word={`${row.mine.overdue} overdue`} plain />
      ) : (
        '–'
      ),
  },
];

/** Learning tracks, and how far one is oneself. */
export function TracksPage() {
  const list = useList('learning.listTracks', { query: {} });
  return (
    <>
      <PageHeader
        title="Tracks"
        description="What there is to learn here, in an order that makes sense. Whoever joins a unit is enrolled in its tracks."
      />
      {list.problem && <ErrorState problem={shownProblem(list.problem)} onRetry={list.reload} />}
      <Table
        label="Tracks"
        columns={columns}
        rows={list.items}
        rowKey={(row) => row.ref}
        rowName={(row) => row.title}
        loading={list.isLoading}
        empty={
          <EmptyState
            sentence="There is no track yet: import a learning folder with the organisation."
            example="“Welcome to P&T”: six modules in the first thirty days, each with a quiz."
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
