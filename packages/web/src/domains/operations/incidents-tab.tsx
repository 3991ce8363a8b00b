import type { OperationOf, OutputOf } from '@throughline/contract';
import type { ReactNode } from 'react';
import { useList } from '../../api/use-operation.ts';
import { useSearchState } from '../../api/use-search-state.ts';
import { EntityLink } from '../../entity/entity-link.tsx';
import { EntityStatus } from '../../entity/entity-status.tsx';
import { ListBody } from '../../entity/list-page.tsx';
import type { TableColumn } from '../../ui/table.tsx';
import { Instant } from '../../ui/time.tsx';
import { Severity, severityOptions } from './severity.tsx';
import { causeOptions, incidentStateOptions, wordOf } from './words.ts';

type Row = OutputOf<OperationOf<'operations.listIncidents'>>['items'][number];

/** How incidents stand in a table, here and on a service's page. */
export const incidentColumns: readonly TableColumn<Row>[] = [
  { id: 'title', header: 'Incident', cell: (row) => <EntityLink entity={row} /> },
  {
    id: 'severity',
    header: 'Severity',
    cell: (row) => <Severity of={row.severity} />,
    width: '9rem',
  },
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
    id: 'cause',
    header: 'Cause',
    cell: (row) =>
      row.deployment ? <EntityLink entity={row.deployment} /> : wordOf(causeOptions, row.causeKind),
  },
  {
    id: 'opened',
    header: 'Began',
    cell: (row) => <Instant at={row.openedAt} />,
    width: '11rem',
  },
];

/** Incidents, newest first. */
export function IncidentsTab({ add }: { readonly add: ReactNode }) {
  const [search, change] = useSearchState();
  const state = incidentStateOptions.find(({ value }) => value === search['state'])?.value;
  const severity = severityOptions.find(({ value }) => value === search['severity'])?.value;
  const list = useList('operations.listIncidents', {
    query: { ...(state ? { state } : {}), ...(severity ? { severity } : {}) },
  });
  return (
    <ListBody
      title="Incidents"
      addButton={add}
      filters={[
        { id: 'state', label: 'State', value: state, options: incidentStateOptions },
        { id: 'severity', label: 'Severity', value: severity, options: severityOptions },
      ]}
      onFilterChange={(id, value) => change({ [id]: value })}
      list={list}
      columns={incidentColumns}
      none="No incident was ever opened here."
      example="“Drawings do not open”, severity 2, caused by this morning’s deployment: its messages go until it is resolved."
    />
  );
}
