import { FailedPage } from '../../entity/failed-page.tsx';
import { useState } from 'react';
import { useRead } from '../../api/use-operation.ts';
import { EntityLink } from '../../entity/entity-link.tsx';
import { EntityPage } from '../../entity/entity-page.tsx';
import { useReference } from '../../entity/use-reference.ts';
import { Button } from '../../ui/button.tsx';
import { DescriptionList } from '../../ui/description-list.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Instant } from '../../ui/time.tsx';
import { EndDialog } from './end-dialog.tsx';
import { IncidentDialog } from './incident-dialog.tsx';
import { Severity } from './severity.tsx';
import { Timeline } from './timeline.tsx';

/** An incident: how bad, what it affects, what caused it, what was done when. */
export function IncidentPage() {
  const ref = useReference();
  const { data: incident, error } = useRead('operations.getIncident', { params: { id: ref } });
  const [dialog, setDialog] = useState<'change' | 'end' | null>(null);
  if (error) return <FailedPage error={error} />;
  if (!incident) return <Skeleton lines={8} />;
  const { service, deployment, resolvedAt, cause } = incident;
  const open = incident.state === 'open';
  return (
    <EntityPage
      entity={incident}
      withoutRibbon
      marks={<Severity of={incident.severity} />}
      actions={
        <>
          <Button icon="edit" onClick={() => setDialog('change')}>
            Correct
          </Button>
          <Button tone={open ? 'primary' : 'default'} onClick={() => setDialog('end')}>
            {open ? 'Resolve' : 'Reopen'}
          </Button>
        </>
      }
    >
      <DescriptionList
        wide
        entries={[
          { term: 'Began', value: <Instant at={incident.openedAt} /> },
          { term: 'Resolved', value: resolvedAt ? <Instant at={resolvedAt} /> : 'Not yet' },
          { term: 'Service', value: service && <EntityLink entity={service} /> },
          { term: 'Caused by', value: deployment && <EntityLink entity={deployment} /> },
          { term: 'Cause', value: cause },
        ]}
      />
      <Timeline id={ref} notes={incident.notes} />
      {dialog === 'change' && (
        <IncidentDialog incident={incident} onClose={() => setDialog(null)} />
      )}
      {dialog === 'end' && (
        <EndDialog id={ref} end={open ? 'resolve' : 'reopen'} onClose={() => setDialog(null)} />
      )}
    </EntityPage>
  );
}
