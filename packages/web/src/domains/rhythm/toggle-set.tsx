import { useId } from 'react';
import { cx } from '../../ui/cx.ts';

/** Any of a few short options, as buttons that are pressed or not: weekdays, months, quarters. */
export function ToggleSet<Value extends string | number>({
  label,
  hint,
  options,
  value,
  onValueChange,
}: {
  readonly label: string;
  readonly hint?: string;
  readonly options: readonly { readonly value: Value; readonly label: string }[];
  readonly value: readonly Value[];
  readonly onValueChange: (value: Value[]) => void;
}) {
  const hintId = useId();
  return (
    <fieldset
      className="flex min-w-0 flex-col gap-1"
      aria-describedby={hint === undefined ? undefined : hintId}
    >
      <legend className="mb-1 font-medium">{label}</legend>
      <div className="flex flex-wrap gap-1">
        {options.map((option) => {
          const pressed = value.includes(option.value);
          return (
            <button
              key={option.value}
              type="button"
              aria-pressed={pressed}
              className={cx(
                'min-h-7 min-w-9 cursor-pointer rounded-sm border border-control px-2 text-sm',
                pressed ? 'bg-accent text-on-accent' : 'bg-surface',
              )}
              onClick={() =>
                onValueChange(
                  options
                    .map((one) => one.value)
                    .filter((one) => (one === option.value ? !pressed : value.includes(one))),
                )
              }
            >
              {option.label}
            </button>
          );
        })}
      </div>
      {hint !== undefined && (
        <p id={hintId} className="text-xs text-tertiary">
          {hint}
        </p>
      )}
    </fieldset>
  );
}
