import type { Fault, Problem } from '../../api/problem.ts';
import { ErrorState } from '../../ui/error-state.tsx';
import { Mono } from '../../ui/mono.tsx';
import { Table, type TableColumn } from '../../ui/table.tsx';

type Row = Fault & { readonly index: number };

const columns: readonly TableColumn<Row>[] = [
  {
    id: 'file',
    header: 'File',
    cell: (row) => <Mono>{row.file ?? row.where}</Mono>,
    width: '16rem',
  },
  { id: 'record', header: 'Record', cell: (row) => row.record || '–', width: '14rem' },
  { id: 'field', header: 'Field', cell: (row) => row.field || '–', width: '14rem' },
  { id: 'message', header: 'What is wrong', cell: (row) => row.message },
];

const keyOf = (row: Row) => String(row.index);
const nameOf = (row: Row) => row.where;

/** Why nothing was imported: every fault with its file and record, or the problem as a whole. */
export function ImportFaults({ error }: { readonly error: Problem }) {
  if (error.code !== 'import.invalid' || error.faults.length === 0) {
    return (
      <ErrorState
        problem={{
          title: error.title,
          detail: error.message,
          requestId: error.requestId,
        }}
      />
    );
  }
  return (
    <>
      <ErrorState
        problem={{
          title: error.title,
          remedy: 'Nothing was changed. Correct the files, then choose them again.',
        }}
      />
      <Table
        label="Faults in the files"
        columns={columns}
        rows={error.faults.map((fault, index) => ({ ...fault, index }))}
        rowKey={keyOf}
        rowName={nameOf}
      />
    </>
  );
}
