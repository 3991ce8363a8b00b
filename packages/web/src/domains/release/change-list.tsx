import type { OperationOf, OutputOf } from '@throughline/contract';
import { useNavigate } from '@tanstack/react-router';
import { entityAddress } from '../../api/entity-address.ts';
import { shownProblem } from '../../api/problem.ts';
import { useList } from '../../api/use-operation.ts';
import { EntityLink } from '../../entity/entity-link.tsx';
import { EntityStatus } from '../../entity/entity-status.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { LoadMore } from '../../ui/load-more.tsx';
import { Mono } from '../../ui/mono.tsx';
import { Table, type TableColumn } from '../../ui/table.tsx';
import { TextLink } from '../../ui/text-link.tsx';
import { Age } from '../../ui/time.tsx';

type Row = OutputOf<OperationOf<'release.listChanges'>>['items'][number];

const columns: readonly TableColumn<Row>[] = [
  {
    id: 'title',
    header: 'Change',
    cell: (row) => (
      <>
        <TextLink quiet className="font-medium" href={entityAddress(row.ref)}>
          {row.title}
        </TextLink>
        {row.branch !== null && (
          <span className="block truncate text-xs text-tertiary">
            <Mono>{row.branch}</Mono>
          </span>
        )}
      </>
    ),
  },
  {
    id: 'state',
    header: 'State',
    width: '8rem',
    cell: (row) => <EntityStatus state={row.state} plain />,
  },
  {
    id: 'implements',
    header: 'Implements',
    cell: (row) =>
      row.implements.length === 0 ? (
        <span className="text-tertiary">Nothing named yet</span>
      ) : (
        row.implements.map((work, at) => (
          <span key={work.ref}>
            {at > 0 && ', '}
            <EntityLink entity={work} />
          </span>
        ))
      ),
  },
  {
    id: 'commits',
    header: 'Commits',
    width: '6rem',
    align: 'end',
    cell: (row) => row.commits,
  },
  { id: 'author', header: 'Author', width: '10rem', cell: (row) => row.author },
  {
    id: 'updated',
    header: 'Updated',
    width: '7rem',
    align: 'end',
    cell: (row) => <Age at={row.updatedAt} />,
  },
];

const withRepository: readonly TableColumn<Row>[] = columns.toSpliced(1, 0, {
  id: 'repository',
  header: 'Repository',
  width: '12rem',
  cell: (row) => <EntityLink entity={row.repository} />,
});

/** Changes, the last updated first: the open ones of a repository, or of all in a state. */
export function ChangeList({
  repository,
  everywhere = false,
  state = everywhere ? undefined : 'open',
}: {
  readonly repository?: string | undefined;
  /** On the page of all changes: says where each is. */
  readonly everywhere?: boolean;
  readonly state?: Row['state'] | undefined;
}) {
  const navigate = useNavigate();
  const list = useList('release.listChanges', {
    query: { ...(repository ? { repository } : {}), ...(state ? { state } : {}) },
  });
  return (
    <>
      {list.problem && <ErrorState problem={shownProblem(list.problem)} onRetry={list.reload} />}
      <Table
        label="Changes"
        rows={list.items}
        rowKey={(row) => row.ref}
        rowName={(row) => row.title}
        onOpen={(row) => void navigate({ to: entityAddress(row.ref) })}
        loading={list.isLoading}
        columns={everywhere ? withRepository : columns}
        empty={
          <EmptyState
            sentence={
              state === undefined
                ? 'There is no change yet. A branch with commits of its own becomes one.'
                : `No change is ${state}. A branch with commits of its own becomes one.`
            }
            example="feature/faster-cart, three commits for the initiative “Faster checkout”."
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
