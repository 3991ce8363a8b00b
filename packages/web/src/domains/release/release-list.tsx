import type { OperationOf, OutputOf } from '@throughline/contract';
import { useNavigate } from '@tanstack/react-router';
import { entityAddress } from '../../api/entity-address.ts';
import { shownProblem } from '../../api/problem.ts';
import { useList } from '../../api/use-operation.ts';
import { EntityLink } from '../../entity/entity-link.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { LoadMore } from '../../ui/load-more.tsx';
import { Mono } from '../../ui/mono.tsx';
import { Status } from '../../ui/status.tsx';
import { Table, type TableColumn } from '../../ui/table.tsx';
import { TextLink } from '../../ui/text-link.tsx';
import { Age } from '../../ui/time.tsx';
import { CommitName } from './commit-name.tsx';

type Row = OutputOf<OperationOf<'release.listReleases'>>['items'][number];

const looks = {
  cutting: ['running', 'Cutting'],
  cut: ['done', 'Cut'],
  failed: ['off-track', 'Failed'],
} as const;

const columns: readonly TableColumn<Row>[] = [
  {
    id: 'version',
    header: 'Release',
    cell: (row) => (
      <TextLink quiet className="font-medium" href={entityAddress(row.ref)}>
        {row.title}
      </TextLink>
    ),
  },
  {
    id: 'state',
    header: 'State',
    width: '8rem',
    cell: (row) => {
      const [tone, word] = looks[row.state];
      return <Status plain tone={tone} word={word} />;
    },
  },
  { id: 'tag', header: 'Tag', width: '10rem', cell: (row) => <Mono>{row.tag}</Mono> },
  { id: 'sha', header: 'Commit', width: '8rem', cell: (row) => <CommitName sha={row.sha} /> },
  {
    id: 'runs',
    header: 'Runs in',
    cell: (row) => (row.runsIn.length === 0 ? '–' : row.runsIn.join(', ')),
  },
  { id: 'at', header: 'Cut', width: '7rem', align: 'end', cell: (row) => <Age at={row.at} /> },
];

const withRepository: readonly TableColumn<Row>[] = columns.toSpliced(1, 0, {
  id: 'repository',
  header: 'Repository',
  width: '12rem',
  cell: (row) => <EntityLink entity={row.repository} />,
});

/** Releases, newest first: of a repository, or of all. */
export function ReleaseList({
  repository,
  everywhere = false,
}: {
  readonly repository?: string | undefined;
  /** On the page of all releases: says of what each is. */
  readonly everywhere?: boolean;
}) {
  const navigate = useNavigate();
  const list = useList('release.listReleases', { query: repository ? { repository } : {} });
  return (
    <>
      {list.problem && <ErrorState problem={shownProblem(list.problem)} onRetry={list.reload} />}
      <Table
        label="Releases"
        rows={list.items}
        rowKey={(row) => row.ref}
        rowName={(row) => row.title}
        onOpen={(row) => void navigate({ to: entityAddress(row.ref) })}
        loading={list.isLoading}
        columns={everywhere ? withRepository : columns}
        empty={
          <EmptyState
            sentence="No release has been cut yet. The page of a repository cuts one."
            example="checkout 1.4.0 with five changes and their notes, running in staging."
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
