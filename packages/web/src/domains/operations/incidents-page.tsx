import { useSearchState } from '../../api/use-search-state.ts';
import type { OperationOf, OutputOf } from '@throughline/contract';
import { useList } from '../../api/use-operation.ts';
import { EntityLink } from '../../entity/entity-link.tsx';
import { EntityStatus } from '../../entity/entity-status.tsx';
import { ListPage } from '../../entity/list-page.tsx';
import type { TableColumn } from '../../ui/table.tsx';
import { Instant } from '../../ui/time.tsx';
import { IncidentDialog } from './incident-dialog.tsx';
import { Severity, severityOptions } from './severity.tsx';

type Row = OutputOf<OperationOf<'operations.listIncidents'>>['items'][number];

const states = [
  { value: 'open', label: 'Open' },
  { value: 'resolved', label: 'Resolved' },
] as const;

const columns: readonly TableColumn<Row>[] = [
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
    id: 'deployment',
    header: 'Caused by',
    cell: (row) => (row.deployment ? <EntityLink entity={row.deployment} /> : '–'),
  },
  {
    id: 'opened',
    header: 'Began',
    cell: (row) => <Instant at={row.openedAt} />,
    width: '11rem',
  },
];

/** Incidents, newest first. */
export function IncidentsPage() {
  const [search, change] = useSearchState();
  const state = states.find(({ value }) => value === search['state'])?.value;
  const severity = severityOptions.find(({ value }) => value === search['severity'])?.value;
  const list = useList('operations.listIncidents', {
    query: { ...(state ? { state } : {}), ...(severity ? { severity } : {}) },
  });
  return (
    <ListPage
      title="Incidents"
      description="What hurts or hurt, what caused it, and when it was over."
      add="Open an incident"
      addDialog={(close) => <IncidentDialog onClose={close} />}
      filters={[
        { id: 'state', label: 'State', value: state, options: states },
        { id: 'severity', label: 'Severity', value: severity, options: severityOptions },
      ]}
      onFilterChange={(id, value) => change({ [id]: value })}
      list={list}
      columns={columns}
      none="No incident was ever opened here."
      example="“Drawings do not open”, severity 2, caused by this morning’s deployment: its messages go until it is resolved."
    />
  );
}
