import { useState } from 'react';
import { shownProblem } from '../../api/problem.ts';
import { useWrite } from '../../api/use-operation.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { Switch } from '../../ui/switch.tsx';
import { toast } from '../../ui/toast.ts';
import { readStanding } from './configuration-reading.ts';
import { ProposeChange } from './propose-change.tsx';
import { configurationOf, type FlagInEnvironment, type FlagView } from './flag-types.ts';

/** Turns a flag on or off here: at once with an undo, in production after its key was typed. */
export function FlagSwitch({
  flag,
  present,
  disabled,
}: {
  readonly flag: FlagView;
  readonly present: FlagInEnvironment;
  readonly disabled: boolean;
}) {
  const turnOn = useWrite('flags.turnFlagOn');
  const turnOff = useWrite('flags.turnFlagOff');
  const [asking, setAsking] = useState(false);
  const [proposing, setProposing] = useState(false);
  const { environment, on } = present;
  const input = { params: { id: flag.ref, environment: environment.ref } };
  const turn = async (to: boolean, offerUndo: boolean) => {
    try {
      await (to ? turnOn : turnOff).mutateAsync(input);
      setAsking(false);
      toast({
        title: `${flag.key} is ${to ? 'on' : 'off'} in ${environment.title}`,
        ...(offerUndo ? { undo: () => void turn(!to, false) } : {}),
      });
    } catch (error) {
      if (!environment.production) toast({ ...shownProblem(error), tone: 'failed' });
    }
  };
  const busy = turnOn.isPending || turnOff.isPending;
  const error = on ? turnOff.error : turnOn.error;
  const after = readStanding({ ...configurationOf(present), on: !on }, flag.variations);
  return (
    <>
      <Switch
        label={on ? `On in ${environment.title}` : `Off in ${environment.title}`}
        checked={on}
        disabled={disabled || busy}
        onCheckedChange={(to) => {
          if (to && present.reviewRequired) setProposing(true);
          else if (environment.production) setAsking(true);
          else void turn(to, true);
        }}
      />
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={`Turn ${flag.key} ${on ? 'off' : 'on'} in ${environment.title}?`}
        confirmLabel={on ? 'Turn off' : 'Turn on'}
        phrase={flag.key}
        danger={on}
        busy={busy}
        problem={error ? shownProblem(error) : undefined}
        onConfirm={() => void turn(!on, false)}
      >
        <p>Then {after}.</p>
        {flag.promisedBy.length > 0 && (
          <p>
            {flag.promisedBy.length === 1 ? 'A notification promises' : 'Notifications promise'} it:{' '}
            {flag.promisedBy.map(({ title }) => title).join(', ')}.
          </p>
        )}
      </ConfirmDialog>
      {proposing && <ProposeChange flag={flag} present={present} onOpenChange={setProposing} />}
    </>
  );
}
