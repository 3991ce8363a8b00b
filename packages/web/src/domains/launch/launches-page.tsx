import { useSearchState } from '../../api/use-search-state.ts';
import type { OperationOf, OutputOf } from '@throughline/contract';
import { useList } from '../../api/use-operation.ts';
import { EntityLink } from '../../entity/entity-link.tsx';
import { EntityLinks } from '../../entity/entity-links.tsx';
import { EntityStatus } from '../../entity/entity-status.tsx';
import { ListPage } from '../../entity/list-page.tsx';
import { Badge } from '../../ui/badge.tsx';
import type { TableColumn } from '../../ui/table.tsx';
import { PlainDate } from '../../ui/time.tsx';
import { NewLaunch } from './new-launch.tsx';
import { launchStateOptions } from './words.ts';

type Row = OutputOf<OperationOf<'launch.listLaunches'>>['items'][number];

const columns: readonly TableColumn<Row>[] = [
  { id: 'title', header: 'Launch', cell: (row) => <EntityLink entity={row} /> },
  { id: 'launches', header: 'Launches', cell: (row) => <EntityLinks entities={row.launches} /> },
  { id: 'tier', header: 'Tier', cell: (row) => row.tier, align: 'end', width: '5rem' },
  { id: 't0', header: 'T0', cell: (row) => <PlainDate date={row.targetOn} />, width: '9rem' },
  {
    id: 'state',
    header: 'State',
    cell: (row) => (
      <span className="flex gap-2">
        <EntityStatus state={row.state} plain />
        {row.hold !== null && <Badge>On hold</Badge>}
      </span>
    ),
    width: '12rem',
  },
  {
    id: 'owner',
    header: 'Owner',
    cell: (row) => (row.ownerUnit ? <EntityLink entity={row.ownerUnit} /> : '–'),
  },
];

/** Launches, newest first. */
export function LaunchesPage() {
  const [search, change] = useSearchState();
  const state = launchStateOptions.find(({ value }) => value === search['state'])?.value;
  const list = useList('launch.listLaunches', { query: state ? { state } : {} });
  return (
    <ListPage
      title="Launches"
      description="How features reach the market: what has to be ready by when, and whether it may go."
      add="Plan a launch"
      addDialog={(close) => <NewLaunch onClose={close} />}
      filters={[{ id: 'state', label: 'State', value: state, options: launchStateOptions }]}
      onFilterChange={(id, value) => change({ [id]: value })}
      list={list}
      columns={columns}
      none="No launch is planned yet."
      example="“Resource planning”, tier 2, T0 in ten weeks: its items and their dates follow."
    />
  );
}
