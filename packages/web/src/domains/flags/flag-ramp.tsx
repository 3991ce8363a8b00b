import type { OperationOf, OutputOf } from '@throughline/contract';
import { lazy, Suspense, useState } from 'react';
import { shownProblem } from '../../api/problem.ts';
import { useList, useWrite } from '../../api/use-operation.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { cx } from '../../ui/cx.ts';
import { Section } from '../../ui/section.tsx';
import { Status } from '../../ui/status.tsx';
import type { StatusTone } from '../../ui/status-tone.ts';
import { Table } from '../../ui/table.tsx';
import { Age, Instant } from '../../ui/time.tsx';
import { toast } from '../../ui/toast.ts';
import type { FlagInEnvironment, FlagView } from './flag-types.ts';
import { variationName } from './variation-value.ts';

const StartRamp = lazy(async () => ({ default: (await import('./start-ramp.tsx')).StartRamp }));

type Ramp = OutputOf<OperationOf<'flags.listRamps'>>['items'][number];

const looks: Record<Ramp['state'], { tone: StatusTone; word: string }> = {
  'in-review': { tone: 'waiting', word: 'Waits for an approval' },
  scheduled: { tone: 'not-started', word: 'About to begin' },
  running: { tone: 'running', word: 'Ramping' },
  held: { tone: 'waiting', word: 'Held' },
  finished: { tone: 'done', word: 'Finished' },
  'rolled-back': { tone: 'off-track', word: 'Rolled back' },
  stopped: { tone: 'stopped', word: 'Ended' },
};

const verdictLooks = {
  'go-on': { tone: 'on-track', word: 'Go on' },
  hold: { tone: 'waiting', word: 'Can’t tell' },
  'roll-back': { tone: 'off-track', word: 'Roll back' },
} as const;

const isEnded = ({ state }: Ramp) =>
  state === 'finished' || state === 'rolled-back' || state === 'stopped';

/** The ramp of a flag here: its steps, what its guards say, and the acts; or the act that begins one. */
export function FlagRamp({
  flag,
  present,
  disabled,
}: {
  readonly flag: FlagView;
  readonly present: FlagInEnvironment;
  readonly disabled: boolean;
}) {
  const list = useList('flags.listRamps', {
    query: { flag: flag.ref, environment: present.environment.ref, limit: 5 },
  });
  const [starting, setStarting] = useState(false);
  const [last] = list.items;
  const underWay = last !== undefined && !isEnded(last);
  return (
    <Section
      title="Ramp"
      level={3}
      note="A share that grows by steps while its guards allow it, and goes back by itself"
      actions={
        !disabled &&
        !underWay && (
          <Button size="sm" icon="play" onClick={() => setStarting(true)}>
            Start a ramp
          </Button>
        )
      }
    >
      {last ? (
        <RampWords flag={flag} ramp={last} disabled={disabled} />
      ) : (
        <p className="text-secondary">
          Nothing is ramped here. A ramp serves a variation to 1 %, then 10 %, and so on, for as
          long at each as you say.
        </p>
      )}
      {starting && (
        <Suspense fallback={null}>
          <StartRamp flag={flag} present={present} onClose={() => setStarting(false)} />
        </Suspense>
      )}
    </Section>
  );
}

function RampWords({
  flag,
  ramp,
  disabled,
}: {
  readonly flag: FlagView;
  readonly ramp: Ramp;
  readonly disabled: boolean;
}) {
  const look = looks[ramp.state];
  return (
    <div className="flex flex-col gap-3">
      <p className="flex flex-wrap items-center gap-x-3">
        <Status tone={look.tone} word={look.word} />
        <span>
          {variationName(flag.variations, ramp.variation)} in place of{' '}
          {variationName(flag.variations, ramp.otherwise)}
        </span>
        <span className="text-secondary">
          by {ramp.startedBy}
          {ramp.approvedBy !== null && `, approved by ${ramp.approvedBy}`},{' '}
          <Age at={ramp.startedAt} />
        </span>
      </p>
      <Steps ramp={ramp} />
      {ramp.says !== '' && <p>{ramp.says}</p>}
      {ramp.nextAt !== null && (
        <p className="text-secondary">
          {ramp.position + 1 < ramp.steps.length ? 'The next step' : 'It is finished'} at{' '}
          <Instant at={ramp.nextAt} />, if its guards allow it.
        </p>
      )}
      {ramp.guards.length > 0 && (
        <Table
          label="Guards"
          rows={ramp.guards.map((guard, place) => ({
            guard,
            place,
            reading: ramp.readings[place],
          }))}
          rowKey={({ place }) => String(place)}
          rowName={({ guard }) => guard.label}
          columns={[
            { id: 'label', header: 'Guard', cell: ({ guard }) => guard.label },
            {
              id: 'limit',
              header: 'Must be',
              width: '10rem',
              cell: ({ guard }) =>
                `${guard.condition === 'at-most' ? 'at most' : 'at least'} ${guard.limit}`,
            },
            {
              id: 'verdict',
              header: 'Says',
              cell: ({ reading }) =>
                reading ? (
                  <span className="flex flex-wrap gap-x-2">
                    <Status {...verdictLooks[reading.verdict]} plain />
                    {reading.says}
                  </span>
                ) : (
                  'Not looked at yet'
                ),
            },
          ]}
        />
      )}
      {!disabled && !isEnded(ramp) && <RampActs flag={flag} ramp={ramp} />}
    </div>
  );
}

