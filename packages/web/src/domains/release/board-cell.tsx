import { entityAddress } from '../../api/entity-address.ts';
import { EntityStatus } from '../../entity/entity-status.tsx';
import { Status } from '../../ui/status.tsx';
import { TextLink } from '../../ui/text-link.tsx';
import { Age } from '../../ui/time.tsx';
import type { DeploymentRow } from './release-types.ts';

function Runs({ deployment }: { readonly deployment: DeploymentRow }) {
  const { health } = deployment;
  return (
    <div className="flex flex-wrap items-center gap-x-3">
      <TextLink quiet className="font-mono font-medium" href={entityAddress(deployment.ref)}>
        {deployment.release.version}
      </TextLink>
      <Status
        plain
        tone={
          health.state === 'healthy'
            ? 'on-track'
            : health.state === 'unhealthy'
              ? 'off-track'
              : 'unknown'
        }
        word={
          health.state === 'unknown'
            ? 'Health unknown'
            : health.state === 'healthy'
              ? 'Healthy'
              : 'Unhealthy'
        }
      />
      <span className="text-xs text-tertiary">
        since <Age at={deployment.finishedAt ?? deployment.requestedAt} />
      </span>
    </div>
  );
}

/** What runs of a repository in an environment, what deploys there now, how many wait. */
export function BoardCell({
  current,
  active,
  queued,
}: {
  readonly current: DeploymentRow | null;
  readonly active: DeploymentRow | null;
  readonly queued: number;
}) {
  return (
    <div className="flex flex-col gap-1">
      {current ? (
        <Runs deployment={current} />
      ) : (
        <span className="text-xs text-tertiary">Nothing runs</span>
      )}
      {active && (
        <div className="flex flex-wrap items-center gap-x-2 border-l-2 border-accent pl-2">
          <EntityStatus state={active.state} plain />
          <TextLink className="font-mono" href={entityAddress(active.ref)}>
            {active.release.version}
          </TextLink>
          {active.startedAt !== null && (
            <span className="text-xs text-tertiary">
              began <Age at={active.startedAt} />
            </span>
          )}
        </div>
      )}
      {queued > 0 && <span className="text-xs text-secondary">{queued} queued</span>}
    </div>
  );
}
