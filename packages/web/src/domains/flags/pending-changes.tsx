import type { FlagConfiguration, OperationOf, OutputOf } from '@throughline/contract';
import { useState } from 'react';
import { faultOf, shownProblem } from '../../api/problem.ts';
import { useList, useWrite } from '../../api/use-operation.ts';
import { FormDialog } from '../../entity/form-dialog.tsx';
import { Button } from '../../ui/button.tsx';
import { Section } from '../../ui/section.tsx';
import { Status } from '../../ui/status.tsx';
import type { StatusTone } from '../../ui/status-tone.ts';
import { TextArea } from '../../ui/text-area.tsx';
import { Age, Instant } from '../../ui/time.tsx';
import { toast } from '../../ui/toast.ts';
import { ConfigurationSteps } from './configuration-steps.tsx';
import { configurationOf, type FlagInEnvironment, type FlagView } from './flag-types.ts';

type Change = OutputOf<OperationOf<'flags.listFlagChanges'>>['items'][number];

const looks: Record<Change['state'], { tone: StatusTone; word: string }> = {
  'in-review': { tone: 'waiting', word: 'Waits for a review' },
  scheduled: { tone: 'running', word: 'Planned' },
  applied: { tone: 'done', word: 'Applied' },
  declined: { tone: 'stopped', word: 'Declined' },
  withdrawn: { tone: 'stopped', word: 'Taken back' },
  outdated: { tone: 'at-risk', word: 'Outdated' },
};

/** Changes of a flag here that wait for a review or a moment, and what became of the last ones. */
export function PendingChanges({
  flag,
  present,
  onEdit,
}: {
  readonly flag: FlagView;
  readonly present: FlagInEnvironment;
  /** Opens the editor with what an outdated change wanted. */
  readonly onEdit?: ((configuration: FlagConfiguration) => void) | undefined;
}) {
  const list = useList('flags.listFlagChanges', {
    query: { flag: flag.ref, environment: present.environment.ref, limit: 10 },
  });
  if (list.items.length === 0) return null;
  return (
    <Section title="Planned changes" level={3}>
      <ul className="flex flex-col gap-4">
        {list.items.map((change) => (
          <li key={change.ref} className="hairline-b flex flex-col gap-2 pb-3">
            <ChangeWords change={change} />
            {(change.state === 'in-review' || change.state === 'scheduled') && (
              <>
                {change.configuration && (
                  <ComparedSteps flag={flag} present={present} change={change} />
                )}
                <ChangeActs change={change} />
              </>
            )}
            {change.state === 'outdated' && onEdit && <EditAgain change={change} onEdit={onEdit} />}
          </li>
        ))}
      </ul>
    </Section>
  );
}

function EditAgain({
  change: { configuration, on },
  onEdit,
}: {
  readonly change: Change;
  readonly onEdit: (configuration: FlagConfiguration) => void;
}) {
  if (!configuration) return null;
  return (
    <Button size="sm" className="self-start" onClick={() => onEdit({ ...configuration, on })}>
      Edit from this
    </Button>
  );
}

function ChangeWords({ change }: { readonly change: Change }) {
  const look = looks[change.state];
  return (
    <div className="flex flex-col gap-1">
      <p className="flex flex-wrap items-center gap-x-3">
        <Status tone={look.tone} word={look.word} plain />
        <span className="font-medium">
          {change.configuration ? change.says : `Turned ${change.on ? 'on' : 'off'}`}
        </span>
        {change.applyAt !== null && (
          <span>
            at <Instant at={change.applyAt} />
          </span>
        )}
      </p>
      <p className="text-secondary">
        {change.askedBy}, <Age at={change.askedAt} />
        {change.note !== '' && `: ${change.note}`}
      </p>
      {change.reviewedBy !== null && (
        <p className="text-secondary">
          {change.state === 'declined' ? 'Declined' : 'Approved'} by {change.reviewedBy}
          {change.reviewNote !== '' && `: ${change.reviewNote}`}
        </p>
      )}
      {change.outdated !== '' && <p className="text-at-risk">{change.outdated}</p>}
    </div>
  );
}

function ComparedSteps({
  flag,
  present,
  change,
}: {
  readonly flag: FlagView;
  readonly present: FlagInEnvironment;
  readonly change: Change;
}) {
  if (!change.configuration) return null;
  return (
    <div className="grid gap-4 md:grid-cols-2">
      <div>
        <p className="text-xs text-tertiary">Now, revision {present.revision}</p>
        <ConfigurationSteps configuration={configurationOf(present)} variations={flag.variations} />
      </div>
      <div>
        <p className="text-xs text-tertiary">Then, made from revision {change.baseRevision}</p>
        <ConfigurationSteps
          configuration={{ ...change.configuration, on: change.on }}
          variations={flag.variations}
        />
      </div>
    </div>
  );
}

function ChangeActs({ change }: { readonly change: Change }) {
  const approve = useWrite('flags.approveFlagChange');
  const withdraw = useWrite('flags.withdrawFlagChange');
  const [declining, setDeclining] = useState(false);
  const params = { id: change.ref };
  const failed = (error: Error) => {
    const { title, detail } = shownProblem(error);
    toast({ title, detail, tone: 'failed' });
  };
  return (
    <div className="flex flex-wrap gap-2">
      {change.state === 'in-review' && !change.mine && (
        <>
          <Button
            size="sm"
            tone="primary"
            busy={approve.isPending}
            onClick={() =>
              approve.mutate(
                { params, body: {} },
                {
                  onError: failed,
                  onSuccess: ({ state, outdated }) =>
                    state === 'outdated'
                      ? toast({ title: 'It is outdated', detail: outdated, tone: 'failed' })
                      : toast({ title: state === 'applied' ? 'Applied' : 'Approved' }),
                },
              )
            }
          >
            Approve
          </Button>
          <Button size="sm" onClick={() => setDeclining(true)}>
            Decline
          </Button>
        </>
      )}
      <Button
        size="sm"
        busy={withdraw.isPending}
        onClick={() => withdraw.mutate({ params }, { onError: failed })}
      >
        Take back
      </Button>
      {declining && <DeclineDialog change={change} onClose={() => setDeclining(false)} />}
    </div>
  );
}

function DeclineDialog({
  change,
  onClose,
}: {
  readonly change: Change;
  readonly onClose: () => void;
}) {
  const decline = useWrite('flags.declineFlagChange');
  const [reason, setReason] = useState('');
  return (
    <FormDialog
      open
      onOpenChange={onClose}
      title={`Decline ${change.askedBy}’s change?`}
      submit="Decline"
      busy={decline.isPending}
      error={decline.error}
      onSubmit={() => decline.mutateAsync({ params: { id: change.ref }, body: { reason } })}
    >
      <TextArea
        label="Reason"
        required
        value={reason}
        onValueChange={setReason}
        error={faultOf(decline.error, 'reason')}
      />
    </FormDialog>
  );
}
