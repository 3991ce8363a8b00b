import { useNavigate } from '@tanstack/react-router';
import type { OperationOf, OutputOf } from '@throughline/contract';
import { entityAddress } from '../../api/entity-address.ts';
import { shownProblem } from '../../api/problem.ts';
import { useList } from '../../api/use-operation.ts';
import { EntityStatus } from '../../entity/entity-status.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { LoadMore } from '../../ui/load-more.tsx';
import { Section } from '../../ui/section.tsx';
import { Table, type TableColumn } from '../../ui/table.tsx';
import { TextLink } from '../../ui/text-link.tsx';
import { strategyWords } from './backport-words.ts';
import { HotfixList } from './hotfix-list.tsx';
import { OpenLine } from './open-line.tsx';
import type { RepositoryView } from './release-types.ts';

type Row = OutputOf<OperationOf<'release.listReleaseLines'>>['items'][number];

const columns: readonly TableColumn<Row>[] = [
  {
    id: 'series',
    header: 'Line',
    width: '12rem',
    cell: (row) => (
      <TextLink quiet className="font-mono font-medium" href={entityAddress(row.ref)}>
        {row.branch}
      </TextLink>
    ),
  },
  {
    id: 'state',
    header: 'State',
    width: '9rem',
    cell: (row) => <EntityStatus plain state={row.state} />,
  },
  {
    id: 'until',
    header: 'Supported until',
    width: '10rem',
    cell: (row) => row.supportedUntil ?? (row.state === 'ended' ? '–' : 'No end set'),
  },
  { id: 'strategy', header: 'Patches', cell: (row) => strategyWords[row.strategy] },
  {
    id: 'release',
    header: 'Latest',
    width: '8rem',
    cell: (row) =>
      row.latestRelease === null ? (
        '–'
      ) : (
        <TextLink quiet className="font-mono" href={entityAddress(row.latestRelease.ref)}>
          {row.latestRelease.version}
        </TextLink>
      ),
  },
  {
    id: 'unreleased',
    header: 'Unreleased',
    width: '7rem',
    align: 'end',
    cell: (row) => row.unreleased,
  },
  {
    id: 'waiting',
    header: 'In conflict',
    width: '7rem',
    align: 'end',
    cell: (row) => row.waiting,
  },
  {
    id: 'forward',
    header: 'Not on main',
    width: '7rem',
    align: 'end',
    cell: (row) => row.notForward,
  },
];

/** The release lines of a repository, the newest series first, and its hotfixes. */
export function LineList({ repository }: { readonly repository: RepositoryView }) {
  const navigate = useNavigate();
  const list = useList('release.listReleaseLines', { query: { repository: repository.ref } });
  return (
    <>
      <Section
        title="Release lines"
        note="branches on which released versions are kept alive"
        actions={<OpenLine repository={repository} />}
      >
        {list.problem && <ErrorState problem={shownProblem(list.problem)} onRetry={list.reload} />}
        <Table
          label="Release lines"
          rows={list.items}
          rowKey={(row) => row.ref}
          rowName={(row) => row.title}
          onOpen={(row) => void navigate({ to: entityAddress(row.ref) })}
          loading={list.isLoading}
          columns={columns}
          empty={
            <EmptyState
              sentence="There is no release line yet. A branch named release/1.4 becomes one, or open one here."
              example="release/1.4, from version 1.4.0 on, until the last day of June."
            />
          }
        />
        <LoadMore
          shown={list.items.length}
          hasMore={list.hasMore}
          loading={list.isLoadingMore}
          onMore={list.loadMore}
        />
      </Section>
      <HotfixList repository={repository.ref} />
    </>
  );
}
