import { useState } from 'react';
import { useWrite } from '../../api/use-operation.ts';
import { EntitiesPicker } from '../../entity/entities-picker.tsx';
import { FormDialog } from '../../entity/form-dialog.tsx';
import type { ComboboxOption } from '../../ui/combobox.tsx';
import { faultOf } from '../../api/problem.ts';

/** Names who reads a draft, and all that is drafted under it. */
export function ReadersDialog({
  plan,
  onClose,
}: {
  readonly plan: { readonly ref: string; readonly revision: number };
  readonly onClose: () => void;
}) {
  const write = useWrite('strategy.setPlanReaders');
  const [readers, setReaders] = useState<readonly ComboboxOption[]>([]);
  const [revision] = useState(plan.revision);
  return (
    <FormDialog
      open
      onOpenChange={onClose}
      title="Name its readers"
      description="The draft, and all that is drafted under it, is there for them and you alone until it is adopted. They take the place of those named before."
      submit="Name them"
      busy={write.isPending}
      error={write.error}
      onSubmit={() =>
        write.mutateAsync({
          params: { id: plan.ref },
          body: { readers: readers.map(({ id }) => id) },
          ifMatch: revision,
        })
      }
    >
      <EntitiesPicker
        label="Readers"
        kinds={['person']}
        value={readers}
        onValueChange={setReaders}
        error={faultOf(write.error, 'readers')}
      />
    </FormDialog>
  );
}
