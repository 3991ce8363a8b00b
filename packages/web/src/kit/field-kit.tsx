import { useState } from 'react';
import { Button } from '../ui/button.tsx';
import { Checkbox } from '../ui/checkbox.tsx';
import { Combobox } from '../ui/combobox.tsx';
import type { ComboboxOption } from '../ui/combobox-option.ts';
import { DateField } from '../ui/date-field.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { LinkButton } from '../ui/link-button.tsx';
import { MultiCombobox } from '../ui/multi-combobox.tsx';
import { NumberField } from '../ui/number-field.tsx';
import { RadioGroup } from '../ui/radio-group.tsx';
import { Section } from '../ui/section.tsx';
import { Select } from '../ui/select.tsx';
import { Switch } from '../ui/switch.tsx';
import { TextArea } from '../ui/text-area.tsx';
import { TextField } from '../ui/text-field.tsx';

const units: readonly ComboboxOption[] = [
  { id: '1', label: 'Project Execution', detail: 'Group' },
  { id: '2', label: 'Resource Management', detail: 'Group' },
  { id: '3', label: 'Portfolio and Enablement', detail: 'Part' },
];

const search = async (query: string) =>
  units.filter((unit) => unit.label.toLowerCase().includes(query.toLowerCase()));

export function FieldKit() {
  const [unit, setUnit] = useState<ComboboxOption | null>(null);
  const [readers, setReaders] = useState<readonly ComboboxOption[]>(units.slice(0, 2));
  const [amount, setAmount] = useState<number | null>(112);
  const [direction, setDirection] = useState<'up' | 'down'>('up');
  const [on, setOn] = useState(true);
  const [checked, setChecked] = useState(true);
  const [day, setDay] = useState('2026-12-08');
  return (
    <Section title="Acts and fields">
      <div className="flex flex-wrap items-center gap-2">
        <Button tone="primary">Adopt the plan</Button>
        <Button>Save draft</Button>
        <Button tone="quiet">Cancel</Button>
        <Button tone="danger" icon="trash">
          Delete
        </Button>
        <Button disabled>Disabled</Button>
        <Button tone="primary" disabled>
          Disabled
        </Button>
        <Button busy>Saving</Button>
        <LinkButton href="#graph" icon="branch">
          Open the graph
        </LinkButton>
        <Button size="sm" icon="plus">
          Small
        </Button>
        <IconButton icon="edit" label="Edit" />
        <IconButton icon="more" label="More" tone="default" />
        <IconButton icon="close" label="Dismiss" size="sm" />
      </div>
      <div className="grid gap-x-8 gap-y-4 md:grid-cols-2 lg:grid-cols-3">
        <TextField label="Title" required placeholder="Offline drawings" />
        <TextField label="Tag" mono hint="As git will see it." defaultValue="v2026.11.3" />
        <TextField
          label="Reference"
          defaultValue="ini_?"
          error="No initiative has this reference. Copy it from its title block."
        />
        <Select
          label="Stage"
          defaultValue=""
          placeholder="Choose a stage"
          options={[
            { value: 'idea', label: 'Idea' },
            { value: 'discovery', label: 'Discovery' },
          ]}
        />
        <NumberField
          label="People"
          value={amount}
          onValueChange={setAmount}
          min={0}
          unit="people"
          error={amount !== null && amount > 100 ? 'There are 100 people this quarter.' : undefined}
        />
        <DateField label="Target" value={day} onValueChange={setDay} />
        <Combobox
          label="Owner"
          value={unit}
          onValueChange={setUnit}
          search={search}
          placeholder="A unit or a person"
        />
        <MultiCombobox
          label="Readers"
          value={readers}
          onValueChange={setReaders}
          search={search}
          hint="Only they will see it."
        />
        <TextField label="Locked" disabled defaultValue="Set by the plan" />
        <TextArea
          label="Reason"
          hint="Markdown."
          defaultValue="Two crews lost a day of mark-ups."
        />
        <RadioGroup
          label="Direction"
          value={direction}
          onValueChange={setDirection}
          options={[
            { value: 'up', label: 'Higher is better' },
            { value: 'down', label: 'Lower is better', hint: 'Failures, waits, cost.' },
          ]}
        />
        <div className="flex flex-col gap-2">
          <Checkbox
            label="Guardrail"
            hint="Must not get worse while the others get better."
            checked={checked}
            onCheckedChange={setChecked}
          />
          <Checkbox label="Some of them" indeterminate checked={false} onChange={() => undefined} />
          <Checkbox label="Unavailable" disabled />
          <Switch label="Send to the widget" checked={on} onCheckedChange={setOn} />
          <Switch label="Off" checked={!on} onCheckedChange={(next) => setOn(!next)} />
        </div>
      </div>
    </Section>
  );
}
