import { FailedPage } from '../../entity/failed-page.tsx';
import { entityAddress } from '../../api/entity-address.ts';
import { useReference } from '../../api/search-params.ts';
import { useRead } from '../../api/use-operation.ts';
import { EntityLink } from '../../entity/entity-link.tsx';
import { EntityPage } from '../../entity/entity-page.tsx';
import { Badge } from '../../ui/badge.tsx';
import { DescriptionList } from '../../ui/description-list.tsx';
import { Mono } from '../../ui/mono.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Status } from '../../ui/status.tsx';
import { TextLink } from '../../ui/text-link.tsx';
import { Age, Instant } from '../../ui/time.tsx';
import { CommitName } from './commit-name.tsx';
import { DeploymentActs } from './deployment-acts.tsx';
import { DeploymentFailure } from './deployment-failure.tsx';
import { DeploymentPromotions } from './deployment-promotions.tsx';
import { DeploymentSteps } from './deployment-steps.tsx';
import { questionOf } from './deployment-words.ts';
import type { DeploymentView } from './release-types.ts';

const healthLooks = {
  healthy: ['on-track', 'Healthy'],
  unhealthy: ['off-track', 'Unhealthy'],
  unknown: ['unknown', 'Not known'],
} as const;

function Facts({ deployment }: { readonly deployment: DeploymentView }) {
  const { health, release, observed, hotfix, despite } = deployment;
  const [tone, word] = healthLooks[health.state];
  return (
    <DescriptionList
      wide
      entries={[
        {
          term: 'Release',
          value: (
            <>
              <TextLink href={entityAddress(release.ref)}>{release.title}</TextLink>{' '}
              <CommitName sha={deployment.sha} />
            </>
          ),
        },
        { term: 'Environment', value: <EntityLink entity={deployment.environment} /> },
        { term: 'Repository', value: <EntityLink entity={deployment.repository} /> },
        {
          term: 'Asked for',
          value: (
            <>
              <Instant at={deployment.requestedAt} /> by {deployment.requestedBy}
            </>
          ),
        },
        {
          term: 'Ran',
          value:
            deployment.startedAt === null ? (
              'Not begun yet'
            ) : (
              <>
                from <Instant at={deployment.startedAt} seconds />
                {deployment.finishedAt !== null && (
                  <>
                    {' '}
                    to <Instant at={deployment.finishedAt} seconds />
                  </>
                )}
              </>
            ),
        },
        {
          term: 'Health',
          value: (
            <span className="inline-flex flex-wrap items-center gap-2">
              <Status plain tone={tone} word={word} />
              <span className="text-secondary">{health.says}</span>
              {health.at !== null && (
                <span className="text-tertiary">
                  observed <Age at={health.at} />
                </span>
              )}
            </span>
          ),
        },
        ...(observed === null ? [] : [{ term: 'Observed', value: <Observed {...observed} /> }]),
        ...(hotfix === null
          ? []
          : [
              {
                term: 'Hotfix',
                value: `${hotfix.reason} (${hotfix.approvedBy === null ? 'not approved yet' : `approved by ${hotfix.approvedBy}`})`,
              },
            ]),
        ...despite.map(({ says, reason, by }) => ({
          term: 'In spite of',
          value: `${says} ${by}: ${reason}`,
        })),
      ]}
    />
  );
}

function Observed({ revision, says, at, driftSince }: NonNullable<DeploymentView['observed']>) {
  return (
    <span className="inline-flex flex-wrap items-center gap-2">
      {driftSince === null ? (
        <Status plain tone="on-track" word="As deployed" />
      ) : (
        <Status plain tone="off-track" word="Drifts" />
      )}
      {revision === null ? says : <Mono>{revision}</Mono>}
      <span className="text-tertiary">
        observed <Age at={at} />
        {driftSince !== null && (
          <>
            , another since <Age at={driftSince} />
          </>
        )}
      </span>
    </span>
  );
}

/** A deployment: what it does, step by step, what went wrong, and what can be done about it. */
export function DeploymentPage() {
  const ref = useReference();
  const read = useRead('release.getDeployment', { params: { id: ref } });
  if (read.error) {
    return <FailedPage error={read.error} onRetry={() => void read.refetch()} />;
  }
  if (!read.data) return <Skeleton lines={12} />;
  const deployment = read.data;
  const says = questionOf(deployment) ?? deployment.waitingFor;
  return (
    <EntityPage
      entity={deployment}
      marks={deployment.current && <Badge tone="strong">Runs now</Badge>}
      actions={<DeploymentActs deployment={deployment} />}
    >
      {says !== null && (
        <p role="status" className="border-l-2 border-at-risk pl-3 font-medium">
          {says}
        </p>
      )}
      <Facts deployment={deployment} />
      <DeploymentFailure deployment={deployment} />
      <DeploymentPromotions deployment={deployment} />
      <DeploymentSteps deployment={deployment} />
    </EntityPage>
  );
}
