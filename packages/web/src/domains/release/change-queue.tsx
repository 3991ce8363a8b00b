import type { OperationOf, OutputOf } from '@throughline/contract';
import { useState } from 'react';
import { shownProblem } from '../../api/problem.ts';
import { useRead, useWrite } from '../../api/use-operation.ts';
import { FormDialog } from '../../entity/form-dialog.tsx';
import { Button } from '../../ui/button.tsx';
import { RadioGroup } from '../../ui/radio-group.tsx';
import { Section } from '../../ui/section.tsx';
import { Status } from '../../ui/status.tsx';
import { TextLink } from '../../ui/text-link.tsx';
import { Age } from '../../ui/time.tsx';
import { toast } from '../../ui/toast.ts';
import { CommitName } from './commit-name.tsx';
import { QueueEntryFacts } from './queue-entry-facts.tsx';
import { entryLook, laneWords, type QueueEntry } from './queue-words.ts';

type Change = OutputOf<OperationOf<'release.getChange'>>;

const lanes = [
  { value: 'normal', label: laneWords.normal, hint: 'After all that wait already.' },
  { value: 'high', label: laneWords.high, hint: 'Before those that land in turn.' },
  {
    value: 'incident',
    label: laneWords.incident,
    hint: 'Before everything, through a backlog too. For an editor of the repository.',
  },
] as const;

function Enqueue({ change, again }: { readonly change: Change; readonly again: boolean }) {
  const enqueue = useWrite('release.enqueueChange');
  const [open, setOpen] = useState(false);
  const [lane, setLane] = useState<(typeof lanes)[number]['value']>('normal');
  return (
    <>
      <Button size="sm" tone="primary" onClick={() => setOpen(true)}>
        {again ? 'Queue it again' : 'Queue it to land'}
      </Button>
      <FormDialog
        open={open}
        onOpenChange={setOpen}
        title={`Queue “${change.title}”`}
        description="What lands is the commit that it has now. It is tried on top of what waits before it."
        submit="Queue it"
        busy={enqueue.isPending}
        error={enqueue.error}
        onSubmit={() => enqueue.mutateAsync({ params: { id: change.ref }, body: { lane } })}
      >
        <RadioGroup label="When" options={lanes} value={lane} onValueChange={setLane} />
      </FormDialog>
    </>
  );
}

function Leave({ change }: { readonly change: Change }) {
  const leave = useWrite('release.leaveQueue');
  return (
    <Button
      size="sm"
      busy={leave.isPending}
      onClick={() =>
        leave.mutate(
          { params: { id: change.ref } },
          { onError: (error) => toast({ ...shownProblem(error), tone: 'failed' }) },
        )
      }
    >
      Take it out
    </Button>
  );
}

function Entry({ entry, repository }: { readonly entry: QueueEntry; readonly repository: string }) {
  return (
    <>
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Status {...entryLook(entry)} />
        {entry.position !== null && (
          <TextLink href={`/repositories/${repository}?tab=queue`}>
            {entry.position === 1 ? 'Next to land' : `Number ${entry.position} in the queue`}
          </TextLink>
        )}
        <span className="text-xs text-tertiary">
          at <CommitName sha={entry.head} />, queued by {entry.queuedBy} <Age at={entry.queuedAt} />
          {entry.state === 'landed' && entry.commit !== null && (
            <>
              , landed as <CommitName sha={entry.commit} />
            </>
          )}
        </span>
      </p>
      <QueueEntryFacts entry={entry} />
    </>
  );
}

/** Where a change is on its way into the default branch, and what can be done about it. */
export function ChangeQueue({ change }: { readonly change: Change }) {
  const queue = useRead('release.getQueue', { params: { id: change.repository.ref } });
  const entry = change.queue;
  const waits = entry?.state === 'queued' || entry?.state === 'landing';
  const possible = change.state === 'open' && queue.data?.policy != null;
  if (entry === null && !possible) return null;
  const act = !possible ? undefined : waits ? (
    entry?.state === 'queued' && <Leave change={change} />
  ) : (
    <Enqueue change={change} again={entry !== null} />
  );
  return (
    <Section title="Merge queue" actions={act}>
      {entry === null ? (
        <p className="text-secondary">
          It is in no queue yet. Queued, it lands by itself once it is green with what waits before
          it.
        </p>
      ) : (
        <Entry entry={entry} repository={change.repository.ref} />
      )}
    </Section>
  );
}
