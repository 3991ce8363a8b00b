import type { PriceAmounts } from '@throughline/contract';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { NumberField } from '../../ui/number-field.tsx';
import { Select } from '../../ui/select.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { priceShapeOptions } from './words.ts';

/** A band as the form holds it; without `upTo` it is the last, open one. */
interface BandRow {
  readonly key: string;
  readonly upTo: number | null;
  readonly unitAmount: string;
}

/** Amounts of any shape as the form holds them. */
export interface AmountsFields {
  readonly shape: PriceAmounts['shape'];
  readonly amount: string;
  readonly unit: string;
  readonly size: number | null;
  readonly bands: readonly BandRow[];
}

/** What the form begins with. */
export function amountsFields(amounts: PriceAmounts | undefined): AmountsFields {
  const banded = amounts && 'bands' in amounts ? amounts.bands : [];
  const amount =
    amounts?.shape === 'flat'
      ? amounts.amount
      : amounts?.shape === 'per-unit'
        ? amounts.unitAmount
        : amounts?.shape === 'package'
          ? amounts.packageAmount
          : '';
  return {
    shape: amounts?.shape ?? 'flat',
    amount,
    unit: amounts && 'unit' in amounts ? amounts.unit : '',
    size: amounts?.shape === 'package' ? amounts.size : 1,
    bands:
      banded.length > 0
        ? banded.map((band, index) => ({ key: String(index), ...band }))
        : [{ key: 'last', upTo: null, unitAmount: '' }],
  };
}

/** The amounts as the operations take them. */
export function amountsBody(fields: AmountsFields): PriceAmounts {
  const { shape, amount, unit } = fields;
  switch (shape) {
    case 'flat':
      return { shape, amount };
    case 'per-unit':
      return { shape, unit, unitAmount: amount };
    case 'package':
      return { shape, unit, size: fields.size ?? 1, packageAmount: amount };
    case 'graduated':
    case 'volume':
      return {
        shape,
        unit,
        bands: fields.bands.map(({ upTo, unitAmount }) => ({ upTo, unitAmount })),
      };
  }
}

/** Edits what a price costs, by its shape. */
export function AmountsField({
  value,
  onValueChange,
  error,
}: {
  readonly value: AmountsFields;
  readonly onValueChange: (value: AmountsFields) => void;
  readonly error: string | undefined;
}) {
  const set = (part: Partial<AmountsFields>) => onValueChange({ ...value, ...part });
  const banded = value.shape === 'graduated' || value.shape === 'volume';
  const changeBand = (key: string, part: Partial<BandRow>) =>
    set({ bands: value.bands.map((band) => (band.key === key ? { ...band, ...part } : band)) });
  return (
    <fieldset className="flex flex-col gap-4">
      <legend className="mb-2 font-medium">What it costs</legend>
      <Select
        label="Shape"
        options={priceShapeOptions}
        value={value.shape}
        onValueChange={(shape) => set({ shape })}
      />
      <div className="grid gap-x-8 gap-y-4 md:grid-cols-3">
        {!banded && (
          <TextField
            label="Amount"
            hint="Such as 1250.00"
            required
            value={value.amount}
            onValueChange={(amount) => set({ amount })}
          />
        )}
        {value.shape === 'package' && (
          <NumberField
            label="Size of a package"
            min={1}
            decimals={0}
            value={value.size}
            onValueChange={(size) => set({ size })}
          />
        )}
        {value.shape !== 'flat' && (
          <TextField
            label="Unit"
            hint="project, user, document"
            required
            maxLength={50}
            value={value.unit}
            onValueChange={(unit) => set({ unit })}
          />
        )}
      </div>
      {banded &&
        value.bands.map((band, index) => {
          const last = index === value.bands.length - 1;
          return (
            <div key={band.key} className="flex items-end gap-4">
              {last ? (
                <span className="min-w-32 grow pb-1.5">
                  {index === 0 ? 'Any quantity' : 'Beyond that'}
                </span>
              ) : (
                <div className="grow">
                  <NumberField
                    label="Up to"
                    required
                    min={1}
                    decimals={0}
                    value={band.upTo}
                    onValueChange={(upTo) => changeBand(band.key, { upTo })}
                  />
                </div>
              )}
              <div className="grow">
                <TextField
                  label="Amount per unit"
                  required
                  value={band.unitAmount}
                  onValueChange={(unitAmount) => changeBand(band.key, { unitAmount })}
                />
              </div>
              {!last && (
                <IconButton
                  label={`Remove the band up to ${band.upTo ?? 'nothing yet'}`}
                  icon="trash"
                  onClick={() => set({ bands: value.bands.filter(({ key }) => key !== band.key) })}
                />
              )}
            </div>
          );
        })}
      {banded && (
        <div>
          <Button
            size="sm"
            icon="plus"
            onClick={() =>
              set({
                bands: [
                  ...value.bands.slice(0, -1),
                  { key: crypto.randomUUID(), upTo: null, unitAmount: '' },
                  ...value.bands.slice(-1),
                ],
              })
            }
          >
            Add a band
          </Button>
        </div>
      )}
      {error !== undefined && (
        <p role="alert" className="text-off-track">
          {error}
        </p>
      )}
    </fieldset>
  );
}
