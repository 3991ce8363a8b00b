import type { EntityKind } from '@throughline/contract';
import { EntitiesPicker } from '../../entity/entities-picker.tsx';
import type { ComboboxOption } from '../../ui/combobox.tsx';
import { NumberField } from '../../ui/number-field.tsx';

/** One thing that is served, with the weight that it gives to it; null is the usual weight, 1. */
export interface Serving extends ComboboxOption {
  readonly weight: number | null;
}

/** What a view says is served, as the form holds it. */
export function servingOf(
  serves: readonly { entity: { ref: string; title: string }; weight: number }[],
): readonly Serving[] {
  return serves.map(({ entity, weight }) => ({ id: entity.ref, label: entity.title, weight }));
}

/** What something new serves: what it is added from, with the usual weight. */
export function newServing(option: ComboboxOption | undefined): readonly Serving[] {
  return option ? [{ ...option, weight: null }] : [];
}

/** What the form holds, as the API takes it. */
export function servesBody(serves: readonly Serving[]): { to: string; weight?: number }[] {
  return serves.map(({ id, weight }) => ({ to: id, ...(weight === null ? {} : { weight }) }));
}

/** Picks what something serves, with a weight for each. */
export function ServesField({
  kinds,
  value,
  onValueChange,
  except,
  hint,
  error,
}: {
  readonly kinds: readonly EntityKind[];
  readonly value: readonly Serving[];
  readonly onValueChange: (value: readonly Serving[]) => void;
  readonly except?: string | undefined;
  readonly hint?: string;
  readonly error?: string | undefined;
}) {
  return (
    <>
      <EntitiesPicker
        label="Serves"
        hint={hint}
        error={error}
        kinds={kinds}
        except={except}
        value={value}
        onValueChange={(options) =>
          onValueChange(
            options.map(
              (option) => value.find(({ id }) => id === option.id) ?? { ...option, weight: null },
            ),
          )
        }
      />
      {value.map((serving) => (
        <NumberField
          key={serving.id}
          label={`Weight for “${serving.label}”`}
          hint="1 where left empty; 0 leaves it out of the score."
          min={0}
          max={1000}
          value={serving.weight}
          onValueChange={(weight) =>
            onValueChange(
              value.map((other) => (other.id === serving.id ? { ...other, weight } : other)),
            )
          }
        />
      ))}
    </>
  );
}
