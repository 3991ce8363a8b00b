import type { ComponentPropsWithRef, ReactNode } from 'react';
import { cx } from './cx.ts';
import { Field, type FieldProps } from './field.tsx';

export interface TextFieldProps
  extends FieldProps, Omit<ComponentPropsWithRef<'input'>, 'required' | 'children' | 'prefix'> {
  readonly onValueChange?: ((value: string) => void) | undefined;
  /** A unit or a mark after the text, inside the frame. */
  readonly suffix?: ReactNode;
  /** Sets identifiers, versions and code in mono. */
  readonly mono?: boolean | undefined;
}

/**
 * One line of text. Takes `value` with `onValueChange`, or the result of react-hook-form's
 * `register`, and every attribute of an input.
 */
export function TextField({
  label,
  hint,
  error,
  required,
  labelHidden,
  onValueChange,
  suffix,
  mono = false,
  className,
  onChange,
  ...rest
}: TextFieldProps) {
  return (
    <Field label={label} hint={hint} error={error} required={required} labelHidden={labelHidden}>
      {(wiring) => (
        <span className="relative flex">
          <input
            type="text"
            {...rest}
            {...wiring}
            className={cx(
              'control w-full',
              mono && 'font-mono',
              suffix !== undefined && 'pr-12',
              className,
            )}
            onChange={(event) => {
              onChange?.(event);
              onValueChange?.(event.target.value);
            }}
          />
          {suffix !== undefined && (
            <span className="pointer-events-none absolute inset-y-0 right-2 flex items-center text-tertiary">
              {suffix}
            </span>
          )}
        </span>
      )}
    </Field>
  );
}
