import type { OperationOf, OutputOf } from '@throughline/contract';
import { useState } from 'react';
import { shownProblem } from '../../api/problem.ts';
import { useWrite } from '../../api/use-operation.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { FileButton } from '../../ui/file-button.tsx';
import { Status } from '../../ui/status.tsx';
import { Table, type TableColumn } from '../../ui/table.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { figure } from './figure.ts';

type Row = OutputOf<OperationOf<'catalog.checkMetricCsv'>>['rows'][number];

const effects = {
  new: { tone: 'on-track', word: 'New' },
  correction: { tone: 'waiting', word: 'Corrects' },
  unchanged: { tone: 'not-started', word: 'Unchanged' },
  refused: { tone: 'off-track', word: 'Refused' },
} as const;

const columns: readonly TableColumn<Row>[] = [
  { id: 'line', header: 'Line', align: 'end', width: '4rem', cell: (row) => row.line },
  { id: 'on', header: 'Day', width: '8rem', cell: (row) => row.on || '–' },
  {
    id: 'value',
    header: 'Value',
    align: 'end',
    width: '7rem',
    cell: (row) => (row.value === null ? '–' : figure(row.value)),
  },
  {
    id: 'effect',
    header: 'Effect',
    width: '8rem',
    cell: (row) => <Status {...effects[row.effect]} plain />,
  },
  { id: 'says', header: 'Note', cell: (row) => row.fault ?? (row.note || '–') },
];

/** Uploads a CSV of values: first what each row would do, then all of them or none. */
export function UploadValuesDialog({
  metric,
  onClose,
}: {
  readonly metric: { readonly ref: string; readonly title: string };
  readonly onClose: () => void;
}) {
  const check = useWrite('catalog.checkMetricCsv');
  const record = useWrite('catalog.importMetricCsv');
  const [csv, setCsv] = useState('');
  const params = { id: metric.ref };
  const rows = check.data?.rows;
  const faults = check.data?.faults ?? 0;
  const changes = rows?.filter(({ effect }) => effect === 'new' || effect === 'correction').length;
  const look = (text: string) => {
    setCsv(text);
    check.reset();
    record.reset();
    if (text.trim() !== '') check.mutate({ params, body: { csv: text } });
  };
  const error = record.error ?? check.error;
  return (
    <Dialog
      open
      onOpenChange={onClose}
      size="lg"
      title={`Upload values of ${metric.title}`}
      description="A CSV with the columns day, value and, where wanted, note. Nothing is recorded before you say so, and then all rows or none."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            tone="primary"
            busy={record.isPending}
            disabled={!changes || faults > 0}
            onClick={() => record.mutate({ params, body: { csv } }, { onSuccess: onClose })}
          >
            {changes && faults === 0
              ? `Record ${changes} value${changes === 1 ? '' : 's'}`
              : 'Record'}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <div>
          <FileButton accept=".csv,text/csv" onFiles={([chosen]) => void chosen?.text().then(look)}>
            Choose a file
          </FileButton>
        </div>
        <TextArea
          label="Or paste it"
          mono
          rows={4}
          placeholder={'day,value,note\n2026-11-23,1200,'}
          value={csv}
          onValueChange={(text) => {
            setCsv(text);
            check.reset();
          }}
          onBlur={() => !rows && csv.trim() !== '' && look(csv)}
        />
        {csv.trim() !== '' && !rows && (
          <div>
            <Button size="sm" busy={check.isPending} onClick={() => look(csv)}>
              Check the rows
            </Button>
          </div>
        )}
        {error && <ErrorState problem={shownProblem(error)} compact />}
        {rows && (
          <>
            <p aria-live="polite" className="text-secondary">
              {faults > 0
                ? `${faults} of ${rows.length} rows can’t be recorded: correct them, and nothing else is lost.`
                : `${changes} of ${rows.length} rows change something.`}
            </p>
            <div className="max-h-80 overflow-auto">
              <Table
                label="Rows of the file"
                columns={columns}
                rows={faults > 0 ? rows.filter(({ fault }) => fault !== null) : rows}
                rowKey={(row) => String(row.line)}
                rowName={(row) => `Line ${row.line}`}
              />
            </div>
          </>
        )}
      </div>
    </Dialog>
  );
}
