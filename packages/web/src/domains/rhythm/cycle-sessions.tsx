import { useState } from 'react';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Menu } from '../../ui/menu.tsx';
import { Section } from '../../ui/section.tsx';
import { shownProblem } from '../../api/problem.ts';
import { CycleAgendaDialog } from './cycle-agenda-dialog.tsx';
import { CycleOutputsDialog } from './cycle-outputs-dialog.tsx';
import { CyclePackDialog } from './cycle-pack-dialog.tsx';
import { CycleSessionDialog } from './cycle-session-dialog.tsx';
import { CycleWhenDialog } from './cycle-when-dialog.tsx';
import type { Cycle } from './rhythm-types.ts';
import { minutesOf, useChangeCycle } from './use-change-cycle.ts';

type Session = Cycle['sessions'][number];

interface Open {
  readonly what: 'session' | 'when' | 'agenda' | 'pack' | 'outputs' | 'remove';
  readonly session?: string | undefined;
}

/** What is held besides what the cycle's own rule holds; of a copy, with what changes it. */
export function CycleSessions({ cycle, own }: { readonly cycle: Cycle; readonly own: boolean }) {
  const [open, setOpen] = useState<Open>();
  if (cycle.sessions.length === 0 && !own) return null;
  const close = () => setOpen(undefined);
  return (
    <Section
      title="Sessions"
      note="Each is held as a cadence of its own"
      actions={
        own && (
          <Button size="sm" icon="plus" onClick={() => setOpen({ what: 'session' })}>
            Add a session
          </Button>
        )
      }
    >
      {cycle.sessions.length === 0 && (
        <p className="text-secondary">Only what the cycle’s own rule holds.</p>
      )}
      <ul className="flex flex-col gap-4">
        {cycle.sessions.map((session) => (
          <li key={session.key} className="flex items-start gap-3">
            <SessionWords session={session} ruleOfCycle={cycle.ruleSays} />
            {own && (
              <Menu
                trigger={<IconButton icon="more" size="sm" label={`Change ${session.title}`} />}
                align="end"
                groups={[
                  {
                    acts: actsOf(session).map(({ label, what }) => ({
                      label,
                      onSelect: () => setOpen({ what, session: session.key }),
                    })),
                  },
                  {
                    acts: [
                      {
                        label: 'Remove',
                        icon: 'trash',
                        danger: true,
                        onSelect: () => setOpen({ what: 'remove', session: session.key }),
                      },
                    ],
                  },
                ]}
              />
            )}
          </li>
        ))}
      </ul>
      {open?.what === 'session' && (
        <CycleSessionDialog cycle={cycle} session={open.session} onClose={close} />
      )}
      {open?.what === 'when' && (
        <CycleWhenDialog cycle={cycle} session={open.session} onClose={close} />
      )}
      {open?.what === 'agenda' && (
        <CycleAgendaDialog cycle={cycle} session={open.session} onClose={close} />
      )}
      {open?.what === 'pack' && (
        <CyclePackDialog cycle={cycle} session={open.session} onClose={close} />
      )}
      {open?.what === 'outputs' && (
        <CycleOutputsDialog cycle={cycle} session={open.session} onClose={close} />
      )}
      {open?.what === 'remove' && (
        <RemoveSession cycle={cycle} session={open.session ?? ''} onClose={close} />
      )}
    </Section>
  );
}

/** What the cycle's own rule holds is changed where the cycle is: only its words are the session's. */
function actsOf({ ruleSays }: Session): { label: string; what: Open['what'] }[] {
  const words = { label: 'Title and roles', what: 'session' } as const;
  return ruleSays === null
    ? [words]
    : [
        words,
        { label: 'When', what: 'when' },
        { label: 'Agenda', what: 'agenda' },
        { label: 'Pack', what: 'pack' },
        { label: 'What it leaves behind', what: 'outputs' },
      ];
}

function SessionWords({
  session,
  ruleOfCycle,
}: {
  readonly session: Session;
  readonly ruleOfCycle: string;
}) {
  const { agenda, pack, outputs, maxMinutesPerSprintWeek: limit } = session;
  return (
    <div className="min-w-0 flex-1">
      <p className="font-medium">{session.title}</p>
      <p>
        {session.ruleSays ?? `${ruleOfCycle}, by the cycle’s own agenda and pack`}; led by{' '}
        {session.ledBy}, decided by {session.decider}
        {limit !== null && `; at most ${limit} minutes for each week of the sprint`}
      </p>
      {agenda.length > 0 && (
        <p className="text-secondary">
          {minutesOf(agenda)} minutes: {agenda.map(({ title }) => title).join(', ')}
        </p>
      )}
      {pack.length > 0 && (
        <p className="text-secondary">Pack: {pack.map(({ title }) => title).join(', ')}</p>
      )}
      {outputs.length > 0 && (
        <p className="text-secondary">
          Leaves behind: {outputs.map(({ title }) => title).join(', ')}
        </p>
      )}
    </div>
  );
}

function RemoveSession({
  cycle,
  session,
  onClose,
}: {
  readonly cycle: Cycle;
  readonly session: string;
  readonly onClose: () => void;
}) {
  const { template, save, busy, error } = useChangeCycle(cycle);
  const title = template.sessions.find(({ key }) => key === session)?.title ?? '';
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={`Remove ${title}?`}
      confirmLabel="Remove"
      danger
      busy={busy}
      problem={error ? shownProblem(error) : undefined}
      onConfirm={() => {
        void save({ sessions: template.sessions.filter(({ key }) => key !== session) }).then(
          onClose,
          () => undefined,
        );
      }}
    >
      No unit can hold it any more. Reviews that were frozen with it keep it.
    </ConfirmDialog>
  );
}
