import type { OperationOf, OutputOf } from '@throughline/contract';
import { useState } from 'react';
import { faultOf } from '../../api/problem.ts';
import { useWrite } from '../../api/use-operation.ts';
import { FormDialog } from '../../entity/form-dialog.tsx';
import { DateField } from '../../ui/date-field.tsx';
import { toast } from '../../ui/toast.ts';

type Launch = OutputOf<OperationOf<'launch.getLaunch'>>;

/** Moves T0; every item moves along, and what became impossible is said. */
export function MoveLaunch({
  launch,
  onClose,
}: {
  readonly launch: Launch;
  readonly onClose: () => void;
}) {
  const move = useWrite('launch.moveLaunch');
  const [targetOn, setTargetOn] = useState(launch.targetOn);
  const [revision] = useState(launch.revision);
  return (
    <FormDialog
      open
      onOpenChange={onClose}
      title="Move T0"
      description="Every item moves with it. A go was given for its date: it has to be decided again."
      submit="Move"
      busy={move.isPending}
      error={move.error}
      onSubmit={async () => {
        const { impossible } = await move.mutateAsync({
          params: { id: launch.ref },
          body: { targetOn },
          ifMatch: revision,
        });
        toast(
          impossible.length === 0
            ? { title: 'T0 moved; every item has its time.' }
            : {
                title: `T0 moved; ${impossible.length} items never had their time.`,
                detail: impossible.map(({ title }) => title).join(', '),
                tone: 'failed',
              },
        );
      }}
    >
      <DateField
        label="T0, the day of the launch"
        required
        value={targetOn}
        onValueChange={setTargetOn}
        error={faultOf(move.error, 'targetOn')}
      />
    </FormDialog>
  );
}
