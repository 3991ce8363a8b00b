import { FailedPage } from '../../entity/failed-page.tsx';
import { useState } from 'react';
import { useRead } from '../../api/use-operation.ts';
import { EntityLink } from '../../entity/entity-link.tsx';
import { EntityPage } from '../../entity/entity-page.tsx';
import { EntityStatus } from '../../entity/entity-status.tsx';
import { useReference } from '../../entity/use-reference.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { DescriptionList } from '../../ui/description-list.tsx';
import { Section } from '../../ui/section.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Instant } from '../../ui/time.tsx';
import { MeetingDialog } from './meeting-dialog.tsx';
import { MinutesDialog } from './minutes-dialog.tsx';

/** A meeting of a program: agenda, who came, minutes. */
export function MeetingPage() {
  const ref = useReference();
  const { data: meeting, error } = useRead('engagement.getMeeting', { params: { id: ref } });
  const [dialog, setDialog] = useState<'change' | 'minutes' | null>(null);
  if (error) return <FailedPage error={error} />;
  if (!meeting) return <Skeleton lines={8} />;
  const { program, agenda, attendance, minutes } = meeting;
  return (
    <EntityPage
      entity={meeting}
      withoutRibbon
      actions={
        <>
          <Button icon="edit" onClick={() => setDialog('change')}>
            Change
          </Button>
          <Button tone="primary" onClick={() => setDialog('minutes')}>
            Minutes
          </Button>
        </>
      }
    >
      <DescriptionList
        wide
        entries={[
          { term: 'Program', value: program && <EntityLink entity={program} /> },
          { term: 'Starts', value: <Instant at={meeting.startsAt} /> },
          { term: 'Minutes', value: meeting.durationMinutes },
          { term: 'Where', value: meeting.place },
        ]}
      />
      <Section title="Agenda">
        {agenda.length === 0 && <p className="text-secondary">Nothing is on the agenda yet.</p>}
        <ol className="flex flex-col gap-1">
          {agenda.map((item, index) => (
            <li key={`${index} ${item.title}`} className="flex flex-wrap items-baseline gap-x-4">
              <span className="font-medium">{item.title}</span>
              {item.minutes > 0 && <span className="text-secondary">{item.minutes} minutes</span>}
              {item.about && <EntityLink entity={item.about} />}
              {item.shared && <Badge>Guests read it</Badge>}
            </li>
          ))}
        </ol>
      </Section>
      <Section title="Attendance">
        {attendance.length === 0 && (
          <p className="text-secondary">Nobody that you may see was asked.</p>
        )}
        <ul className="flex flex-col gap-1">
          {attendance.map(({ who, attendance: came }) => (
            <li key={who.ref} className="flex gap-x-4">
              <EntityLink entity={who} />
              <EntityStatus state={came} plain />
            </li>
          ))}
        </ul>
      </Section>
      <Section title="What was said and decided">
        {minutes === '' ? (
          <p className="text-secondary">No minutes were kept yet.</p>
        ) : (
          <p className="max-w-prose whitespace-pre-wrap">{minutes}</p>
        )}
      </Section>
      {dialog === 'change' && <MeetingDialog meeting={meeting} onClose={() => setDialog(null)} />}
      {dialog === 'minutes' && <MinutesDialog meeting={meeting} onClose={() => setDialog(null)} />}
    </EntityPage>
  );
}
