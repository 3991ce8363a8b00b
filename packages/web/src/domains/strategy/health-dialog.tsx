import type { OperationOf, OutputOf } from '@throughline/contract';
import { faultOf } from '../../api/problem.ts';
import { useWrite } from '../../api/use-operation.ts';
import { FormDialog } from '../../entity/form-dialog.tsx';
import { useFields } from '../../entity/use-fields.ts';
import { RadioGroup } from '../../ui/radio-group.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { healthOptions } from './words.ts';

type Initiative = OutputOf<OperationOf<'strategy.getInitiative'>>;

/** Says how an initiative does, and why. */
export function HealthDialog({
  initiative,
  onClose,
}: {
  readonly initiative: Initiative;
  readonly onClose: () => void;
}) {
  const write = useWrite('strategy.setHealth');
  const { fields, set } = useFields({
    health: initiative.health ?? ('green' as const),
    reason: '',
    revision: initiative.revision,
  });
  return (
    <FormDialog
      open
      onOpenChange={onClose}
      title="Set the health"
      submit="Set"
      busy={write.isPending}
      error={write.error}
      onSubmit={() =>
        write.mutateAsync({
          params: { id: initiative.ref },
          body: { health: fields.health, reason: fields.reason },
          ifMatch: fields.revision,
        })
      }
    >
      <RadioGroup
        label="Health"
        inline
        options={healthOptions}
        value={fields.health}
        onValueChange={set('health')}
      />
      <TextArea
        label="Reason"
        required={fields.health !== 'green'}
        hint="What would have to change for the better."
        value={fields.reason}
        onValueChange={set('reason')}
        error={faultOf(write.error, 'reason')}
      />
    </FormDialog>
  );
}
