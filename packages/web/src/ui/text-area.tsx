import type { ComponentPropsWithRef } from 'react';
import { cx } from './cx.ts';
import { Field, type FieldProps } from './field.tsx';

export interface TextAreaProps
  extends FieldProps, Omit<ComponentPropsWithRef<'textarea'>, 'required' | 'children'> {
  readonly onValueChange?: ((value: string) => void) | undefined;
  readonly mono?: boolean | undefined;
}

/** Several lines of text; grows with what is written, up to a third of the window. */
export function TextArea({
  label,
  hint,
  error,
  required,
  labelHidden,
  onValueChange,
  mono = false,
  className,
  onChange,
  rows = 3,
  ...rest
}: TextAreaProps) {
  return (
    <Field label={label} hint={hint} error={error} required={required} labelHidden={labelHidden}>
      {(wiring) => (
        <textarea
          rows={rows}
          {...rest}
          {...wiring}
          className={cx(
            'control field-sizing-content max-h-[33vh] w-full py-1.5',
            mono && 'font-mono',
            className,
          )}
          onChange={(event) => {
            onChange?.(event);
            onValueChange?.(event.target.value);
          }}
        />
      )}
    </Field>
  );
}
