import { useState } from 'react';
import { faultOf } from '../api/problem.ts';
import { useWrite } from '../api/use-operation.ts';
import type { ComboboxOption } from '../ui/combobox.tsx';
import { DateField } from '../ui/date-field.tsx';
import { TextField } from '../ui/text-field.tsx';
import { EntityPicker } from './entity-picker.tsx';
import { FormDialog } from './form-dialog.tsx';

/** Gives somebody something to do, from an entity. */
export function ActionDialog({
  open,
  onOpenChange,
  source,
}: {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly source: string;
}) {
  const create = useWrite('decisions.createAction');
  const [title, setTitle] = useState('');
  const [owner, setOwner] = useState<ComboboxOption | null>(null);
  const [dueOn, setDueOn] = useState('');
  return (
    <FormDialog
      open={open}
      onOpenChange={onOpenChange}
      title="Add an action"
      submit="Add"
      error={create.error}
      busy={create.isPending}
      onSubmit={async () => {
        await create.mutateAsync({
          body: {
            title,
            source,
            ...(owner ? { owner: owner.id } : {}),
            ...(dueOn === '' ? {} : { dueOn }),
          },
        });
        setTitle('');
        setOwner(null);
        setDueOn('');
      }}
    >
      <TextField
        label="What is to be done"
        required
        value={title}
        onValueChange={setTitle}
        error={faultOf(create.error, 'title')}
      />
      <EntityPicker
        label="Who"
        kind="person"
        hint="Nobody named: you."
        value={owner}
        onValueChange={setOwner}
      />
      <DateField label="Due" value={dueOn} onValueChange={setDueOn} />
    </FormDialog>
  );
}
