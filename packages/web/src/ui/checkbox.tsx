import { useId, type ComponentPropsWithRef, type ReactNode } from 'react';

export interface CheckboxProps extends Omit<ComponentPropsWithRef<'input'>, 'type' | 'children'> {
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  readonly onCheckedChange?: ((checked: boolean) => void) | undefined;
  /** Some, but not all, of what it stands for. */
  readonly indeterminate?: boolean | undefined;
  /** Keeps the label for assistive technology only (rows of a table). */
  readonly labelHidden?: boolean | undefined;
}

/** Yes or no, to be sent with a form; for what takes effect at once use Switch. */
export function Checkbox({
  label,
  hint,
  onCheckedChange,
  indeterminate = false,
  labelHidden = false,
  onChange,
  ...rest
}: CheckboxProps) {
  const hintId = useId();
  const hasHint = hint !== undefined && hint !== null;
  return (
    <div className="flex flex-col">
      <label className="inline-flex items-start gap-2 pointer-coarse:min-h-row pointer-coarse:items-center">
        <input
          {...rest}
          type="checkbox"
          className="tick"
          aria-describedby={hasHint ? hintId : undefined}
          ref={(element) => {
            if (element !== null) element.indeterminate = indeterminate;
            if (typeof rest.ref === 'function') rest.ref(element);
            else if (rest.ref) rest.ref.current = element;
          }}
          onChange={(event) => {
            onChange?.(event);
            onCheckedChange?.(event.target.checked);
          }}
        />
        <span className={labelHidden ? 'sr-only' : 'py-0.5'}>{label}</span>
      </label>
      {hasHint && (
        <p id={hintId} className="ml-6 text-xs text-tertiary">
          {hint}
        </p>
      )}
    </div>
  );
}
