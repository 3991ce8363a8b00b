import type { OperationOf, OutputOf } from '@throughline/contract';
import { entityAddress } from '../../api/entity-address.ts';
import { shownProblem } from '../../api/problem.ts';
import { useList } from '../../api/use-operation.ts';
import { Badge } from '../../ui/badge.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { LoadMore } from '../../ui/load-more.tsx';
import { Table, type TableColumn } from '../../ui/table.tsx';
import { TextLink } from '../../ui/text-link.tsx';
import { Age } from '../../ui/time.tsx';
import { CommitName } from './commit-name.tsx';

type Row = OutputOf<OperationOf<'release.listBranches'>>['items'][number];

const columnsOf = (repository: string): readonly TableColumn<Row>[] => [
  {
    id: 'name',
    header: 'Branch',
    cell: (row) => (
      <span className="inline-flex flex-wrap items-center gap-2">
        <TextLink
          quiet
          className="font-mono font-medium"
          href={`/repositories/${repository}?tab=commits&branch=${encodeURIComponent(row.name)}`}
        >
          {row.name}
        </TextLink>
        {row.isDefault && <Badge>Default</Badge>}
      </span>
    ),
  },
  { id: 'sha', header: 'Commit', width: '8rem', cell: (row) => <CommitName sha={row.sha} /> },
  {
    id: 'change',
    header: 'Change',
    width: '8rem',
    cell: (row) =>
      row.change === null ? '–' : <TextLink href={entityAddress(row.change)}>Open</TextLink>,
  },
  { id: 'at', header: 'Changed', width: '7rem', align: 'end', cell: (row) => <Age at={row.at} /> },
];

/** The branches of a repository, the last changed first. */
export function RepositoryBranches({ repository }: { readonly repository: string }) {
  const list = useList('release.listBranches', { params: { id: repository }, query: {} });
  return (
    <>
      {list.problem && <ErrorState problem={shownProblem(list.problem)} onRetry={list.reload} />}
      <Table
        label="Branches"
        rows={list.items}
        rowKey={(row) => row.name}
        rowName={(row) => row.name}
        loading={list.isLoading}
        columns={columnsOf(repository)}
        empty={
          <EmptyState
            sentence="No branch has been fetched yet. Push one, or fetch now."
            example="main, and feature/faster-cart beside it."
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
