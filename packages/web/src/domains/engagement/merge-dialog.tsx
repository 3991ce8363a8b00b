import { useState } from 'react';
import { faultOf } from '../../api/problem.ts';
import { useWrite } from '../../api/use-operation.ts';
import { EntityPicker } from '../../entity/entity-picker.tsx';
import { FormDialog } from '../../entity/form-dialog.tsx';
import type { ComboboxOption } from '../../ui/combobox.tsx';

/** Makes feedback a duplicate of another. */
export function MergeDialog({
  id,
  onClose,
}: {
  readonly id: string;
  readonly onClose: () => void;
}) {
  const merge = useWrite('engagement.mergeFeedback');
  const [into, setInto] = useState<ComboboxOption | null>(null);
  return (
    <FormDialog
      open
      onOpenChange={onClose}
      title="Merge into another"
      description="This one closes; the other speaks for both, with both voices and accounts."
      submit="Merge"
      busy={merge.isPending}
      error={merge.error}
      onSubmit={() => merge.mutateAsync({ params: { id }, body: { into: into?.id ?? '' } })}
    >
      <EntityPicker
        label="Says the same as"
        kind="feedback"
        required
        value={into}
        onValueChange={setInto}
        error={faultOf(merge.error, 'into')}
      />
    </FormDialog>
  );
}
