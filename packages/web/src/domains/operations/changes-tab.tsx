import type { OperationOf, OutputOf } from '@throughline/contract';
import type { ReactNode } from 'react';
import { useList } from '../../api/use-operation.ts';
import { useSearchState } from '../../api/use-search-state.ts';
import { EntityLink } from '../../entity/entity-link.tsx';
import { EntityLinks } from '../../entity/entity-links.tsx';
import { EntityStatus } from '../../entity/entity-status.tsx';
import { ListBody } from '../../entity/list-page.tsx';
import { Badge } from '../../ui/badge.tsx';
import type { TableColumn } from '../../ui/table.tsx';
import { Instant } from '../../ui/time.tsx';
import { changeStateOptions, riskOptions, wordOf } from './words.ts';

type Row = OutputOf<OperationOf<'operations.listInfrastructureChanges'>>['items'][number];

/** How planned changes stand in a table, here and on a service's page. */
export const changeColumns: readonly TableColumn<Row>[] = [
  {
    id: 'title',
    header: 'Change',
    cell: (row) => (
      <span className="flex min-w-0 flex-wrap items-baseline gap-x-2">
        <EntityLink entity={row} />
        {row.clashes.length > 0 && <Badge tone="strong">Clashes</Badge>}
      </span>
    ),
  },
  {
    id: 'state',
    header: 'State',
    width: '8rem',
    cell: (row) => <EntityStatus state={row.state} plain />,
  },
  { id: 'risk', header: 'Risk', width: '6rem', cell: (row) => wordOf(riskOptions, row.risk) },
  {
    id: 'starts',
    header: 'Begins',
    width: '11rem',
    cell: (row) => <Instant at={row.startsAt} />,
  },
  { id: 'ends', header: 'Ends', width: '11rem', cell: (row) => <Instant at={row.endsAt} /> },
  {
    id: 'of',
    header: 'Of',
    cell: (row) => {
      const affected = [...row.services, ...row.environments];
      return affected.length > 0 ? <EntityLinks entities={affected} /> : '–';
    },
  },
];

/** Planned changes, the latest start first. */
export function ChangesTab({ add }: { readonly add: ReactNode }) {
  const [search, change] = useSearchState();
  const state = changeStateOptions.find(({ value }) => value === search['state'])?.value;
  const list = useList('operations.listInfrastructureChanges', { query: state ? { state } : {} });
  return (
    <ListBody
      title="Planned changes"
      addButton={add}
      filters={[{ id: 'state', label: 'State', value: state, options: changeStateOptions }]}
      onFilterChange={(id, value) => change({ [id]: value })}
      list={list}
      columns={changeColumns}
      none="No change of what services run on is planned."
      example="“PostgreSQL 17 to 18”, high risk, Sunday 06:00 to 08:00, approved by somebody else than who planned it."
    />
  );
}
