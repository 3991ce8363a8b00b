import { useId, type ReactNode } from 'react';

/** What every form control of the kit takes. */
export interface FieldProps {
  readonly label: string;
  /** One line under the control: format, unit, consequence. */
  readonly hint?: ReactNode;
  /** What is wrong and how to right it; marks the control as invalid. */
  readonly error?: string | undefined;
  readonly required?: boolean | undefined;
  /** Keeps the label for assistive technology only (table cells, search bars). */
  readonly labelHidden?: boolean | undefined;
}

/** The attributes that tie a control to its label, hint and error. */
export interface FieldWiring {
  readonly id: string;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': true | undefined;
  readonly 'aria-required': true | undefined;
}

/** A label, a control, a hint and an error, tied together. The kit's controls are built on it. */
export function Field({
  label,
  hint,
  error,
  required = false,
  labelHidden = false,
  children,
}: FieldProps & { readonly children: (wiring: FieldWiring) => ReactNode }) {
  const id = useId();
  const hasHint = hint !== undefined && hint !== null && hint !== '';
  const described = [hasHint ? `${id}-hint` : '', error === undefined ? '' : `${id}-error`];
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <label htmlFor={id} className={labelHidden ? 'sr-only' : 'font-medium'}>
        {label}
        {required && <span className="font-normal text-tertiary"> (required)</span>}
      </label>
      {children({
        id,
        'aria-describedby': described.filter((each) => each !== '').join(' ') || undefined,
        'aria-invalid': error === undefined ? undefined : true,
        'aria-required': required ? true : undefined,
      })}
      {hasHint && (
        <p id={`${id}-hint`} className="text-xs text-tertiary">
          {hint}
        </p>
      )}
      {error !== undefined && (
        <p id={`${id}-error`} className="text-xs text-off-track" role="alert">
          {error}
        </p>
      )}
    </div>
  );
}
