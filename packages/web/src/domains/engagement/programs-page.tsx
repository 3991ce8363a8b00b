import { useSearchState } from '../../api/use-search-state.ts';
import type { OperationOf, OutputOf } from '@throughline/contract';
import { useList } from '../../api/use-operation.ts';
import { EntityLink } from '../../entity/entity-link.tsx';
import { EntityStatus } from '../../entity/entity-status.tsx';
import { ListPage } from '../../entity/list-page.tsx';
import type { TableColumn } from '../../ui/table.tsx';
import { Instant } from '../../ui/time.tsx';
import { ProgramDialog } from './program-dialog.tsx';
import { labelOf, programKindOptions, programStateOptions, segmentOptions } from './words.ts';

type Row = OutputOf<OperationOf<'engagement.listPrograms'>>['items'][number];

const columns: readonly TableColumn<Row>[] = [
  { id: 'title', header: 'Program', cell: (row) => <EntityLink entity={row} /> },
  { id: 'kind', header: 'Kind', cell: (row) => labelOf(programKindOptions, row.programKind) },
  {
    id: 'segment',
    header: 'Segment',
    cell: (row) => (row.segment ? labelOf(segmentOptions, row.segment) : '–'),
  },
  { id: 'cadence', header: 'Meets', cell: (row) => row.cadence || '–' },
  { id: 'manager', header: 'Run by', cell: (row) => row.manager?.name ?? 'Vacant' },
  {
    id: 'members',
    header: 'Members',
    cell: (row) => row.members,
    align: 'end',
    width: '6rem',
  },
  {
    id: 'next',
    header: 'Next meeting',
    cell: (row) => (row.nextMeetingAt ? <Instant at={row.nextMeetingAt} /> : '–'),
  },
  { id: 'state', header: 'State', cell: (row) => <EntityStatus state={row.state} plain /> },
];

/** Programs in which customers and partners meet us. */
export function ProgramsPage() {
  const [search, change] = useSearchState();
  const programKind = programKindOptions.find(({ value }) => value === search['kind'])?.value;
  const state = programStateOptions.find(({ value }) => value === search['state'])?.value;
  const list = useList('engagement.listPrograms', {
    query: { ...(programKind ? { programKind } : {}), ...(state ? { state } : {}) },
  });
  return (
    <ListPage
      title="Programs"
      description="Advisory boards, innovation labs and executive journeys."
      add="Start a program"
      addDialog={(close) => <ProgramDialog onClose={close} />}
      filters={[
        { id: 'kind', label: 'Kind', value: programKind, options: programKindOptions },
        { id: 'state', label: 'State', value: state, options: programStateOptions },
      ]}
      onFilterChange={(id, value) => change({ [id]: value })}
      list={list}
      columns={columns}
      none="No program has been started yet."
      example="A board of general contractors that meets each quarter and advises on product decisions."
    />
  );
}
