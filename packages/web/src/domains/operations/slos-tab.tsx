import type { OperationOf, OutputOf } from '@throughline/contract';
import type { ReactNode } from 'react';
import { useList } from '../../api/use-operation.ts';
import { useSearchState } from '../../api/use-search-state.ts';
import { EntityLink } from '../../entity/entity-link.tsx';
import { EntityStatus } from '../../entity/entity-status.tsx';
import { ListBody } from '../../entity/list-page.tsx';
import type { TableColumn } from '../../ui/table.tsx';
import { percent, sloStateOptions } from './words.ts';

type Row = OutputOf<OperationOf<'operations.listSlos'>>['items'][number];

/** `28 days` or `this quarter`: the window of an SLO in words. */
export function windowWords(window: Row['window']): string {
  if (window.kind === 'calendar') return `Each ${window.period}`;
  return window.days === 1 ? '1 day' : `${window.days} days`;
}

/** How SLOs stand in a table, here and on a service's page. */
export const sloColumns: readonly TableColumn<Row>[] = [
  { id: 'title', header: 'Service level', cell: (row) => <EntityLink entity={row} /> },
  {
    id: 'state',
    header: 'State',
    cell: (row) => <EntityStatus state={row.state} plain />,
    width: '8rem',
  },
  {
    id: 'service',
    header: 'Service',
    cell: (row) => (row.service ? <EntityLink entity={row.service} /> : '–'),
  },
  {
    id: 'objective',
    header: 'Promised',
    align: 'end',
    width: '7rem',
    cell: (row) => percent(row.objective),
  },
  {
    id: 'attained',
    header: 'Kept',
    align: 'end',
    width: '7rem',
    cell: (row) => percent(row.attained),
  },
  {
    id: 'remaining',
    header: 'Budget left',
    align: 'end',
    width: '8rem',
    cell: (row) => percent(row.remaining === null ? null : Math.round(row.remaining * 10) / 10),
  },
  { id: 'window', header: 'Window', width: '8rem', cell: (row) => windowWords(row.window) },
];

/** SLOs, the worst budgets first. */
export function SlosTab({ add }: { readonly add: ReactNode }) {
  const [search, change] = useSearchState();
  const state = sloStateOptions.find(({ value }) => value === search['state'])?.value;
  const list = useList('operations.listSlos', { query: state ? { state } : {} });
  return (
    <ListBody
      title="Service levels"
      addButton={add}
      filters={[{ id: 'state', label: 'State', value: state, options: sloStateOptions }]}
      onFilterChange={(id, value) => change({ [id]: value })}
      list={list}
      columns={sloColumns}
      none="Nothing is promised of any service yet."
      example="“Drawings open”, 99.9 % within 28 days: 40 minutes of failure in all, of which 30 are left."
    />
  );
}
