import { useState } from 'react';
import { faultOf, shownProblem } from '../../api/problem.ts';
import { useWrite } from '../../api/use-operation.ts';
import { FormDialog } from '../../entity/form-dialog.tsx';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useTimeZone } from '../../ui/time-zone.ts';
import { momentInZone } from '../../ui/moment-in-zone.ts';
import type { EnvironmentView } from './release-types.ts';

function Freeze({ environment }: { readonly environment: EnvironmentView }) {
  const freeze = useWrite('release.freezeEnvironment');
  const zone = useTimeZone();
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState('');
  const [until, setUntil] = useState('');
  return (
    <>
      <Button icon="pause" onClick={() => setOpen(true)}>
        Freeze
      </Button>
      <FormDialog
        open={open}
        onOpenChange={setOpen}
        title={`Freeze ${environment.title}`}
        description="No new deployment begins here. Those under way go on."
        submit="Freeze"
        busy={freeze.isPending}
        error={freeze.error}
        onSubmit={async () => {
          await freeze.mutateAsync({
            params: { id: environment.ref },
            body: { reason, ...(until === '' ? {} : { until: momentInZone(zone, until) }) },
          });
          setReason('');
          setUntil('');
        }}
      >
        <TextArea
          label="Reason"
          required
          hint="Whoever wants to deploy reads it."
          value={reason}
          onValueChange={setReason}
          error={faultOf(freeze.error, 'reason')}
        />
        <TextField
          label="Until"
          type="datetime-local"
          hint={`In ${zone}. Left empty, until somebody ends it.`}
          value={until}
          onValueChange={setUntil}
          error={faultOf(freeze.error, 'until')}
        />
      </FormDialog>
    </>
  );
}

function Unfreeze({ environment }: { readonly environment: EnvironmentView }) {
  const unfreeze = useWrite('release.unfreezeEnvironment');
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button icon="play" onClick={() => setOpen(true)}>
        End the freeze
      </Button>
      <ConfirmDialog
        open={open}
        onOpenChange={setOpen}
        title={`End the freeze of ${environment.title}?`}
        confirmLabel="End the freeze"
        phrase={environment.production ? environment.key : undefined}
        busy={unfreeze.isPending}
        problem={unfreeze.error ? shownProblem(unfreeze.error) : undefined}
        onConfirm={() =>
          unfreeze.mutate({ params: { id: environment.ref } }, { onSuccess: () => setOpen(false) })
        }
      >
        Deployments may begin again at once; the next in the queue does.
      </ConfirmDialog>
    </>
  );
}

/** Holds new deployments back from an environment, or lets them begin again. */
export function FreezeEnvironment({ environment }: { readonly environment: EnvironmentView }) {
  return environment.freeze === null ? (
    <Freeze environment={environment} />
  ) : (
    <Unfreeze environment={environment} />
  );
}
