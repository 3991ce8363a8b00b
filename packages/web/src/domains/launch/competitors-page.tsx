import { useSearchState } from '../../api/use-search-state.ts';
import type { OperationOf, OutputOf } from '@throughline/contract';
import { useList } from '../../api/use-operation.ts';
import { EntityLink } from '../../entity/entity-link.tsx';
import { EntityStatus } from '../../entity/entity-status.tsx';
import { ListPage } from '../../entity/list-page.tsx';
import type { TableColumn } from '../../ui/table.tsx';
import { CompetitorDialog } from './competitor-dialog.tsx';
import { competitorStateOptions } from './words.ts';

type Row = OutputOf<OperationOf<'launch.listCompetitors'>>['items'][number];

const columns: readonly TableColumn<Row>[] = [
  { id: 'title', header: 'Competitor', cell: (row) => <EntityLink entity={row} /> },
  {
    id: 'owner',
    header: 'Watched by',
    cell: (row) => (row.ownerUnit ? <EntityLink entity={row.ownerUnit} /> : '–'),
  },
  { id: 'lines', header: 'Lines', cell: (row) => row.lines, align: 'end', width: '6rem' },
  { id: 'stale', header: 'Stale', cell: (row) => row.staleLines, align: 'end', width: '6rem' },
  {
    id: 'state',
    header: 'State',
    cell: (row) => <EntityStatus state={row.state} plain />,
    width: '8rem',
  },
];

/** Competitors with their battlecards. */
export function CompetitorsPage() {
  const [search, change] = useSearchState();
  const state = competitorStateOptions.find(({ value }) => value === search['state'])?.value;
  const list = useList('launch.listCompetitors', { query: state ? { state } : {} });
  return (
    <ListPage
      title="Competitors"
      description="Who else customers could choose, and what is true of them, with source and date."
      add="Add a competitor"
      addDialog={(close) => <CompetitorDialog onClose={close} />}
      filters={[{ id: 'state', label: 'State', value: state, options: competitorStateOptions }]}
      onFilterChange={(id, value) => change({ [id]: value })}
      list={list}
      columns={columns}
      none="No competitor is known yet."
      example="A line that may be shared, “No offline drawings”, from their own documentation, last Tuesday."
    />
  );
}
