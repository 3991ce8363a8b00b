import { entityAddress } from '../../api/entity-address.ts';
import { EntityStatus } from '../../entity/entity-status.tsx';
import { Mono } from '../../ui/mono.tsx';
import { Status } from '../../ui/status.tsx';
import { TextLink } from '../../ui/text-link.tsx';
import { Age } from '../../ui/time.tsx';
import { shortSha } from './deployment-words.ts';
import { failureStanding, failureWords } from './failure-words.ts';
import type { Board, DeploymentRow } from './release-types.ts';

type Cell = Board['rows'][number]['cells'][number];

const healthLooks = {
  healthy: { tone: 'on-track', word: 'Healthy' },
  unhealthy: { tone: 'off-track', word: 'Unhealthy' },
  unknown: { tone: 'unknown', word: 'Health unknown' },
} as const;

function Runs({ deployment }: { readonly deployment: DeploymentRow }) {
  const { observed } = deployment;
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-3">
        <TextLink quiet className="font-mono font-medium" href={entityAddress(deployment.ref)}>
          {deployment.release.version}
        </TextLink>
        <Status plain {...healthLooks[deployment.health.state]} />
        <span className="text-xs text-tertiary">
          <Mono>{shortSha(deployment.sha)}</Mono> since{' '}
          <Age at={deployment.finishedAt ?? deployment.requestedAt} />
        </span>
      </div>
      {observed !== null && observed.driftSince !== null && (
        <div className="flex flex-wrap items-center gap-x-2">
          <Status plain tone="at-risk" word="Drift" />
          <span className="text-xs text-secondary">
            {observed.revision === null ? (
              observed.says
            ) : (
              <>
                <Mono>{observed.revision.slice(0, 12)}</Mono> runs
              </>
            )}{' '}
            since <Age at={observed.driftSince} />
          </span>
        </div>
      )}
    </>
  );
}

const count = (some: number, one: string) => `${some} ${one}${some === 1 ? '' : 's'}`;

function Waiting({ cell }: { readonly cell: Cell }) {
  const { waiting, queued } = cell;
  const parts = [
    ...(queued > 0 ? [`${queued} queued`] : []),
    ...(waiting && waiting.releases > 0 ? [count(waiting.releases, 'release')] : []),
    ...(waiting && waiting.commits > 0 ? [count(waiting.commits, 'commit')] : []),
  ];
  if (parts.length === 0) return null;
  return (
    <span className="text-xs text-secondary">
      Waiting: {parts.join(', ')}
      {waiting?.newest && (
        <>
          {', up to '}
          <TextLink quiet className="font-mono" href={entityAddress(waiting.newest.ref)}>
            {waiting.newest.version}
          </TextLink>
        </>
      )}
    </span>
  );
}

/** What runs of a repository in an environment, what deploys there now, what waits, what failed. */
export function BoardCell({ cell }: { readonly cell: Cell }) {
  const { current, active, failure } = cell;
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
      {failure && (
        <div className="flex flex-wrap items-center gap-x-2 border-l-2 border-off-track pl-2">
          <Status
            plain
            tone={failureStanding[failure.state].tone}
            word={failureWords[failure.class].name}
          />
          <TextLink className="text-xs" href={entityAddress(failure.ref)}>
            {failureStanding[failure.state].word.toLowerCase()}
            <span className="sr-only"> failure: {failure.says}</span>
          </TextLink>
          <span className="text-xs text-tertiary">
            <Age at={failure.at} />
          </span>
        </div>
      )}
      <Waiting cell={cell} />
    </div>
  );
}
