import type { ComponentPropsWithRef } from 'react';
import { cx } from './cx.ts';
import { Field, type FieldProps } from './field.tsx';
import { Icon } from './icon.tsx';

export interface SelectOption<Value extends string = string> {
  readonly value: Value;
  readonly label: string;
  readonly disabled?: boolean | undefined;
}

export interface SelectProps<Value extends string>
  extends
    FieldProps,
    Omit<ComponentPropsWithRef<'select'>, 'required' | 'children' | 'value' | 'multiple'> {
  readonly options: readonly SelectOption<Value>[];
  readonly value?: Value | '' | undefined;
  readonly onValueChange?: ((value: Value) => void) | undefined;
  /** Shown while nothing is chosen; can't be chosen again. */
  readonly placeholder?: string | undefined;
}

/** One of a few known options, by the platform's own list. For many or unknown ones: Combobox. */
export function Select<Value extends string>({
  label,
  hint,
  error,
  required,
  labelHidden,
  options,
  onValueChange,
  placeholder,
  className,
  onChange,
  ...rest
}: SelectProps<Value>) {
  return (
    <Field label={label} hint={hint} error={error} required={required} labelHidden={labelHidden}>
      {(wiring) => (
        <span className="relative flex">
          <select
            {...rest}
            {...wiring}
            className={cx('control w-full appearance-none truncate pr-7', className)}
            onChange={(event) => {
              onChange?.(event);
              const chosen = options.find((option) => option.value === event.target.value);
              if (chosen !== undefined) onValueChange?.(chosen.value);
            }}
          >
            {placeholder !== undefined && (
              <option value="" disabled>
                {placeholder}
              </option>
            )}
            {options.map((option) => (
              <option key={option.value} value={option.value} disabled={option.disabled}>
                {option.label}
              </option>
            ))}
          </select>
          <span className="pointer-events-none absolute inset-y-0 right-2 flex items-center text-tertiary">
            <Icon name="chevron-down" size={14} />
          </span>
        </span>
      )}
    </Field>
  );
}
