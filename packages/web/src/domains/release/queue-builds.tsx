import { useState } from 'react';
import { EntityLink } from '../../entity/entity-link.tsx';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Section } from '../../ui/section.tsx';
import { Status } from '../../ui/status.tsx';
import { TextLink } from '../../ui/text-link.tsx';
import { Age } from '../../ui/time.tsx';
import { AttemptLog } from './attempt-log.tsx';
import { CommitName } from './commit-name.tsx';
import { tryLooks, type QueueBuild } from './queue-words.ts';

function Check({ check }: { readonly check: QueueBuild['checks'][number] }) {
  const [shown, setShown] = useState(false);
  const { attempt } = check;
  return (
    <li className="flex flex-col gap-1">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-xs">
        <Status plain {...tryLooks[check.state]} />
        <span className="font-medium">{check.name}</span>
        {check.says !== '' && <span className="text-secondary">{check.says}</span>}
        {check.url !== null && <TextLink href={check.url}>Where it ran</TextLink>}
        {attempt !== null && (
          <Button size="sm" tone="quiet" aria-expanded={shown} onClick={() => setShown(!shown)}>
            {shown ? 'Hide log' : 'Log'}
          </Button>
        )}
      </div>
      {attempt !== null && shown && <AttemptLog attempt={attempt} label={`Log of ${check.name}`} />}
    </li>
  );
}

function Changes({ changes }: { readonly changes: QueueBuild['changes'] }) {
  const [all, setAll] = useState(false);
  const shown = all ? changes : changes.slice(-3);
  return (
    <p className="flex flex-wrap gap-x-3 gap-y-1 text-secondary">
      {shown.length < changes.length && (
        <Button size="sm" tone="quiet" onClick={() => setAll(true)}>
          {changes.length - shown.length} more
        </Button>
      )}
      {shown.map((change) => (
        <EntityLink key={change.ref} entity={change} />
      ))}
    </p>
  );
}

/** What a queue tries now, and the last tries that ended. */
export function QueueBuilds({ builds }: { readonly builds: readonly QueueBuild[] }) {
  return (
    <Section title="Builds" note="Each is the first changes of the queue, merged in their order">
      {builds.length === 0 ? (
        <EmptyState
          sentence="Nothing has been tried yet. A build begins as soon as a change is queued."
          example="The first 20 changes together; where they fail, half of them."
        />
      ) : (
        <ol className="flex flex-col">
          {builds.map((build) => (
            <li
              key={build.ref}
              className="hairline-b flex flex-col gap-1.5 py-2 last:border-b-0"
              aria-label={`Build of ${build.changes.length} changes`}
            >
              <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
                <Status {...tryLooks[build.state]} />
                <CommitName sha={build.sha} />
                <span className="figures">
                  {build.changes.length} {build.changes.length === 1 ? 'change' : 'changes'}
                </span>
                <span className="text-xs text-tertiary">
                  <Age at={build.finishedAt ?? build.startedAt} />
                </span>
                {build.state !== 'green' && build.says !== '' && (
                  <span className="text-secondary">{build.says}</span>
                )}
              </div>
              <Changes changes={build.changes} />
              <ul className="flex flex-col gap-1">
                {build.checks.map((check) => (
                  <Check key={check.name} check={check} />
                ))}
              </ul>
            </li>
          ))}
        </ol>
      )}
    </Section>
  );
}
