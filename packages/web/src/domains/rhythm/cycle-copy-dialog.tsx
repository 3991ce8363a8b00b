import { useNavigate } from '@tanstack/react-router';
import { entityAddress } from '../../api/entity-address.ts';
import { faultOf } from '../../api/problem.ts';
import { useWrite } from '../../api/use-operation.ts';
import { EntityPicker } from '../../entity/entity-picker.tsx';
import { FormDialog } from '../../entity/form-dialog.tsx';
import { optionOf } from '../../entity/option-of.ts';
import { useFields } from '../../entity/use-fields.ts';
import { TextField } from '../../ui/text-field.tsx';
import type { Cycle } from './rhythm-types.ts';

/** Makes a cycle of a unit's own of this one. */
export function CycleCopyDialog({
  cycle,
  onClose,
}: {
  readonly cycle: Cycle;
  readonly onClose: () => void;
}) {
  const navigate = useNavigate();
  const copy = useWrite('rhythm.copyCycle');
  const { fields, set } = useFields({ title: `${cycle.title} (copy)`, unit: optionOf(undefined) });
  return (
    <FormDialog
      open
      onOpenChange={onClose}
      title={`Copy ${cycle.title}`}
      description="The copy says the same and may be changed. Cadences go by this one until you let them go by the copy."
      submit="Copy"
      busy={copy.isPending}
      error={copy.error}
      onSubmit={async () => {
        const made = await copy.mutateAsync({
          params: { id: cycle.ref },
          body: { title: fields.title, unit: fields.unit?.id ?? '' },
        });
        await navigate({ to: entityAddress(made.ref) });
      }}
    >
      <TextField
        label="Title"
        required
        value={fields.title}
        onValueChange={set('title')}
        error={faultOf(copy.error, 'title')}
      />
      <EntityPicker
        label="Unit that it belongs to"
        kind="unit"
        required
        hint="Its editors may change the copy."
        value={fields.unit}
        onValueChange={set('unit')}
        error={faultOf(copy.error, 'unit')}
      />
    </FormDialog>
  );
}
