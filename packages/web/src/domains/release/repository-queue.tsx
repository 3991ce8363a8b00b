import { shownProblem } from '../../api/problem.ts';
import { useRead } from '../../api/use-operation.ts';
import { EntityLink } from '../../entity/entity-link.tsx';
import { Badge } from '../../ui/badge.tsx';
import { DescriptionList } from '../../ui/description-list.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { Mono } from '../../ui/mono.tsx';
import { Section } from '../../ui/section.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Status } from '../../ui/status.tsx';
import { Age, Instant } from '../../ui/time.tsx';
import { CommitName } from './commit-name.tsx';
import { QueueActs } from './queue-acts.tsx';
import { QueueBuilds } from './queue-builds.tsx';
import { QueueEntryFacts } from './queue-entry-facts.tsx';
import { entryLook, laneWords, type QueueEntry, type QueueView } from './queue-words.ts';

const merges = {
  merge: 'by a merge commit',
  squash: 'squashed into one commit',
  rebase: 'commit by commit',
} as const;

function State({ queue }: { readonly queue: QueueView }) {
  const { paused, backlog } = queue;
  if (paused !== null) {
    return (
      <span className="inline-flex flex-wrap items-center gap-2">
        <Status tone="at-risk" word="Stopped" />
        <span className="text-secondary">
          {paused.reason} ({paused.by}, <Age at={paused.at} />)
        </span>
      </span>
    );
  }
  if (backlog?.holds) {
    return (
      <span className="inline-flex flex-wrap items-center gap-2">
        <Status tone="at-risk" word="Waits for deployments" />
        <span className="text-secondary">
          {backlog.undeployed} releases wait to run in {backlog.environment}; from {backlog.limit}{' '}
          on only incidents land.
        </span>
      </span>
    );
  }
  return <Status tone="on-track" word="Goes on by itself" />;
}

function Facts({ queue }: { readonly queue: QueueView }) {
  const { policy } = queue;
  if (policy === null) return null;
  return (
    <DescriptionList
      wide
      entries={[
        { term: 'The queue', value: <State queue={queue} /> },
        {
          term: 'Lands on',
          value: (
            <>
              <Mono>{policy.branch}</Mono>, {merges[policy.merge]}
            </>
          ),
        },
        {
          term: 'Must be green',
          value:
            policy.checks.length === 0 ? 'Nothing: what merges, lands' : policy.checks.join(', '),
        },
        {
          term: 'Tried together',
          value: `Up to ${policy.batch}, ${
            policy.parallel === 1 ? 'one build at a time' : `${policy.parallel} builds at a time`
          }`,
        },
        ...(policy.label === null
          ? []
          : [{ term: 'Queued by label', value: <Badge>{policy.label}</Badge> }]),
        ...(policy.incident === null
          ? []
          : [{ term: 'Before all others', value: <Badge>{policy.incident}</Badge> }]),
        ...(queue.backlog === null
          ? []
          : [
              {
                term: 'Not deployed yet',
                value: `${queue.backlog.undeployed} releases of at most ${queue.backlog.limit - 1} for ${queue.backlog.environment}`,
              },
            ]),
      ]}
    />
  );
}

function Entries({ entries }: { readonly entries: readonly QueueEntry[] }) {
  return (
    <ol className="flex flex-col">
      {entries.map((entry) => (
        <li key={entry.ref} className="hairline-b flex flex-col gap-1.5 py-2 last:border-b-0">
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
            {entry.position !== null && (
              <span className="figures min-w-6 text-tertiary">{entry.position}</span>
            )}
            <EntityLink entity={entry.change} />
            <Status {...entryLook(entry)} />
            {entry.lane !== 'normal' && <Badge tone="strong">{laneWords[entry.lane]}</Badge>}
            <span className="text-xs text-tertiary">
              <Mono>{entry.branch}</Mono> at <CommitName sha={entry.head} />, queued by{' '}
              {entry.queuedBy} <Age at={entry.queuedAt} />
              {entry.settledAt !== null && (
                <>
                  , settled <Instant at={entry.settledAt} />
                </>
              )}
            </span>
          </div>
          <QueueEntryFacts entry={entry} />
        </li>
      ))}
    </ol>
  );
}

/** The merge queue of a repository: what waits, what is tried, what became of the last ones. */
export function RepositoryQueue({ repository }: { readonly repository: string }) {
  const read = useRead('release.getQueue', { params: { id: repository } });
  if (read.error) {
    return <ErrorState problem={shownProblem(read.error)} onRetry={() => void read.refetch()} />;
  }
  if (!read.data) return <Skeleton lines={8} />;
  const queue = read.data;
  if (queue.policy === null && queue.entries.length === 0 && queue.settled.length === 0) {
    return (
      <EmptyState
        sentence="The workflow declares no merge queue. Changes are merged elsewhere, and seen when they are on the default branch."
        action={
          <LinkButton href={`/repositories/${repository}?tab=workflow`}>
            See the workflow
          </LinkButton>
        }
        example="A section queue with the checks that must be green before a change lands."
      />
    );
  }
  return (
    <div className="flex flex-col gap-6">
      <Facts queue={queue} />
      {queue.commandsRefused !== null && (
        <ErrorState
          compact
          problem={{ title: 'No runner takes its commands', detail: queue.commandsRefused }}
        />
      )}
      <Section
        title="Waiting"
        note={`${queue.entries.length} in all`}
        actions={
          queue.policy && <QueueActs repository={repository} paused={queue.paused !== null} />
        }
      >
        {queue.entries.length === 0 ? (
          <EmptyState
            sentence="Nothing waits to land. Queue a change on its page, or by the label."
            example="Three changes that are tried together and land within a minute."
          />
        ) : (
          <Entries entries={queue.entries} />
        )}
      </Section>
      <QueueBuilds builds={queue.builds} />
      {queue.settled.length > 0 && (
        <Section title="Settled" note="The last 50">
          <Entries entries={queue.settled} />
        </Section>
      )}
    </div>
  );
}
