import type { OperationOf, OutputOf } from '@throughline/contract';
import { EntityPicker } from '../../entity/entity-picker.tsx';
import { Button } from '../../ui/button.tsx';
import type { ComboboxOption } from '../../ui/combobox.tsx';
import { Select } from '../../ui/select.tsx';
import { TextField } from '../../ui/text-field.tsx';

type Effect = OutputOf<OperationOf<'decisions.listEffects'>>['items'][number];

/** An effect as the form holds it. */
export interface EffectDraft {
  readonly key: number;
  readonly effect: string;
  readonly target: ComboboxOption | null;
  readonly parameters: Readonly<Record<string, string>>;
  /** The option that has it; empty for any. */
  readonly option: string;
}

/** One effect of a decision: what it does, to what, with what, and for which choice. */
export function EffectFields({
  draft,
  effects,
  options,
  onChange,
  onRemove,
}: {
  readonly draft: EffectDraft;
  readonly effects: readonly Effect[];
  readonly options: readonly string[];
  readonly onChange: (draft: EffectDraft) => void;
  readonly onRemove: () => void;
}) {
  const known = effects.find(({ effect }) => effect === draft.effect);
  const [kind] = known?.kinds ?? [];
  return (
    <fieldset className="flex flex-col gap-3 border-l-2 border-line pl-3">
      <legend className="sr-only">An effect of the decision</legend>
      <Select
        label="What it does"
        required
        placeholder="Choose an effect"
        options={effects.map(({ effect, label, kinds }) => ({
          value: effect,
          label: `${label} (${kinds.join(', ').replaceAll('_', ' ')})`,
        }))}
        value={draft.effect}
        onValueChange={(effect) => onChange({ ...draft, effect, target: null, parameters: {} })}
      />
      {known && (
        <>
          <EntityPicker
            key={known.effect}
            label="To what"
            required
            {...(known.kinds.length === 1 && kind ? { kind } : {})}
            value={draft.target}
            onValueChange={(target) => onChange({ ...draft, target })}
          />
          {Object.entries(known.parameters).map(([name, choices]) => {
            const value = draft.parameters[name] ?? '';
            const set = (next: string) =>
              onChange({ ...draft, parameters: { ...draft.parameters, [name]: next } });
            const label = name.charAt(0).toUpperCase() + name.slice(1);
            return choices.length > 0 ? (
              <Select
                key={name}
                label={label}
                placeholder="Choose"
                options={choices.map((choice) => ({ value: choice, label: choice }))}
                value={value}
                onValueChange={set}
              />
            ) : (
              <TextField key={name} label={label} value={value} onValueChange={set} />
            );
          })}
          <Select
            label="For which choice"
            options={[
              { value: '', label: 'Any choice' },
              ...options.map((option) => ({ value: option, label: option })),
            ]}
            value={draft.option}
            onValueChange={(option) => onChange({ ...draft, option })}
          />
        </>
      )}
      <Button size="sm" className="self-start" onClick={onRemove}>
        Leave this effect out
      </Button>
    </fieldset>
  );
}
