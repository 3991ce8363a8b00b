import type { OperationOf, OutputOf, Readiness } from '@throughline/contract';
import { useState } from 'react';
import { shownProblem } from '../../api/problem.ts';
import { useWrite } from '../../api/use-operation.ts';
import { Button } from '../../ui/button.tsx';
import { toast } from '../../ui/toast.ts';
import { ChangeLaunch } from './change-launch.tsx';
import { DecideLaunch } from './decide-launch.tsx';
import { MoveLaunch } from './move-launch.tsx';

type Launch = OutputOf<OperationOf<'launch.getLaunch'>>;

/** What may follow by hand; go and no-go are decisions. */
const next = {
  planning: { to: 'ready', label: 'Say that it is ready' },
  ready: { to: 'planning', label: 'Back to planning' },
  go: { to: 'launched', label: 'Say that it is launched' },
  launched: { to: 'measuring', label: 'Begin to measure' },
  measuring: { to: 'closed', label: 'Close' },
  'no-go': { to: 'planning', label: 'Plan again' },
  closed: null,
} as const;

/** The acts of a launch's title block. */
export function LaunchActs({
  launch,
  readiness,
}: {
  readonly launch: Launch;
  readonly readiness: Readiness;
}) {
  const advance = useWrite('launch.advanceLaunch');
  const [dialog, setDialog] = useState<'change' | 'move' | 'decide' | null>(null);
  const close = () => setDialog(null);
  const step = next[launch.state];
  const open = ['planning', 'ready', 'go', 'no-go'].includes(launch.state);
  const move = () => {
    if (!step) return;
    advance.mutate(
      { params: { id: launch.ref }, body: { to: step.to }, ifMatch: launch.revision },
      {
        onError: (error) => {
          const { title, detail } = shownProblem(error);
          toast({ title, ...(detail === undefined ? {} : { detail }), tone: 'failed' });
        },
      },
    );
  };
  return (
    <>
      <Button icon="edit" onClick={() => setDialog('change')}>
        Change
      </Button>
      {open && <Button onClick={() => setDialog('move')}>Move T0</Button>}
      {step && (
        <Button busy={advance.isPending} onClick={move}>
          {step.label}
        </Button>
      )}
      {open && (
        <Button tone="primary" onClick={() => setDialog('decide')}>
          Decide
        </Button>
      )}
      {dialog === 'change' && <ChangeLaunch launch={launch} onClose={close} />}
      {dialog === 'move' && <MoveLaunch launch={launch} onClose={close} />}
      {dialog === 'decide' && (
        <DecideLaunch launch={launch} readiness={readiness} onClose={close} />
      )}
    </>
  );
}
