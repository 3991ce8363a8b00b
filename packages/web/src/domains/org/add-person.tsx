import { useState } from 'react';
import { faultOf } from '../../api/problem.ts';
import { useWrite } from '../../api/use-operation.ts';
import { EntityPicker } from '../../entity/entity-picker.tsx';
import { FormDialog } from '../../entity/form-dialog.tsx';
import { Button } from '../../ui/button.tsx';
import type { ComboboxOption } from '../../ui/combobox.tsx';
import { DateField } from '../../ui/date-field.tsx';
import { TextField } from '../../ui/text-field.tsx';

/** Adds a person to the directory, and to a unit from a day on. */
export function AddPerson() {
  const create = useWrite('org.createPerson');
  const [open, setOpen] = useState(false);
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [unit, setUnit] = useState<ComboboxOption | null>(null);
  const [title, setTitle] = useState('');
  const [since, setSince] = useState('');
  return (
    <>
      <Button tone="primary" icon="plus" onClick={() => setOpen(true)}>
        Add person
      </Button>
      <FormDialog
        open={open}
        onOpenChange={setOpen}
        title="Add a person"
        submit="Add person"
        busy={create.isPending}
        error={create.error}
        onSubmit={async () => {
          await create.mutateAsync({
            body: {
              name,
              title,
              ...(email ? { email } : {}),
              ...(unit ? { unit: unit.id } : {}),
              ...(since ? { since } : {}),
            },
          });
          setName('');
          setEmail('');
        }}
      >
        <TextField
          label="Name"
          required
          value={name}
          onValueChange={setName}
          error={faultOf(create.error, 'name')}
        />
        <TextField
          label="E-mail"
          type="email"
          value={email}
          onValueChange={setEmail}
          error={faultOf(create.error, 'email')}
          hint="Without one, they cannot sign in."
        />
        <EntityPicker label="Unit" kind="unit" value={unit} onValueChange={setUnit} />
        <TextField label="Title in the unit" value={title} onValueChange={setTitle} />
        <DateField
          label="Since"
          value={since}
          onValueChange={setSince}
          hint="Left empty, they have always been in the unit."
        />
      </FormDialog>
    </>
  );
}
