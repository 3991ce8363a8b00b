import { useId, type ReactNode } from 'react';
import { cx } from './cx.ts';

export interface RadioOption<Value extends string> {
  readonly value: Value;
  readonly label: string;
  readonly hint?: ReactNode;
  readonly disabled?: boolean | undefined;
}

export interface RadioGroupProps<Value extends string> {
  readonly label: string;
  readonly options: readonly RadioOption<Value>[];
  readonly value: Value | undefined;
  readonly onValueChange: (value: Value) => void;
  readonly hint?: ReactNode;
  readonly error?: string | undefined;
  readonly inline?: boolean | undefined;
}

/** One of a few options that all deserve to be read. */
export function RadioGroup<Value extends string>({
  label,
  options,
  value,
  onValueChange,
  hint,
  error,
  inline = false,
}: RadioGroupProps<Value>) {
  const name = useId();
  return (
    <fieldset
      className="flex min-w-0 flex-col gap-1"
      aria-describedby={error === undefined ? undefined : `${name}-error`}
    >
      <legend className="mb-1 font-medium">{label}</legend>
      {hint !== undefined && hint !== null && <p className="text-xs text-tertiary">{hint}</p>}
      <div className={cx('flex', inline ? 'flex-row flex-wrap gap-x-4 gap-y-1' : 'flex-col gap-1')}>
        {options.map((option) => (
          <label
            key={option.value}
            className="inline-flex items-start gap-2 pointer-coarse:min-h-row pointer-coarse:items-center"
          >
            <input
              type="radio"
              className="tick"
              name={name}
              value={option.value}
              checked={value === option.value}
              disabled={option.disabled}
              onChange={() => onValueChange(option.value)}
            />
            <span className="py-0.5">
              {option.label}
              {option.hint !== undefined && option.hint !== null && (
                <span className="block text-xs text-tertiary">{option.hint}</span>
              )}
            </span>
          </label>
        ))}
      </div>
      {error !== undefined && (
        <p id={`${name}-error`} role="alert" className="text-xs text-off-track">
          {error}
        </p>
      )}
    </fieldset>
  );
}
