import type { OperationOf, OutputOf } from '@throughline/contract';
import { shownProblem } from '../../api/problem.ts';
import { useList } from '../../api/use-operation.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { LoadMore } from '../../ui/load-more.tsx';
import { Mono } from '../../ui/mono.tsx';
import { Table, type TableColumn } from '../../ui/table.tsx';
import { Age } from '../../ui/time.tsx';
import { CommitName } from './commit-name.tsx';

type Row = OutputOf<OperationOf<'release.listTags'>>['items'][number];

const columns: readonly TableColumn<Row>[] = [
  { id: 'name', header: 'Tag', width: '14rem', cell: (row) => <Mono>{row.name}</Mono> },
  { id: 'sha', header: 'Commit', width: '8rem', cell: (row) => <CommitName sha={row.sha} /> },
  { id: 'subject', header: 'Subject', cell: (row) => row.subject ?? '–' },
  {
    id: 'at',
    header: 'When',
    width: '7rem',
    align: 'end',
    cell: (row) => (row.at === null ? '–' : <Age at={row.at} />),
  },
];

/** The tags of a repository, the newest first. */
export function RepositoryTags({ repository }: { readonly repository: string }) {
  const list = useList('release.listTags', { params: { id: repository }, query: {} });
  return (
    <>
      {list.problem && <ErrorState problem={shownProblem(list.problem)} onRetry={list.reload} />}
      <Table
        label="Tags"
        rows={list.items}
        rowKey={(row) => row.name}
        rowName={(row) => row.name}
        loading={list.isLoading}
        columns={columns}
        empty={
          <EmptyState
            sentence="The repository has no tag yet. Cutting a release makes one."
            example="v1.4.0 at 0a1b2c3d."
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
