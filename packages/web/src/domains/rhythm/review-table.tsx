import type { ReactNode } from 'react';
import { EntityLink } from '../../entity/entity-link.tsx';
import { EntityStatus } from '../../entity/entity-status.tsx';
import { Table, type TableColumn } from '../../ui/table.tsx';
import { Instant, PlainDate } from '../../ui/time.tsx';
import type { ReviewRow } from './rhythm-types.ts';

const columns: readonly TableColumn<ReviewRow>[] = [
  { id: 'title', header: 'Review', cell: (row) => <EntityLink entity={row} /> },
  { id: 'at', header: 'Starts', width: '14rem', cell: (row) => <Instant at={row.startsAt} /> },
  {
    id: 'preRead',
    header: 'Pre-read',
    width: '8rem',
    cell: (row) => <PlainDate date={row.preReadOn} />,
  },
  { id: 'unit', header: 'Unit', cell: (row) => row.unit.title },
  {
    id: 'state',
    header: 'State',
    width: '9rem',
    cell: (row) => <EntityStatus state={row.state} plain />,
  },
];

/** Reviews by their start. */
export function ReviewTable({
  rows,
  loading,
  empty,
}: {
  readonly rows: readonly ReviewRow[];
  readonly loading: boolean;
  readonly empty: ReactNode;
}) {
  return (
    <Table
      label="Reviews"
      columns={columns}
      rows={rows}
      rowKey={(row) => row.ref}
      rowName={(row) => row.title}
      loading={loading}
      empty={empty}
    />
  );
}