function Steps({ ramp }: { readonly ramp: Ramp }) {
  return (
    <ol className="flex flex-wrap gap-2" aria-label="Steps">
      {ramp.steps.map(({ percent, minutes }, place) => (
        <li
          key={place}
          aria-current={place === ramp.position ? 'step' : undefined}
          className={cx(
            'figures flex flex-col rounded-sm border px-2 py-1 text-sm',
            place === ramp.position
              ? 'border-accent bg-accent text-on-accent'
              : place < ramp.position
                ? 'border-line bg-done-soft'
                : 'border-line bg-surface',
          )}
        >
          <span className="font-medium">{percent} %</span>
          <span className="text-xs">{spokenMinutes(minutes)}</span>
        </li>
      ))}
    </ol>
  );
}

/** `90 min`, `24 h`, `3 d`. */
function spokenMinutes(minutes: number): string {
  if (minutes >= 2880 && minutes % 1440 === 0) return `${minutes / 1440} d`;
  return minutes >= 60 && minutes % 60 === 0 ? `${minutes / 60} h` : `${minutes} min`;
}

function RampActs({ flag, ramp }: { readonly flag: FlagView; readonly ramp: Ramp }) {
  const approve = useWrite('flags.approveRamp');
  const hold = useWrite('flags.holdRamp');
  const goOn = useWrite('flags.goOnRamp');
  const rollBack = useWrite('flags.rollBackRamp');
  const stop = useWrite('flags.stopRamp');
  const [asking, setAsking] = useState<'back' | 'on'>();
  const input = { params: { id: ramp.ref }, body: {} };
  const told = {
    onError: (error: Error) => {
      const { title, detail } = shownProblem(error);
      toast({ title, detail, tone: 'failed' });
    },
    onSuccess: () => setAsking(undefined),
  };
  const production = flag.environments.some(
    (one) => one.environment.ref === ramp.environment.ref && one.production,
  );
  const waits = ramp.state === 'in-review';
  const heldByHand = ramp.state === 'held' && ramp.nextAt === null;
  return (
    <div className="flex flex-wrap gap-2">
      {waits && !ramp.mine && (
        <Button
          size="sm"
          tone="primary"
          busy={approve.isPending}
          onClick={() => approve.mutate(input, told)}
        >
          Approve
        </Button>
      )}
      {!heldByHand && !waits && (
        <Button
          size="sm"
          icon="pause"
          busy={hold.isPending}
          onClick={() => hold.mutate(input, told)}
        >
          Hold
        </Button>
      )}
      {!waits && (
        <Button
          size="sm"
          icon="play"
          busy={goOn.isPending}
          onClick={() => (heldByHand ? goOn.mutate(input, told) : setAsking('on'))}
        >
          {heldByHand ? 'Let it go on' : 'Next step now'}
        </Button>
      )}
      {ramp.position >= 0 && (
        <Button size="sm" icon="undo" onClick={() => setAsking('back')}>
          Roll back
        </Button>
      )}
      <Button size="sm" busy={stop.isPending} onClick={() => stop.mutate(input, told)}>
        {waits ? 'Take back' : 'End it here'}
      </Button>
      <ConfirmDialog
        open={asking === 'back'}
        onOpenChange={() => setAsking(undefined)}
        title={`Roll ${flag.key} back in ${ramp.environment.title}?`}
        confirmLabel="Roll back"
        danger
        busy={rollBack.isPending}
        problem={rollBack.error ? shownProblem(rollBack.error) : undefined}
        onConfirm={() => rollBack.mutate(input, told)}
      >
        Everybody is served again what they were before the ramp.
      </ConfirmDialog>
      <ConfirmDialog
        open={asking === 'on'}
        onOpenChange={() => setAsking(undefined)}
        title={`Take ${flag.key}’s next step now?`}
        confirmLabel="Next step now"
        phrase={production ? flag.key : undefined}
        busy={goOn.isPending}
        problem={goOn.error ? shownProblem(goOn.error) : undefined}
        onConfirm={() => goOn.mutate(input, told)}
      >
        The present step has not soaked, or a guard can’t tell.
      </ConfirmDialog>
    </div>
  );
}
