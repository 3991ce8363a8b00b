import { useState } from 'react';
import { entityAddress } from '../../api/entity-address.ts';
import { useReference } from '../../api/search-params.ts';
import { useRead } from '../../api/use-operation.ts';
import { EntityLink } from '../../entity/entity-link.tsx';
import { EntityPage } from '../../entity/entity-page.tsx';
import { EntityStatus } from '../../entity/entity-status.tsx';
import { FailedPage } from '../../entity/failed-page.tsx';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { DescriptionList } from '../../ui/description-list.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { Section } from '../../ui/section.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Status } from '../../ui/status.tsx';
import { TextLink } from '../../ui/text-link.tsx';
import { Age, Instant } from '../../ui/time.tsx';
import { actLabels, FailureActDialog, type FailureAct } from './failure-act-dialog.tsx';
import { FailureEvidence } from './failure-evidence.tsx';
import { FailureHelp } from './failure-help.tsx';
import { FailureIncidentDialog } from './failure-incident-dialog.tsx';
import { FailureSuspects } from './failure-suspects.tsx';
import { failureStanding, failureWords, settlementWords } from './failure-words.ts';
import type { FailureView } from './release-types.ts';

const danger: ReadonlySet<FailureAct> = new Set(['roll-back', 'skip']);

function Acts({ failure }: { readonly failure: FailureView }) {
  const [act, setAct] = useState<FailureAct>();
  const [incident, setIncident] = useState(false);
  return (
    <>
      {failure.can.map((one, at) => (
        <Button
          key={one}
          tone={danger.has(one) ? 'danger' : at === 0 ? 'primary' : 'default'}
          onClick={() => setAct(one)}
        >
          {actLabels[one]}
        </Button>
      ))}
      {failure.state !== 'settled' && (
        <Button onClick={() => setIncident(true)}>Open an incident</Button>
      )}
      {act && (
        <FailureActDialog
          key={act}
          act={act}
          failures={[failure]}
          onClose={() => setAct(undefined)}
        />
      )}
      {incident && (
        <FailureIncidentDialog
          failures={[failure]}
          service={failure.services[0]}
          onClose={() => setIncident(false)}
        />
      )}
    </>
  );
}

function Facts({ failure }: { readonly failure: FailureView }) {
  const { deployment, change, environment, lastGood } = failure;
  return (
    <DescriptionList
      wide
      entries={[
        ...(deployment
          ? [
              {
                term: 'Deployment',
                value: (
                  <span className="inline-flex flex-wrap items-center gap-2">
                    <TextLink href={entityAddress(deployment.ref)}>{deployment.title}</TextLink>
                    <EntityStatus state={deployment.state} plain />
                  </span>
                ),
              },
            ]
          : []),
        ...(change ? [{ term: 'Change', value: <EntityLink entity={change} /> }] : []),
        { term: 'Repository', value: <EntityLink entity={failure.repository} /> },
        ...(environment
          ? [{ term: 'Environment', value: <EntityLink entity={environment} /> }]
          : []),
        ...(failure.step === null ? [] : [{ term: 'Step', value: failure.step }]),
        { term: 'When', value: <Instant at={failure.at} seconds /> },
        ...(deployment
          ? [
              {
                term: 'Last good',
                value: lastGood ? (
                  <>
                    <TextLink href={entityAddress(lastGood.ref)}>{lastGood.title}</TextLink>,{' '}
                    <TextLink href={entityAddress(lastGood.deployment)}>its deployment</TextLink>
                  </>
                ) : (
                  'None here yet'
                ),
              },
            ]
          : []),
        {
          term: 'Assigned to',
          value: failure.assignee ? <EntityLink entity={failure.assignee} /> : 'Nobody yet',
        },
        ...(failure.services.length > 0
          ? [
              {
                term: 'Services',
                value: (
                  <span className="flex flex-wrap gap-x-3">
                    {failure.services.map((service) => (
                      <EntityLink key={service.ref} entity={service} />
                    ))}
                  </span>
                ),
              },
            ]
          : []),
        ...(failure.incidents.length > 0
          ? [
              {
                term: 'Incidents',
                value: (
                  <span className="flex flex-wrap gap-x-3">
                    {failure.incidents.map((incident) => (
                      <span key={incident.ref} className="inline-flex items-center gap-2">
                        <EntityLink entity={incident} />
                        <EntityStatus state={incident.state} plain />
                      </span>
                    ))}
                  </span>
                ),
              },
            ]
          : []),
      ]}
    />
  );
}

function Stands({ failure }: { readonly failure: FailureView }) {
  if (failure.settled) {
    const { how, by, at, note } = failure.settled;
    return (
      <p role="status" className="border-l-2 border-line pl-3">
        <span className="font-medium">Settled by {settlementWords[how].toLowerCase()}</span>, {by},{' '}
        <Age at={at} />. {note}
      </p>
    );
  }
  if (failure.heldUntil !== null) {
    return (
      <p role="status" className="border-l-2 border-at-risk pl-3">
        <span className="font-medium">Held until </span>
        <Instant at={failure.heldUntil} />. Nothing new begins in its place.
        <span className="block text-secondary">{failure.heldReason}</span>
      </p>
    );
  }
  return null;
}

/** A failure: what shows it, what it may come from, whether going back is safe, whom to ask, what to do. */
export function FailurePage() {
  const ref = useReference();
  const read = useRead('release.getFailure', { params: { id: ref } });
  if (read.error) return <FailedPage error={read.error} onRetry={() => void read.refetch()} />;
  if (!read.data) return <Skeleton lines={12} />;
  const failure = read.data;
  const { name, advice } = failureWords[failure.class];
  const standing = failureStanding[failure.state];
  return (
    <EntityPage
      entity={failure}
      withoutRibbon
      marks={failure.production && <Badge tone="strong">Production</Badge>}
      actions={
        <>
          <LinkButton href="/failures">Failure room</LinkButton>
          <Acts failure={failure} />
        </>
      }
    >
      <Stands failure={failure} />
      <Section title="What happened">
        <div className="flex flex-col gap-1 border-l-2 border-off-track pl-4">
          <p className="flex flex-wrap items-center gap-3">
            <Status tone={failure.settled ? 'done' : 'off-track'} word={name} />
            {failure.state === 'acting' && <Status plain {...standing} />}
            <span className="font-medium [overflow-wrap:anywhere]">{failure.says}</span>
          </p>
          <p className="max-w-prose text-secondary">{advice}</p>
          {failure.reasons.map((reason) => (
            <p key={reason} className="text-xs text-tertiary">
              {reason}
            </p>
          ))}
        </div>
        <Facts failure={failure} />
      </Section>
      <FailureEvidence failure={failure} />
      <FailureSuspects failure={failure} />
      <FailureHelp failure={failure} />
    </EntityPage>
  );
}
