import type { OperationOf, OutputOf } from '@throughline/contract';
import { useRead } from '../../api/use-operation.ts';
import { EntityLink } from '../../entity/entity-link.tsx';
import { EntityLinks } from '../../entity/entity-links.tsx';
import { Section } from '../../ui/section.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Table, type TableColumn } from '../../ui/table.tsx';
import { annualValue } from './words.ts';

type Row = OutputOf<OperationOf<'engagement.proposeAgenda'>>['items'][number];

const columns: readonly TableColumn<Row>[] = [
  { id: 'said', header: 'In their words', cell: (row) => <EntityLink entity={row.feedback} /> },
  { id: 'about', header: 'About', cell: (row) => <EntityLinks entities={row.about} /> },
  { id: 'voices', header: 'Voices', cell: (row) => row.voices, align: 'end', width: '5rem' },
  { id: 'accounts', header: 'Accounts', cell: (row) => row.accounts, align: 'end', width: '6rem' },
  {
    id: 'value',
    header: 'Annual value',
    cell: (row) => annualValue(row.annualValue),
    align: 'end',
    width: '8rem',
  },
  { id: 'age', header: 'Days', cell: (row) => row.ageDays, align: 'end', width: '5rem' },
];

/** What the next meeting could be about, weightiest first. */
export function AgendaProposal({ program }: { readonly program: string }) {
  const { data } = useRead('engagement.proposeAgenda', { params: { id: program } });
  return (
    <Section
      title="For the next agenda"
      note="Unresolved feedback of the segment, weighed by the accounts behind it that you may see."
    >
      {!data && <Skeleton lines={3} />}
      {data?.items.length === 0 && (
        <p className="text-secondary">Everything that they said has an answer.</p>
      )}
      {data && data.items.length > 0 && (
        <Table
          label="For the next agenda"
          columns={columns}
          rows={data.items}
          rowKey={(row) => row.feedback.ref}
          rowName={(row) => row.feedback.title}
        />
      )}
    </Section>
  );
}
