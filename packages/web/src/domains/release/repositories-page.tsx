import type { OperationOf, OutputOf } from '@throughline/contract';
import { useNavigate } from '@tanstack/react-router';
import { entityAddress } from '../../api/entity-address.ts';
import { shownProblem } from '../../api/problem.ts';
import { useList } from '../../api/use-operation.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { LoadMore } from '../../ui/load-more.tsx';
import { Mono } from '../../ui/mono.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { Table, type TableColumn } from '../../ui/table.tsx';
import { TextLink } from '../../ui/text-link.tsx';
import { Age } from '../../ui/time.tsx';
import { ConnectRepository } from './connect-repository.tsx';
import { RepositoryStatus } from './repository-status.tsx';

type Row = OutputOf<OperationOf<'release.listRepositories'>>['items'][number];

const columns: readonly TableColumn<Row>[] = [
  {
    id: 'title',
    header: 'Repository',
    cell: (row) => (
      <>
        <TextLink quiet className="font-medium" href={entityAddress(row.ref)}>
          {row.title}
        </TextLink>
        <span className="block truncate text-xs text-tertiary">
          <Mono>{row.address}</Mono>
        </span>
      </>
    ),
  },
  {
    id: 'state',
    header: 'State',
    width: '10rem',
    cell: (row) => <RepositoryStatus state={row.state} />,
  },
  {
    id: 'branch',
    header: 'Default branch',
    width: '10rem',
    cell: (row) => (row.defaultBranch === null ? '–' : <Mono>{row.defaultBranch}</Mono>),
  },
  {
    id: 'changes',
    header: 'Open changes',
    width: '8rem',
    align: 'end',
    cell: (row) => (
      <TextLink quiet href={`/changes?repository=${row.ref}&state=open`}>
        {row.openChanges}
      </TextLink>
    ),
  },
  {
    id: 'release',
    header: 'Latest release',
    width: '12rem',
    cell: (row) =>
      row.latestRelease === null ? (
        'None yet'
      ) : (
        <>
          <TextLink quiet className="font-mono" href={entityAddress(row.latestRelease.ref)}>
            {row.latestRelease.version}
          </TextLink>{' '}
          <span className="text-tertiary">
            <Age at={row.latestRelease.at} />
          </span>
        </>
      ),
  },
  {
    id: 'fetched',
    header: 'Fetched',
    width: '7rem',
    align: 'end',
    cell: (row) =>
      row.fetchedAt === null ? 'Not yet' : <Age at={row.fetchedAt} staleAfter={600} />,
  },
];

/** The connected repositories: how fresh, what is open, what was released last. */
export function RepositoriesPage() {
  const navigate = useNavigate();
  const list = useList('release.listRepositories', { query: {} });
  return (
    <>
      <PageHeader
        title="Repositories"
        description="Any Git remote. Each is fetched within the minute; its branches become changes, its tags releases."
        actions={<ConnectRepository />}
      />
      {list.problem && <ErrorState problem={shownProblem(list.problem)} onRetry={list.reload} />}
      <Table
        label="Repositories"
        rows={list.items}
        rowKey={(row) => row.ref}
        rowName={(row) => row.title}
        onOpen={(row) => void navigate({ to: entityAddress(row.ref) })}
        loading={list.isLoading}
        columns={columns}
        empty={
          <EmptyState
            sentence="No repository is connected yet."
            example="https://github.com/your-company/checkout.git, owned by the team that builds it."
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
