import { Table, type TableColumn } from '../../ui/table.tsx';
import type { Review } from './rhythm-types.ts';

type Point = Review['agenda'][number] & { readonly place: number };

const columns: readonly TableColumn<Point>[] = [
  { id: 'title', header: 'Point', cell: (row) => row.title },
  { id: 'minutes', header: 'Minutes', align: 'end', width: '6rem', cell: (row) => row.minutes },
  { id: 'sections', header: 'Sections', cell: (row) => row.sections.join(', ') || '–' },
];

/** An agenda with its minutes. */
export function AgendaTable({ agenda }: { readonly agenda: Review['agenda'] }) {
  return (
    <Table
      label="Agenda"
      columns={columns}
      rows={agenda.map((point, place) => ({ ...point, place }))}
      rowKey={(row) => `${row.place}`}
      rowName={(row) => row.title}
    />
  );
}
