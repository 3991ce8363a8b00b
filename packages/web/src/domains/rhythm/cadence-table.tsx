import type { OperationOf, OutputOf } from '@throughline/contract';
import type { ReactNode } from 'react';
import { entityAddress } from '../../api/entity-address.ts';
import { EntityLink } from '../../entity/entity-link.tsx';
import { Table, type TableColumn } from '../../ui/table.tsx';
import { TextLink } from '../../ui/text-link.tsx';
import { PlainDate } from '../../ui/time.tsx';

type CadenceRow = OutputOf<OperationOf<'rhythm.listCadences'>>['items'][number];

const columns: readonly TableColumn<CadenceRow>[] = [
  { id: 'title', header: 'Cadence', cell: (row) => <EntityLink entity={row} /> },
  { id: 'rule', header: 'When', cell: (row) => row.ruleSays },
  { id: 'time', header: 'At', cell: (row) => row.timeSays },
  {
    id: 'parent',
    header: 'Rises to',
    cell: (row) => (row.parent ? <EntityLink entity={row.parent} /> : 'Nowhere'),
  },
  {
    id: 'next',
    header: 'Next',
    width: '9rem',
    cell: (row) =>
      row.next ? (
        <TextLink href={entityAddress(row.next.ref)}>
          <PlainDate date={row.next.date} />
        </TextLink>
      ) : row.eventDriven ? (
        'When it is due'
      ) : (
        'Not scheduled'
      ),
  },
];

/** Cadences: which unit holds which cycle, when, and where it rises to. */
export function CadenceTable({
  rows,
  loading = false,
  empty,
}: {
  readonly rows: readonly CadenceRow[];
  readonly loading?: boolean;
  readonly empty: ReactNode;
}) {
  return (
    <Table
      label="Cadences"
      columns={columns}
      rows={rows}
      rowKey={(row) => row.ref}
      rowName={(row) => row.title}
      loading={loading}
      empty={empty}
    />
  );
}
