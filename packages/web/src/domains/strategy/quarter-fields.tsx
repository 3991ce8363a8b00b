import { NumberField } from '../../ui/number-field.tsx';

/** A number of people, or an amount of money, for each of the four quarters; null where none is given. */
export type Quarters = readonly (number | null)[];

/** Four quarters of which nothing is said. */
export const emptyQuarters: Quarters = [null, null, null, null];

/** Four quarters, each with what is known of it. */
export function quartersOf(known: (quarter: number) => number | null): Quarters {
  return [1, 2, 3, 4].map(known);
}

/** People or money by quarter; money in the currency that the organisation plans in. */
export function QuarterFields({
  of,
  value,
  onValueChange,
}: {
  readonly of: 'People' | 'Money';
  readonly value: Quarters;
  readonly onValueChange: (value: Quarters) => void;
}) {
  return (
    <div className="grid grid-cols-2 gap-4 md:grid-cols-4">
      {value.map((amount, index) => (
        <NumberField
          key={`Q${index + 1}`}
          label={`${of} in Q${index + 1}`}
          min={0}
          max={of === 'People' ? 1_000_000 : 1_000_000_000_000}
          decimals={2}
          value={amount}
          onValueChange={(next) =>
            onValueChange(value.map((other, at) => (at === index ? next : other)))
          }
        />
      ))}
    </div>
  );
}
