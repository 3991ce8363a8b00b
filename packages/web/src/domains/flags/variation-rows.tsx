import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { TextField } from '../../ui/text-field.tsx';
import type { FlagType, Variation } from './flag-types.ts';
import { readValue, writeValue } from './variation-value.ts';

/** A variation while it is typed. */
export interface TypedVariation {
  /** Tells rows apart while they come and go. */
  readonly id: string;
  readonly text: string;
  readonly name: string;
}

/** A new row, from a variation or empty. */
export function typedVariation(variation?: Variation): TypedVariation {
  return {
    id: crypto.randomUUID(),
    text: variation ? writeValue(variation.value) : '',
    name: variation?.name ?? '',
  };
}

/** The variations that rows hold; throws what a form shows when one holds no value of the type. */
export function variationsOf(type: FlagType, rows: readonly TypedVariation[]): Variation[] {
  return rows.map(({ text, name }, at) => {
    const read = readValue(type, text);
    if ('fault' in read) throw new Error(`Variation ${at + 1} has no value yet. ${read.fault}`);
    return { value: read.value, name };
  });
}

/** Value and name of each variation. A boolean flag's values stay; only names change. */
export function VariationRows({
  type,
  rows,
  kept,
  onChange,
}: {
  readonly type: FlagType;
  readonly rows: readonly TypedVariation[];
  /** So many from the first on may not be taken away: configurations name them by place. */
  readonly kept: number;
  readonly onChange: (rows: readonly TypedVariation[]) => void;
}) {
  const set = (id: string, part: Partial<TypedVariation>) =>
    onChange(rows.map((row) => (row.id === id ? { ...row, ...part } : row)));
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1 font-medium">Variations</legend>
      {rows.map((row, at) => {
        const read = readValue(type, row.text);
        return (
          <div key={row.id} className="grid grid-cols-[1fr_1fr_auto] items-start gap-2">
            <TextField
              label={`Value ${at + 1}`}
              mono
              value={row.text}
              readOnly={type === 'boolean'}
              onValueChange={(text) => set(row.id, { text })}
              error={row.text !== '' && 'fault' in read ? read.fault : undefined}
            />
            <TextField
              label={`Name ${at + 1}`}
              maxLength={60}
              placeholder="What people call it"
              value={row.name}
              onValueChange={(name) => set(row.id, { name })}
            />
            <span className="pt-6">
              <IconButton
                label={`Remove variation ${at + 1}`}
                icon="trash"
                disabled={at < kept || rows.length <= 2}
                onClick={() => onChange(rows.filter(({ id }) => id !== row.id))}
              />
            </span>
          </div>
        );
      })}
      {type !== 'boolean' && rows.length < 50 && (
        <div>
          <Button size="sm" icon="plus" onClick={() => onChange([...rows, typedVariation()])}>
            Add variation
          </Button>
        </div>
      )}
    </fieldset>
  );
}
