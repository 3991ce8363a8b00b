import { useState } from 'react';
import { useRead } from '../../api/use-operation.ts';
import { EntityLink } from '../../entity/entity-link.tsx';
import { EntityLinks } from '../../entity/entity-links.tsx';
import { EntityPage } from '../../entity/entity-page.tsx';
import { FailedPage } from '../../entity/failed-page.tsx';
import { useReference } from '../../entity/use-reference.ts';
import { Button } from '../../ui/button.tsx';
import { DescriptionList } from '../../ui/description-list.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Age, Instant } from '../../ui/time.tsx';
import { TextLink } from '../../ui/text-link.tsx';
import { DraftPostmortemDialog } from './draft-postmortem-dialog.tsx';
import { MitigateDialog, ReopenDialog, ResolveDialog } from './end-dialog.tsx';
import { IncidentCauseDialog } from './incident-cause-dialog.tsx';
import { IncidentDialog } from './incident-dialog.tsx';
import { IncidentRoles } from './incident-roles.tsx';
import { Severity } from './severity.tsx';
import { Timeline } from './timeline.tsx';
import { causeOptions, wordOf } from './words.ts';

type Dialog = 'draft' | 'change' | 'cause' | 'mitigate' | 'resolve' | 'reopen';

/** An incident, live: how bad, whom it hurts, who does what, what was seen and done, what caused it. */
export function IncidentPage() {
  const ref = useReference();
  const { data: incident, error } = useRead('operations.getIncident', { params: { id: ref } });
  const [dialog, setDialog] = useState<Dialog | null>(null);
  if (error) return <FailedPage error={error} />;
  if (!incident) return <Skeleton lines={8} />;
  const { service, deployment, change, cause, causeKind, impact, accounts, postmortem } = incident;
  const { state, external } = incident;
  const close = () => setDialog(null);
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
          {!postmortem && <Button onClick={() => setDialog('draft')}>Draft a postmortem</Button>}
          {state === 'open' && <Button onClick={() => setDialog('mitigate')}>Mitigated</Button>}
          {state === 'resolved' ? (
            <Button onClick={() => setDialog('reopen')}>Reopen</Button>
          ) : (
            <Button tone="primary" onClick={() => setDialog('resolve')}>
              Resolve
            </Button>
          )}
        </>
      }
    >
      <DescriptionList
        wide
        entries={[
          { term: 'Began', value: <Instant at={incident.openedAt} /> },
          { term: 'Declared', value: <Instant at={incident.declaredAt} /> },
          {
            term: 'Mitigated',
            value: incident.mitigatedAt ? <Instant at={incident.mitigatedAt} /> : 'Not said',
          },
          {
            term: 'Resolved',
            value: incident.resolvedAt ? <Instant at={incident.resolvedAt} /> : 'Not yet',
          },
          { term: 'Service', value: service && <EntityLink entity={service} /> },
          { term: 'What customers notice', value: impact },
          {
            term: 'Accounts',
            value: accounts.length > 0 && <EntityLinks entities={accounts} />,
          },
          { term: 'Postmortem', value: postmortem && <EntityLink entity={postmortem} /> },
          {
            term: 'Followed from',
            value: external.length > 0 && (
              <ul>
                {external.map((one) => (
                  <li key={`${one.system} ${one.id}`}>
                    {one.address === '' ? (
                      one.system
                    ) : (
                      <TextLink href={one.address} rel="noopener noreferrer">
                        {one.system}
                      </TextLink>
                    )}
                    , seen <Age at={one.lastSeen} />
                  </li>
                ))}
              </ul>
            ),
          },
        ].map(({ term, value }) => ({ term, value: value === false ? null : value }))}
      />
      <div className="flex flex-col gap-2">
        <DescriptionList
          wide
          entries={[
            { term: 'Cause', value: wordOf(causeOptions, causeKind) },
            { term: 'In words', value: cause },
            { term: 'Deployment', value: deployment && <EntityLink entity={deployment} /> },
            { term: 'Infrastructure change', value: change && <EntityLink entity={change} /> },
          ]}
        />
        <div data-print="hide">
          <Button size="sm" onClick={() => setDialog('cause')}>
            Say what it came from
          </Button>
        </div>
      </div>
      <IncidentRoles incident={incident} />
      <Timeline id={ref} notes={incident.notes} />
      {dialog === 'draft' && <DraftPostmortemDialog id={ref} onClose={close} />}
      {dialog === 'change' && <IncidentDialog incident={incident} onClose={close} />}
      {dialog === 'cause' && <IncidentCauseDialog incident={incident} onClose={close} />}
      {dialog === 'mitigate' && <MitigateDialog id={ref} onClose={close} />}
      {dialog === 'resolve' && <ResolveDialog id={ref} cause={causeKind} onClose={close} />}
      {dialog === 'reopen' && <ReopenDialog id={ref} onClose={close} />}
    </EntityPage>
  );
}
