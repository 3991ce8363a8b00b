import { Button } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { NumberField } from '../../ui/number-field.tsx';
import { Select } from '../../ui/select.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { percent } from './configuration-reading.ts';
import { evenShares, sumOfShares, whole } from './shares.ts';
import type { Served, Variation } from './flag-types.ts';
import { variationName } from './variation-value.ts';

type Rollout = NonNullable<Served['rollout']>;

function RolloutEditor({
  rollout,
  variations,
  onChange,
}: {
  readonly rollout: Rollout;
  readonly variations: readonly Variation[];
  readonly onChange: (rollout: Rollout) => void;
}) {
  const weightOf = (at: number) =>
    rollout.variations
      .filter(({ variation }) => variation === at)
      .reduce((total, { weight }) => total + weight, 0);
  const set = (at: number, weight: number) => {
    const there = rollout.variations.some(({ variation }) => variation === at);
    onChange({
      ...rollout,
      variations: there
        ? rollout.variations.map((one) => (one.variation === at ? { ...one, weight } : one))
        : [...rollout.variations, { variation: at, weight }],
    });
  };
  const sum = sumOfShares(rollout);
  const last = variations.length - 1;
  return (
    <div className="flex flex-col gap-3 border-l-2 border-line pl-3">
      <div className="grid gap-2 sm:grid-cols-3">
        {variations.map((_, at) => (
          <NumberField
            key={at}
            label={`Share of ${variationName(variations, at)}`}
            unit="%"
            min={0}
            max={100}
            decimals={3}
            value={weightOf(at) / 1000}
            onValueChange={(value) => set(at, Math.round((value ?? 0) * 1000))}
          />
        ))}
      </div>
      <p role="status" className={sum === whole ? 'text-tertiary' : 'text-off-track'}>
        {sum === whole
          ? 'The shares add up to 100 %.'
          : `The shares add up to ${percent(sum)}; they must to 100 %.`}{' '}
        {sum < whole && (
          <Button size="sm" onClick={() => set(last, weightOf(last) + whole - sum)}>
            {`Give the rest to ${variationName(variations, last)}`}
          </Button>
        )}
      </p>
      <Checkbox
        label="An experiment: SDKs report who got which variation"
        checked={rollout.kind === 'experiment'}
        onCheckedChange={(on) => onChange({ ...rollout, kind: on ? 'experiment' : undefined })}
      />
      <div className="grid gap-2 sm:grid-cols-3">
        <TextField
          label="By each"
          mono
          hint="The context kind that is kept together."
          value={rollout.contextKind}
          onValueChange={(contextKind) => onChange({ ...rollout, contextKind })}
        />
        <TextField
          label="By its attribute"
          mono
          placeholder="key"
          hint="Contexts that share it see the same."
          value={rollout.bucketBy ?? ''}
          onValueChange={(text) =>
            onChange({ ...rollout, bucketBy: text === '' ? undefined : text })
          }
        />
        <NumberField
          label="Seed"
          min={1}
          decimals={0}
          hint="The same number gives the same people in several flags."
          value={rollout.seed ?? null}
          onValueChange={(seed) => onChange({ ...rollout, seed: seed ?? undefined })}
        />
      </div>
    </div>
  );
}

/** What is served: one variation, or a share of each. */
export function ServedEditor({
  label,
  served,
  variations,
  onChange,
}: {
  readonly label: string;
  readonly served: Served;
  readonly variations: readonly Variation[];
  readonly onChange: (served: { variation: number } | { rollout: Rollout }) => void;
}) {
  return (
    <div className="flex flex-col gap-2">
      <div className="sm:max-w-80">
        <Select
          label={label}
          value={served.rollout ? 'shares' : String(served.variation ?? '')}
          placeholder="Choose what is served"
          options={[
            ...variations.map((_, at) => ({
              value: String(at),
              label: variationName(variations, at),
            })),
            { value: 'shares', label: 'A share of each (rollout)' },
          ]}
          onValueChange={(value) =>
            onChange(
              value === 'shares'
                ? { rollout: { contextKind: 'user', variations: evenShares(variations.length) } }
                : { variation: Number(value) },
            )
          }
        />
      </div>
      {served.rollout && (
        <RolloutEditor
          rollout={served.rollout}
          variations={variations}
          onChange={(rollout) => onChange({ rollout })}
        />
      )}
    </div>
  );
}
