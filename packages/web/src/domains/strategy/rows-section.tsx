import type { ReactNode } from 'react';
import { Section } from '../../ui/section.tsx';
import { Table, type TableColumn } from '../../ui/table.tsx';

/** A section with a table of what stands in a view already; a sentence where there is nothing. */
export function RowsSection<Row extends { readonly ref: string; readonly title: string }>({
  title,
  rows,
  columns,
  none,
  actions,
}: {
  readonly title: string;
  readonly rows: readonly Row[];
  readonly columns: readonly TableColumn<Row>[];
  readonly none: string;
  readonly actions?: ReactNode;
}) {
  return (
    <Section title={title} actions={actions}>
      {rows.length === 0 ? (
        <p className="text-secondary">{none}</p>
      ) : (
        <Table
          label={title}
          columns={columns}
          rows={rows}
          rowKey={(row) => row.ref}
          rowName={(row) => row.title}
        />
      )}
    </Section>
  );
}
