import { FailedPage } from '../../entity/failed-page.tsx';
import { useRead } from '../../api/use-operation.ts';
import { EntityPage } from '../../entity/entity-page.tsx';
import { useReference } from '../../entity/use-reference.ts';
import { DescriptionList } from '../../ui/description-list.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Mono } from '../../ui/mono.tsx';
import { Section } from '../../ui/section.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Status } from '../../ui/status.tsx';
import { Table, type TableColumn } from '../../ui/table.tsx';
import { AgendaTable } from './agenda-table.tsx';
import { CadenceTable } from './cadence-table.tsx';
import type { Review } from './rhythm-types.ts';

type PackSection = Omit<Review['sections'][number], 'comment'>;

const packColumns: readonly TableColumn<PackSection>[] = [
  { id: 'title', header: 'Section', cell: (row) => row.title },
  { id: 'insight', header: 'Insight', cell: (row) => <Mono>{row.insight}</Mono> },
  {
    id: 'offered',
    header: 'State',
    width: '12rem',
    cell: (row) =>
      row.offered ? (
        <Status tone="on-track" word="Offered" plain />
      ) : (
        <Status tone="unknown" word="No domain offers it" plain />
      ),
  },
];

/** A cycle as a template: rule, agenda, pack, what it leaves behind, who holds it. */
export function CyclePage() {
  const ref = useReference();
  const { data: cycle, error } = useRead('rhythm.getCycle', { params: { id: ref } });
  if (error) return <FailedPage error={error} />;
  if (!cycle) return <Skeleton lines={10} />;
  return (
    <EntityPage entity={cycle} withoutRibbon>
      <DescriptionList
        wide
        entries={[
          { term: 'When', value: cycle.ruleSays },
          { term: 'At', value: cycle.timeSays },
          {
            term: 'Pre-read',
            value:
              cycle.preReadBusinessDays === 0
                ? 'The pack freezes as the review begins'
                : `The pack freezes ${cycle.preReadBusinessDays} business days before`,
          },
          { term: 'Led by', value: cycle.ledBy },
          { term: 'Decider', value: cycle.decider },
          { term: 'Attendees', value: cycle.attendees.join('; ') },
          ...(cycle.occurrenceTitles.length > 0
            ? [{ term: 'Occasions', value: cycle.occurrenceTitles.join(', ') }]
            : []),
        ]}
      />
      {cycle.sessions.length > 0 && (
        <Section title="Sessions">
          <ul className="flex flex-col gap-1">
            {cycle.sessions.map((session) => (
              <li key={session.key}>
                {session.title}: {session.ruleSays ?? cycle.ruleSays}; decided by {session.decider}
                {session.maxMinutesPerSprintWeek !== null &&
                  `; at most ${session.maxMinutesPerSprintWeek} minutes for each week of the sprint`}
              </li>
            ))}
          </ul>
        </Section>
      )}
      <Section title="Agenda" note={`${cycle.durationMinutes} minutes`}>
        <AgendaTable agenda={cycle.agenda} />
      </Section>
      <Section title="Pack" note="What is assembled at the freeze">
        <Table
          label="Pack"
          columns={packColumns}
          rows={cycle.pack}
          rowKey={(row) => row.key}
          rowName={(row) => row.title}
          empty={<EmptyState sentence="This cycle has no pack." />}
        />
      </Section>
      <Section title="What it leaves behind">
        <ul className="flex list-disc flex-col gap-1 pl-6">
          {cycle.outputs.map((output) => (
            <li key={output.key}>
              {output.title} ({output.kind}
              {output.max === null ? '' : `, at most ${output.max}`})
              {output.options.length > 0 && `: ${output.options.join(', ')}`}
            </li>
          ))}
        </ul>
      </Section>
      <Section title="Cadences">
        <CadenceTable
          rows={cycle.cadences}
          empty={
            <EmptyState sentence="No unit holds this cycle yet. Add a cadence on the page of cadences." />
          }
        />
      </Section>
    </EntityPage>
  );
}
