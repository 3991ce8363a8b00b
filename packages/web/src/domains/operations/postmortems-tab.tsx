import type { OperationOf, OutputOf } from '@throughline/contract';
import { useList } from '../../api/use-operation.ts';
import { useSearchState } from '../../api/use-search-state.ts';
import { EntityLink } from '../../entity/entity-link.tsx';
import { EntityStatus } from '../../entity/entity-status.tsx';
import { ListBody } from '../../entity/list-page.tsx';
import type { TableColumn } from '../../ui/table.tsx';
import { PlainDate } from '../../ui/time.tsx';
import { postmortemStateOptions } from './words.ts';

type Row = OutputOf<OperationOf<'operations.listPostmortems'>>['items'][number];

const columns: readonly TableColumn<Row>[] = [
  { id: 'title', header: 'Postmortem', cell: (row) => <EntityLink entity={row} /> },
  {
    id: 'state',
    header: 'State',
    width: '8rem',
    cell: (row) => <EntityStatus state={row.state} plain />,
  },
  {
    id: 'incident',
    header: 'Incident',
    cell: (row) => (row.incident ? <EntityLink entity={row.incident} /> : '–'),
  },
  {
    id: 'actions',
    header: 'Actions not done',
    align: 'end',
    width: '10rem',
    cell: (row) => `${row.openActions} of ${row.actions}`,
  },
  {
    id: 'published',
    header: 'Published',
    width: '9rem',
    cell: (row) =>
      row.publishedAt === null ? '–' : <PlainDate date={row.publishedAt.slice(0, 10)} />,
  },
];

/** Postmortems, newest first. */
export function PostmortemsTab() {
  const [search, change] = useSearchState();
  const state = postmortemStateOptions.find(({ value }) => value === search['state'])?.value;
  const list = useList('operations.listPostmortems', { query: state ? { state } : {} });
  return (
    <ListBody
      title="Postmortems"
      filters={[{ id: 'state', label: 'State', value: state, options: postmortemStateOptions }]}
      onFilterChange={(id, value) => change({ [id]: value })}
      list={list}
      columns={columns}
      none="No postmortem was written yet: an incident’s page drafts one from its timeline."
      example="“Postmortem: drawings do not open”, published, two of three actions done."
    />
  );
}
