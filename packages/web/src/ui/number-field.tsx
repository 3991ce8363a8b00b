import { NumberField as Base } from '@base-ui/react/number-field';
import { useMemo, type ReactNode } from 'react';
import { Field, type FieldProps } from './field.tsx';

export interface NumberFieldProps extends FieldProps {
  readonly value: number | null;
  readonly onValueChange: (value: number | null) => void;
  readonly min?: number | undefined;
  readonly max?: number | undefined;
  /**
   * What the arrow keys add, 1 without it; ten times that with Shift. A form with a number that is no
   * multiple of it can't be sent: give one only where nothing finer is meant.
   */
  readonly step?: number | undefined;
  /** Digits after the point that are kept; 0 for whole numbers. Default 6. */
  readonly decimals?: number | undefined;
  /** Shown inside the frame, after the number: %, people, ms. */
  readonly unit?: ReactNode;
  readonly disabled?: boolean | undefined;
  /** A year is written without marks between its thousands. */
  readonly ungrouped?: boolean | undefined;
}

/** A number, null while empty; the wheel never changes it. */
export function NumberField({
  label,
  hint,
  error,
  required,
  labelHidden,
  value,
  onValueChange,
  min,
  max,
  step,
  decimals = 6,
  unit,
  disabled = false,
  ungrouped = false,
}: NumberFieldProps) {
  const format = useMemo(
    () => ({ maximumFractionDigits: decimals, useGrouping: !ungrouped }),
    [decimals, ungrouped],
  );
  return (
    <Field label={label} hint={hint} error={error} required={required} labelHidden={labelHidden}>
      {({ id, ...wiring }) => (
        <Base.Root
          id={id}
          value={value}
          onValueChange={(next) => onValueChange(next)}
          min={min}
          max={max}
          step={step ?? (decimals === 0 ? 1 : 'any')}
          largeStep={(step ?? 1) * 10}
          disabled={disabled}
          format={format}
          locale="en-GB"
        >
          <Base.Group className="relative flex">
            <Base.Input {...wiring} className="control figures w-full" />
            {unit !== undefined && unit !== null && (
              <span className="pointer-events-none absolute inset-y-0 right-2 flex items-center text-tertiary">
                {unit}
              </span>
            )}
          </Base.Group>
        </Base.Root>
      )}
    </Field>
  );
}
