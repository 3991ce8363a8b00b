import type { OperationOf, OutputOf } from '@throughline/contract';
import type { ReactNode } from 'react';
import { useList } from '../../api/use-operation.ts';
import { useSearchState } from '../../api/use-search-state.ts';
import { EntityLink } from '../../entity/entity-link.tsx';
import { EntityStatus } from '../../entity/entity-status.tsx';
import { ListBody } from '../../entity/list-page.tsx';
import { Badge } from '../../ui/badge.tsx';
import type { TableColumn } from '../../ui/table.tsx';
import { PlainDate } from '../../ui/time.tsx';
import { SecuritySeverity } from './security-severity.tsx';
import { findingStateOptions, securitySeverityOptions } from './words.ts';

type Row = OutputOf<OperationOf<'operations.listSecurityFindings'>>['items'][number];

const deadlines = [
  { value: 'true', label: 'Past it' },
  { value: 'false', label: 'In time' },
] as const;

/** How findings stand in a table, here and on a service's page. */
export const findingColumns: readonly TableColumn<Row>[] = [
  {
    id: 'title',
    header: 'Finding',
    cell: (row) => (
      <span className="flex min-w-0 flex-wrap items-baseline gap-x-2">
        <EntityLink entity={row} />
        {row.location !== '' && (
          <span className="min-w-0 font-mono text-xs break-all text-secondary">{row.location}</span>
        )}
      </span>
    ),
  },
  {
    id: 'severity',
    header: 'Severity',
    width: '8rem',
    cell: (row) => <SecuritySeverity of={row.severity} />,
  },
  {
    id: 'state',
    header: 'State',
    width: '8rem',
    cell: (row) => <EntityStatus state={row.state} plain />,
  },
  {
    id: 'where',
    header: 'In',
    cell: (row) => {
      const place = row.service ?? row.repository;
      return place ? <EntityLink entity={place} /> : '–';
    },
  },
  { id: 'tool', header: 'Found by', cell: (row) => (row.tool === '' ? 'By hand' : row.tool) },
  {
    id: 'due',
    header: 'Deadline',
    width: '11rem',
    cell: (row) => (
      <span className="flex flex-wrap gap-x-2">
        <PlainDate date={row.dueOn} />
        {row.overdue && <Badge tone="strong">Past it</Badge>}
      </span>
    ),
  },
];

/** Security findings, the next deadline first. */
export function FindingsTab({ add }: { readonly add: ReactNode }) {
  const [search, change] = useSearchState();
  const state = findingStateOptions.find(({ value }) => value === search['state'])?.value;
  const severity = securitySeverityOptions.find(({ value }) => value === search['severity'])?.value;
  const overdue = deadlines.find(({ value }) => value === search['overdue'])?.value;
  const list = useList('operations.listSecurityFindings', {
    query: {
      ...(state ? { state } : {}),
      ...(severity ? { severity } : {}),
      ...(overdue ? { overdue } : {}),
    },
  });
  return (
    <ListBody
      title="Security findings"
      addButton={add}
      filters={[
        { id: 'state', label: 'State', value: state, options: findingStateOptions },
        { id: 'severity', label: 'Severity', value: severity, options: securitySeverityOptions },
        { id: 'overdue', label: 'Deadline', value: overdue, options: deadlines },
      ]}
      onFilterChange={(id, value) => change({ [id]: value })}
      list={list}
      columns={findingColumns}
      none="No weakness was found yet, by a scanner or by hand."
      example="“SQL built from what a user wrote”, high, src/search.ts:42, to be fixed within 30 days."
    />
  );
}
