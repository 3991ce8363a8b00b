import type { RelationName } from '@throughline/contract';
import { relationTable } from '@throughline/contract/operation-table';
import { useState } from 'react';
import { kindOfReference, kindWords } from '../api/entity-address.ts';
import { useWrite } from '../api/use-operation.ts';
import type { ComboboxOption } from '../ui/combobox.tsx';
import { Select } from '../ui/select.tsx';
import { EntityPicker } from './entity-picker.tsx';
import { FormDialog } from './form-dialog.tsx';

/** Joins an entity to another by a relation that its kind allows. */
export function LinkDialog({
  open,
  onOpenChange,
  reference,
}: {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly reference: string;
}) {
  const create = useWrite('entities.createLink');
  const kind = kindOfReference(reference);
  const allowed = relationTable.filter(([, , from]) => kind && from.includes(kind));
  const [relation, setRelation] = useState<RelationName | ''>('');
  const [to, setTo] = useState<ComboboxOption | null>(null);
  const chosen = allowed.find(([name]) => name === relation);
  const [only] = chosen?.[3].length === 1 ? chosen[3] : [];
  return (
    <FormDialog
      open={open}
      onOpenChange={onOpenChange}
      title="Add a relation"
      submit="Add"
      error={create.error}
      busy={create.isPending}
      onSubmit={async () => {
        if (relation === '' || !to) throw new Error('Choose both first.');
        await create.mutateAsync({ params: { ref: reference }, body: { relation, to: to.id } });
        setTo(null);
      }}
    >
      <Select
        label={`This ${kindWords(kind ?? '')}`}
        required
        placeholder="Choose a relation"
        value={relation}
        onValueChange={setRelation}
        options={allowed.map(([name, reads]) => ({ value: name, label: reads }))}
      />
      <EntityPicker
        label="To"
        required
        {...(only ? { kind: only } : {})}
        hint={
          chosen
            ? `A ${chosen[3].slice(0, 6).map(kindWords).join(', ')}.`
            : 'Choose a relation first.'
        }
        value={to}
        onValueChange={setTo}
      />
    </FormDialog>
  );
}
