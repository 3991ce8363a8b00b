import type { OperationOf, OutputOf } from '@throughline/contract';
import { useState } from 'react';
import { faultOf } from '../../api/problem.ts';
import { useWrite } from '../../api/use-operation.ts';
import { EntityPicker } from '../../entity/entity-picker.tsx';
import { FormDialog } from '../../entity/form-dialog.tsx';
import { Button } from '../../ui/button.tsx';
import type { ComboboxOption } from '../../ui/combobox.tsx';
import { DateField } from '../../ui/date-field.tsx';
import { Menu } from '../../ui/menu.tsx';
import { Select } from '../../ui/select.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { TextField } from '../../ui/text-field.tsx';

/** A unit as its page reads it. */
export type UnitView = OutputOf<OperationOf<'org.getUnit'>>;

interface FormProps {
  readonly unit: UnitView;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}

const levels = [
  { value: 'organisation', label: 'Organisation' },
  { value: 'part', label: 'Part' },
  { value: 'group', label: 'Group' },
  { value: 'team', label: 'Team' },
] as const;
type Level = (typeof levels)[number]['value'];

function AddUnit({ unit, open, onOpenChange }: FormProps) {
  const create = useWrite('org.createUnit');
  const [name, setName] = useState('');
  const [level, setLevel] = useState<Level>('team');
  const [purpose, setPurpose] = useState('');
  const [since, setSince] = useState('');
  return (
    <FormDialog
      open={open}
      onOpenChange={onOpenChange}
      title={`Add a unit under ${unit.title}`}
      submit="Add unit"
      busy={create.isPending}
      error={create.error}
      onSubmit={() =>
        create.mutateAsync({
          body: { name, level, purpose, parent: unit.ref, ...(since ? { since } : {}) },
        })
      }
    >
      <TextField
        label="Name"
        required
        value={name}
        onValueChange={setName}
        error={faultOf(create.error, 'name')}
      />
      <Select
        label="Level"
        options={levels}
        value={level}
        onValueChange={(value) => {
          const chosen = levels.find((one) => one.value === value);
          if (chosen) setLevel(chosen.value);
        }}
      />
      <TextArea label="Purpose" value={purpose} onValueChange={setPurpose} />
      <DateField
        label="Since"
        value={since}
        onValueChange={setSince}
        hint="A day in the future plans it; left empty, it has always stood."
      />
    </FormDialog>
  );
}

function ChangeUnit({ unit, open, onOpenChange }: FormProps) {
  const change = useWrite('org.changeUnit');
  const [name, setName] = useState(unit.title);
  const [shortName, setShortName] = useState(unit.shortName ?? '');
  const [purpose, setPurpose] = useState(unit.purpose);
  const [lines, setLines] = useState(unit.responsibilities.join('\n'));
  return (
    <FormDialog
      open={open}
      onOpenChange={onOpenChange}
      title={`Change ${unit.title}`}
      submit="Change"
      busy={change.isPending}
      error={change.error}
      onSubmit={() =>
        change.mutateAsync({
          params: { id: unit.ref },
          body: {
            name,
            shortName: shortName === '' ? null : shortName,
            purpose,
            responsibilities: lines
              .split('\n')
              .map((line) => line.trim())
              .filter(Boolean),
          },
          ifMatch: unit.revision,
        })
      }
    >
      <TextField
        label="Name"
        required
        value={name}
        onValueChange={setName}
        error={faultOf(change.error, 'name')}
      />
      <TextField label="Short name" value={shortName} onValueChange={setShortName} />
      <TextArea label="Purpose" value={purpose} onValueChange={setPurpose} />
      <TextArea
        label="Responsibilities"
        rows={5}
        value={lines}
        onValueChange={setLines}
        hint="One on each line."
        error={faultOf(change.error, 'responsibilities')}
      />
    </FormDialog>
  );
}

function MoveUnit({ unit, open, onOpenChange }: FormProps) {
  const move = useWrite('org.moveUnit');
  const [parent, setParent] = useState<ComboboxOption | null>(null);
  const [on, setOn] = useState(unit.asOf);
  return (
    <FormDialog
      open={open}
      onOpenChange={onOpenChange}
      title={`Move ${unit.title}`}
      submit="Move"
      busy={move.isPending}
      error={move.error}
      onSubmit={() =>
        move.mutateAsync({
          params: { id: unit.ref },
          body: { parent: parent?.id ?? '', on },
          ifMatch: unit.revision,
        })
      }
    >
      <EntityPicker
        label="Under"
        kind="unit"
        required
        value={parent}
        onValueChange={setParent}
        error={faultOf(move.error, 'parent')}
      />
      <DateField
        label="From"
        required
        value={on}
        onValueChange={setOn}
        error={faultOf(move.error, 'on')}
        hint="The chart of earlier days keeps the old place."
      />
    </FormDialog>
  );
}

function CloseUnit({ unit, open, onOpenChange }: FormProps) {
  const close = useWrite('org.closeUnit');
  const [on, setOn] = useState(unit.asOf);
  return (
    <FormDialog
      open={open}
      onOpenChange={onOpenChange}
      title={`Close ${unit.title}`}
      description="Its memberships and posts end with it. What it owns shows as an ownership gap until another unit takes it."
      submit="Close the unit"
      busy={close.isPending}
      error={close.error}
      onSubmit={() =>
        close.mutateAsync({ params: { id: unit.ref }, body: { on }, ifMatch: unit.revision })
      }
    >
      <DateField
        label="On"
        required
        value={on}
        onValueChange={setOn}
        error={faultOf(close.error, 'on')}
        hint="The first day on which it no longer stands."
      />
    </FormDialog>
  );
}

const forms = { add: AddUnit, change: ChangeUnit, move: MoveUnit, close: CloseUnit } as const;

/** What can be done with a unit: change, move, close, add one below it. */
export function UnitActs({ unit }: { readonly unit: UnitView }) {
  const [open, setOpen] = useState<keyof typeof forms>();
  const Form = open === undefined ? undefined : forms[open];
  return (
    <>
      <Button onClick={() => setOpen('change')}>Change</Button>
      <Menu
        align="end"
        trigger={<Button>Reorganise</Button>}
        groups={[
          {
            acts: [
              { label: 'Add a unit below', icon: 'plus', onSelect: () => setOpen('add') },
              { label: 'Move', icon: 'branch', onSelect: () => setOpen('move') },
              { label: 'Close', icon: 'close', danger: true, onSelect: () => setOpen('close') },
            ],
          },
        ]}
      />
      {Form && (
        <Form
          key={`${open} ${unit.revision}`}
          unit={unit}
          open
          onOpenChange={(still) => {
            if (!still) setOpen(undefined);
          }}
        />
      )}
    </>
  );
}
