import type { OperationOf, OutputOf } from '@throughline/contract';
import { useWrite } from '../../api/use-operation.ts';
import { FormDialog } from '../../entity/form-dialog.tsx';
import { useFields } from '../../entity/use-fields.ts';
import { Select } from '../../ui/select.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { stageOptions } from './words.ts';

type Initiative = OutputOf<OperationOf<'strategy.getInitiative'>>;

interface Move {
  readonly stage: (typeof stageOptions)[number]['value'];
  readonly reason: string;
  readonly revision: number;
}

/** Moves an initiative to another stage. */
export function StageDialog({
  initiative,
  onClose,
}: {
  readonly initiative: Initiative;
  readonly onClose: () => void;
}) {
  const write = useWrite('strategy.moveStage');
  const present = stageOptions.findIndex(({ value }) => value === initiative.stage);
  const next = stageOptions[present + 1] ?? stageOptions[0];
  const { fields, set } = useFields<Move>({
    stage: next.value,
    reason: '',
    revision: initiative.revision,
  });
  return (
    <FormDialog
      open
      onOpenChange={onClose}
      title="Move to another stage"
      submit="Move"
      size="sm"
      busy={write.isPending}
      error={write.error}
      onSubmit={() =>
        write.mutateAsync({
          params: { id: initiative.ref },
          body: { stage: fields.stage, reason: fields.reason },
          ifMatch: fields.revision,
        })
      }
    >
      <Select
        label="Stage"
        options={stageOptions.map((option) => ({
          ...option,
          disabled: option.value === initiative.stage,
        }))}
        value={fields.stage}
        onValueChange={set('stage')}
      />
      <TextArea label="Reason" value={fields.reason} onValueChange={set('reason')} />
    </FormDialog>
  );
}
