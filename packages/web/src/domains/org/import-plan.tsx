import type { ImportChange, ImportPlan } from '@throughline/contract';
import { Badge } from '../../ui/badge.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Mono } from '../../ui/mono.tsx';
import { Table, type TableColumn } from '../../ui/table.tsx';

const columns: readonly TableColumn<ImportChange>[] = [
  { id: 'what', header: 'What', cell: (row) => <Badge>{row.what}</Badge>, width: '7rem' },
  {
    id: 'record',
    header: 'Record',
    cell: (row) => (
      <>
        {row.title} <Mono>{row.key}</Mono>
      </>
    ),
  },
  { id: 'says', header: 'What changes', cell: (row) => row.says || '–' },
  { id: 'file', header: 'File', cell: (row) => <Mono>{row.file}</Mono>, width: '16rem' },
];

const keyOf = (row: ImportChange) => `${row.file} ${row.key} ${row.what}`;
const nameOf = (row: ImportChange) => row.title;

/** The counts of a plan as a sentence: `12 created, 3 changed, 1 ended, 240 unchanged`. */
export function countsOf({ created, changed, ended, unchanged }: ImportPlan): string {
  return `${created} created, ${changed} changed, ${ended} ended, ${unchanged} unchanged`;
}

/** Every record that an import touches, in the order in which it happens. */
export function ImportPlanView({ plan }: { readonly plan: ImportPlan }) {
  return (
    <>
      {plan.unread.length > 0 && (
        <p className="text-secondary">
          No part of this installation reads {plan.unread.join(', ')}.
        </p>
      )}
      {plan.warnings.length > 0 && (
        <section aria-label="Warnings" className="flex flex-col gap-1">
          <p>This will be imported, and yet:</p>
          <ul className="list-disc pl-6">
            {plan.warnings.map(({ file, key, field, says }) => (
              <li key={`${file} ${key} ${field}`}>
                {says} <span className="text-secondary">({`${file}, ${key}, ${field}`})</span>
              </li>
            ))}
          </ul>
        </section>
      )}
      <Table
        label="Changes of this import"
        columns={columns}
        rows={plan.changes}
        rowKey={keyOf}
        rowName={nameOf}
        empty={
          <EmptyState sentence="The organisation is what these files say already: there is nothing to import." />
        }
      />
    </>
  );
}
