import { FailedPage } from '../../entity/failed-page.tsx';
import { useState } from 'react';
import { useRead } from '../../api/use-operation.ts';
import { EntityLink } from '../../entity/entity-link.tsx';
import { EntityPage } from '../../entity/entity-page.tsx';
import { useReference } from '../../entity/use-reference.ts';
import { Button } from '../../ui/button.tsx';
import { DescriptionList } from '../../ui/description-list.tsx';
import { Section } from '../../ui/section.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Table } from '../../ui/table.tsx';
import { AgendaProposal } from './agenda-proposal.tsx';
import { meetingColumns } from './columns.tsx';
import { MeetingDialog } from './meeting-dialog.tsx';
import { ProgramDialog } from './program-dialog.tsx';
import { ProgramMembers } from './program-members.tsx';
import { ProgramShares } from './program-shares.tsx';
import { labelOf, programKindOptions, segmentOptions } from './words.ts';

/** A program: charter, members, meetings, what the next one could be about, who else sees it. */
export function ProgramPage() {
  const ref = useReference();
  const { data: program, error } = useRead('engagement.getProgram', { params: { id: ref } });
  const [dialog, setDialog] = useState<'change' | 'meeting' | null>(null);
  if (error) return <FailedPage error={error} />;
  if (!program) return <Skeleton lines={10} />;
  const { charter, manager, blueprint, stages } = program;
  const stated = (text: string) => (text === '' ? 'Not stated yet' : text);
  return (
    <EntityPage
      entity={program}
      withoutRibbon
      actions={
        <>
          <Button icon="edit" onClick={() => setDialog('change')}>
            Change
          </Button>
          <Button tone="primary" onClick={() => setDialog('meeting')}>
            Plan a meeting
          </Button>
        </>
      }
    >
      <DescriptionList
        wide
        entries={[
          { term: 'Kind', value: labelOf(programKindOptions, program.programKind) },
          {
            term: 'Segment',
            value: program.segment ? labelOf(segmentOptions, program.segment) : 'No one segment',
          },
          { term: 'Meets', value: program.cadence },
          {
            term: 'Run by',
            value: manager ? (
              <EntityLink entity={{ ref: manager.ref, title: manager.name }} />
            ) : (
              'Vacant'
            ),
          },
        ]}
      />
      <Section title="Charter">
        <DescriptionList
          entries={[
            { term: 'Purpose', value: stated(charter.purpose) },
            { term: 'Membership', value: stated(charter.membership) },
            { term: 'Terms', value: stated(charter.terms) },
            { term: 'Confidentiality', value: stated(charter.confidentiality) },
          ]}
        />
      </Section>
      {blueprint.length > 0 && (
        <Section title="Blueprint">
          <DescriptionList
            entries={blueprint.map(({ title, description }) => ({
              term: title,
              value: description,
            }))}
          />
        </Section>
      )}
      {stages.length > 0 && (
        <Section title="Stages">
          <ol className="flex flex-col gap-3">
            {stages.map((stage) => (
              <li key={stage.title}>
                <p className="font-medium">{stage.title}</p>
                <p className="text-secondary">{stage.purpose}</p>
                {stage.sessions.length > 0 && <p>{stage.sessions.join(' · ')}</p>}
              </li>
            ))}
          </ol>
        </Section>
      )}
      <ProgramMembers program={program} />
      <Section title="Meetings">
        {program.meetings.length === 0 ? (
          <p className="text-secondary">No meeting is planned yet.</p>
        ) : (
          <Table
            label="Meetings"
            columns={meetingColumns}
            rows={program.meetings}
            rowKey={(row) => row.ref}
            rowName={(row) => row.title}
          />
        )}
      </Section>
      <AgendaProposal program={ref} />
      <ProgramShares program={program} />
      {dialog === 'change' && <ProgramDialog program={program} onClose={() => setDialog(null)} />}
      {dialog === 'meeting' && (
        <MeetingDialog
          program={{ id: ref, label: program.title }}
          onClose={() => setDialog(null)}
        />
      )}
    </EntityPage>
  );
}
