import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { entityAddress } from '../../api/entity-address.ts';
import { faultOf } from '../../api/problem.ts';
import { useWrite } from '../../api/use-operation.ts';
import { EntityPicker } from '../../entity/entity-picker.tsx';
import { FormDialog } from '../../entity/form-dialog.tsx';
import { Button } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import type { ComboboxOption } from '../../ui/combobox.tsx';
import { Select } from '../../ui/select.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { TextField } from '../../ui/text-field.tsx';
import type { FlagType } from './flag-types.ts';
import {
  typedVariation,
  variationsOf,
  VariationRows,
  type TypedVariation,
} from './variation-rows.tsx';

const types: readonly { value: FlagType; label: string }[] = [
  { value: 'boolean', label: 'On or off' },
  { value: 'string', label: 'Text' },
  { value: 'number', label: 'Number' },
  { value: 'json', label: 'JSON' },
];

const shownOrHidden = () => [
  typedVariation({ value: true, name: 'Shown' }),
  typedVariation({ value: false, name: 'Hidden' }),
];

function keyFrom(title: string): string {
  return title
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 100);
}

function NewFlagForm({ onOpenChange }: { readonly onOpenChange: (open: boolean) => void }) {
  const create = useWrite('flags.createFlag');
  const navigate = useNavigate();
  const [title, setTitle] = useState('');
  const [key, setKey] = useState<string>();
  const [summary, setSummary] = useState('');
  const [owner, setOwner] = useState<ComboboxOption | null>(null);
  const [gates, setGates] = useState<ComboboxOption | null>(null);
  const [type, setType] = useState<FlagType>('boolean');
  const [rows, setRows] = useState<readonly TypedVariation[]>(shownOrHidden);
  const [clientSide, setClientSide] = useState(false);
  const [temporary, setTemporary] = useState(true);
  const [unready, setUnready] = useState<Error | null>(null);
  const send = async () => {
    setUnready(null);
    let variations;
    try {
      if (!owner) throw new Error('A flag needs a unit that owns it. Choose one.');
      variations = variationsOf(type, rows);
    } catch (error) {
      setUnready(error instanceof Error ? error : new Error('This is not complete.'));
      throw error;
    }
    const { ref } = await create.mutateAsync({
      body: {
        key: key ?? keyFrom(title),
        title,
        summary,
        ownerUnit: owner.id,
        type,
        variations,
        clientSide,
        temporary,
        gates: gates ? [gates.id] : [],
      },
    });
    await navigate({ to: entityAddress(ref) });
  };
  return (
    <FormDialog
      open
      onOpenChange={onOpenChange}
      title="New flag"
      description="It is off in every environment until somebody turns it on."
      submit="Create the flag"
      busy={create.isPending}
      error={unready ?? create.error}
      onSubmit={send}
    >
      <div className="grid gap-x-4 gap-y-4 sm:grid-cols-2">
        <TextField
          label="Title"
          required
          value={title}
          onValueChange={setTitle}
          error={faultOf(create.error, 'title')}
        />
        <TextField
          label="Key"
          required
          mono
          hint="What programs ask for. It stays for good."
          value={key ?? keyFrom(title)}
          onValueChange={setKey}
          error={faultOf(create.error, 'key')}
        />
        <EntityPicker
          label="Owner"
          kind="unit"
          required
          value={owner}
          onValueChange={(next) => {
            setOwner(next);
            setUnready(null);
          }}
          error={faultOf(create.error, 'ownerUnit')}
        />
        <EntityPicker
          label="Feature that it gates"
          kind="feature"
          hint="So that the line leads through it."
          value={gates}
          onValueChange={setGates}
          error={faultOf(create.error, 'gates')}
        />
      </div>
      <TextArea label="What it is for" value={summary} onValueChange={setSummary} />
      <Select
        label="Type"
        options={types}
        value={type}
        onValueChange={(next) => {
          setType(next);
          setRows(next === 'boolean' ? shownOrHidden() : [typedVariation(), typedVariation()]);
        }}
      />
      <VariationRows type={type} rows={rows} kept={0} onChange={setRows} />
      <Checkbox
        label="Browsers and mobile apps may evaluate it"
        hint="With a client-side id. Whoever has that id can then see its key and value."
        checked={clientSide}
        onCheckedChange={setClientSide}
      />
      <Checkbox
        label="Temporary"
        hint="It is to be removed once the feature is everybody’s; it is found when it goes stale."
        checked={temporary}
        onCheckedChange={setTemporary}
      />
    </FormDialog>
  );
}

/** The button that opens the form of a new flag. */
export function NewFlag() {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button tone="primary" icon="plus" onClick={() => setOpen(true)}>
        New flag
      </Button>
      {open && <NewFlagForm onOpenChange={setOpen} />}
    </>
  );
}
