import { useNavigate } from '@tanstack/react-router';
import type { OperationOf, OutputOf } from '@throughline/contract';
import { entityAddress } from '../../api/entity-address.ts';
import { shownProblem } from '../../api/problem.ts';
import { useList } from '../../api/use-operation.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { LoadMore } from '../../ui/load-more.tsx';
import { Mono } from '../../ui/mono.tsx';
import { Status } from '../../ui/status.tsx';
import { Table, type TableColumn } from '../../ui/table.tsx';
import { TextLink } from '../../ui/text-link.tsx';
import { Age } from '../../ui/time.tsx';
import { backportLooks } from './backport-words.ts';

type Row = OutputOf<OperationOf<'release.listBackports'>>['items'][number];

const columns: readonly TableColumn<Row>[] = [
  {
    id: 'title',
    header: 'Backport',
    cell: (row) => (
      <>
        <TextLink quiet className="font-medium" href={entityAddress(row.ref)}>
          {row.title}
        </TextLink>
        <span className="block text-xs text-tertiary">{row.says}</span>
      </>
    ),
  },
  { id: 'target', header: 'To', width: '12rem', cell: (row) => <Mono>{row.target}</Mono> },
  {
    id: 'state',
    header: 'State',
    width: '9rem',
    cell: (row) => <Status plain {...backportLooks[row.state]} />,
  },
  { id: 'by', header: 'Asked by', width: '10rem', cell: (row) => row.askedBy },
  {
    id: 'at',
    header: 'Asked',
    width: '7rem',
    align: 'end',
    cell: (row) => <Age at={row.askedAt} />,
  },
];

/** Backports and forward ports of a repository or a line, the newest first. */
export function BackportList(query: {
  readonly repository?: string | undefined;
  readonly line?: string | undefined;
}) {
  const navigate = useNavigate();
  const list = useList('release.listBackports', {
    query: {
      ...(query.repository ? { repository: query.repository } : {}),
      ...(query.line ? { line: query.line } : {}),
    },
  });
  return (
    <>
      {list.problem && <ErrorState problem={shownProblem(list.problem)} onRetry={list.reload} />}
      <Table
        label="Backports"
        rows={list.items}
        rowKey={(row) => row.ref}
        rowName={(row) => row.title}
        onOpen={(row) => void navigate({ to: entityAddress(row.ref) })}
        loading={list.isLoading}
        columns={columns}
        empty={
          <EmptyState
            sentence="No backport was asked for. A change’s page has the act; a label “backport 1.4” or a commit’s trailer “Backport-To: 1.4” ask as well."
            example="fix: round the total → 1.4, clean, waiting to be landed."
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
