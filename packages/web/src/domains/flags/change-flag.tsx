import { useState } from 'react';
import { faultOf } from '../../api/problem.ts';
import { useWrite } from '../../api/use-operation.ts';
import { EntityPicker } from '../../entity/entity-picker.tsx';
import { FormDialog } from '../../entity/form-dialog.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import type { ComboboxOption } from '../../ui/combobox.tsx';
import { MultiCombobox } from '../../ui/multi-combobox.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { TextField } from '../../ui/text-field.tsx';
import type { FlagView } from './flag-types.ts';
import { searchGated } from './search-gated.ts';
import { typedVariation, variationsOf, VariationRows } from './variation-rows.tsx';

/** Changes a flag itself: its words, its variations, what it gates. */
export function ChangeFlag({
  flag,
  onOpenChange,
}: {
  readonly flag: FlagView;
  readonly onOpenChange: (open: boolean) => void;
}) {
  const change = useWrite('flags.changeFlag');
  const [title, setTitle] = useState(flag.title);
  const [summary, setSummary] = useState(flag.summary);
  const [owner, setOwner] = useState<ComboboxOption | null>(
    flag.ownerUnit ? { id: flag.ownerUnit.ref, label: flag.ownerUnit.title } : null,
  );
  const [gates, setGates] = useState<readonly ComboboxOption[]>(
    flag.gates.map((gated) => ({ id: gated.ref, label: gated.title })),
  );
  const [rows, setRows] = useState<ReturnType<typeof typedVariation>[]>(() =>
    flag.variations.map(typedVariation),
  );
  const [clientSide, setClientSide] = useState(flag.clientSide);
  const [temporary, setTemporary] = useState(flag.temporary);
  const [unready, setUnready] = useState<Error | null>(null);
  const send = async () => {
    setUnready(null);
    let variations;
    try {
      variations = variationsOf(flag.type, rows);
    } catch (error) {
      setUnready(error instanceof Error ? error : new Error('This is not complete.'));
      throw error;
    }
    await change.mutateAsync({
      params: { id: flag.ref },
      body: {
        title,
        summary,
        ...(owner ? { ownerUnit: owner.id } : {}),
        variations,
        clientSide,
        temporary,
        gates: gates.map(({ id }) => id),
      },
      ifMatch: flag.revision,
    });
  };
  return (
    <FormDialog
      open
      onOpenChange={onOpenChange}
      title={`Change ${flag.key}`}
      submit="Change"
      busy={change.isPending}
      error={unready ?? change.error}
      onSubmit={send}
    >
      <TextField
        label="Title"
        required
        value={title}
        onValueChange={setTitle}
        error={faultOf(change.error, 'title')}
      />
      <TextArea label="What it is for" value={summary} onValueChange={setSummary} />
      <EntityPicker label="Owner" kind="unit" required value={owner} onValueChange={setOwner} />
      <MultiCombobox
        label="Gates"
        hint="Features and initiatives that are seen through it."
        search={searchGated}
        value={gates}
        onValueChange={setGates}
      />
      <VariationRows
        type={flag.type}
        rows={rows}
        kept={flag.variations.length}
        onChange={(next) => setRows([...next])}
      />
      <Checkbox
        label="Browsers and mobile apps may evaluate it"
        checked={clientSide}
        onCheckedChange={setClientSide}
      />
      <Checkbox label="Temporary" checked={temporary} onCheckedChange={setTemporary} />
    </FormDialog>
  );
}
