import { useState } from 'react';
import { FailedPage } from '../../entity/failed-page.tsx';
import { useRead } from '../../api/use-operation.ts';
import { EntityLink } from '../../entity/entity-link.tsx';
import { EntityPage } from '../../entity/entity-page.tsx';
import { useReference } from '../../entity/use-reference.ts';
import { Button } from '../../ui/button.tsx';
import { DescriptionList } from '../../ui/description-list.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Mono } from '../../ui/mono.tsx';
import { Section } from '../../ui/section.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Status } from '../../ui/status.tsx';
import { Table, type TableColumn } from '../../ui/table.tsx';
import { AgendaTable } from './agenda-table.tsx';
import { CadenceTable } from './cadence-table.tsx';
import { CycleAgendaDialog } from './cycle-agenda-dialog.tsx';
import { CycleArchive } from './cycle-archive.tsx';
import { CycleCopyDialog } from './cycle-copy-dialog.tsx';
import { CycleOutputsDialog } from './cycle-outputs-dialog.tsx';
import { CyclePackDialog } from './cycle-pack-dialog.tsx';
import { CyclePeopleDialog } from './cycle-people-dialog.tsx';
import { CycleSessions } from './cycle-sessions.tsx';
import { CycleVersions } from './cycle-versions.tsx';
import { CycleWhenDialog } from './cycle-when-dialog.tsx';
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
  const [open, setOpen] = useState<'copy' | 'people' | 'when' | 'agenda' | 'pack' | 'outputs'>();
  const { data: cycle, error } = useRead('rhythm.getCycle', { params: { id: ref } });
  if (error) return <FailedPage error={error} />;
  if (!cycle) return <Skeleton lines={10} />;
  const close = () => setOpen(undefined);
  const copied = cycle.copiedFrom !== null;
  const own = copied && cycle.state === 'active';
  return (
    <EntityPage
      entity={cycle}
      withoutRibbon
      actions={
        <>
          {own && (
            <>
              <Button icon="edit" onClick={() => setOpen('people')}>
                Title and roles
              </Button>
              <Button icon="calendar" onClick={() => setOpen('when')}>
                When
              </Button>
            </>
          )}
          <Button icon="copy" onClick={() => setOpen('copy')}>
            Copy
          </Button>
          {copied && <CycleArchive cycle={cycle} />}
        </>
      }
    >
      {cycle.copiedFrom ? (
        <p className="text-secondary">
          A copy of <EntityLink entity={cycle.copiedFrom} />, at version {cycle.version}.
        </p>
      ) : (
        <p className="text-secondary">
          This template comes with the organisation’s files. Copy it to change it.
        </p>
      )}
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
      <CycleSessions cycle={cycle} own={own} />
      <Section
        title="Agenda"
        note={`${cycle.durationMinutes} minutes`}
        actions={
          own && (
            <Button size="sm" icon="edit" onClick={() => setOpen('agenda')}>
              Change the agenda
            </Button>
          )
        }
      >
        <AgendaTable agenda={cycle.agenda} />
      </Section>
      <Section
        title="Pack"
        note="What is assembled at the freeze"
        actions={
          own && (
            <Button size="sm" icon="edit" onClick={() => setOpen('pack')}>
              Change the pack
            </Button>
          )
        }
      >
        <Table
          label="Pack"
          columns={packColumns}
          rows={cycle.pack}
          rowKey={(row) => row.key}
          rowName={(row) => row.title}
          empty={<EmptyState sentence="This cycle has no pack." />}
        />
      </Section>
      <Section
        title="What it leaves behind"
        actions={
          own && (
            <Button size="sm" icon="edit" onClick={() => setOpen('outputs')}>
              Change what it leaves behind
            </Button>
          )
        }
      >
        {cycle.outputs.length === 0 && <EmptyState sentence="Its reviews leave nothing behind." />}
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
      <CycleVersions cycle={cycle} />
      {open === 'copy' && <CycleCopyDialog cycle={cycle} onClose={close} />}
      {open === 'people' && <CyclePeopleDialog cycle={cycle} onClose={close} />}
      {open === 'when' && <CycleWhenDialog cycle={cycle} onClose={close} />}
      {open === 'agenda' && <CycleAgendaDialog cycle={cycle} onClose={close} />}
      {open === 'pack' && <CyclePackDialog cycle={cycle} onClose={close} />}
      {open === 'outputs' && <CycleOutputsDialog cycle={cycle} onClose={close} />}
    </EntityPage>
  );
}
