import { TextField, type TextFieldProps } from './text-field.tsx';

export interface DateFieldProps extends Omit<
  TextFieldProps,
  'type' | 'value' | 'min' | 'max' | 'suffix' | 'mono'
> {
  /** A plain date, `YYYY-MM-DD`, or '' for none. */
  readonly value?: string | undefined;
  readonly min?: string | undefined;
  readonly max?: string | undefined;
}

/**
 * A calendar day by the platform's own picker. The value stays a plain `YYYY-MM-DD`: it never
 * becomes an instant, so no time zone can move it to another day.
 */
export function DateField(props: DateFieldProps) {
  return <TextField {...props} type="date" />;
}
