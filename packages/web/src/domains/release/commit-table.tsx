import type { OperationOf, OutputOf } from '@throughline/contract';
import { entityAddress } from '../../api/entity-address.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Table, type TableColumn } from '../../ui/table.tsx';
import { TextLink } from '../../ui/text-link.tsx';
import { Age } from '../../ui/time.tsx';
import { CommitName } from './commit-name.tsx';

type Commit = OutputOf<OperationOf<'release.listCommits'>>['items'][number];

const columns: readonly TableColumn<Commit>[] = [
  { id: 'sha', header: 'Commit', width: '8rem', cell: (row) => <CommitName sha={row.sha} /> },
  { id: 'subject', header: 'Subject', cell: (row) => row.subject },
  { id: 'author', header: 'Author', width: '12rem', cell: (row) => row.author },
  {
    id: 'change',
    header: 'Change',
    width: '7rem',
    cell: (row) =>
      row.change === null ? '–' : <TextLink href={entityAddress(row.change)}>Open</TextLink>,
  },
  { id: 'at', header: 'When', width: '7rem', align: 'end', cell: (row) => <Age at={row.at} /> },
];

const withoutChange = columns.filter(({ id }) => id !== 'change');

/** Commits, one on each row. */
export function CommitTable({
  commits,
  loading,
  ofChange = false,
}: {
  readonly commits: readonly Commit[];
  readonly loading: boolean;
  /** On the page of a change, which need not be named on each row. */
  readonly ofChange?: boolean;
}) {
  return (
    <Table
      label="Commits"
      rows={commits}
      rowKey={(row) => row.sha}
      rowName={(row) => row.subject}
      loading={loading}
      columns={ofChange ? withoutChange : columns}
      empty={
        <EmptyState
          sentence="There is no commit here."
          example="feat(cart): count items once, by Ada, an hour ago."
        />
      }
    />
  );
}
