import { useRef, useState } from 'react';
import type { ComboboxOption } from './combobox-option.ts';
import type { ComboboxProps } from './combobox.tsx';
import { Field } from './field.tsx';
import { Icon } from './icon.tsx';
import { PickerList } from './picker-list.tsx';
import { usePicker } from './use-picker.ts';

export interface MultiComboboxProps extends Omit<ComboboxProps, 'value' | 'onValueChange'> {
  readonly value: readonly ComboboxOption[];
  readonly onValueChange: (value: readonly ComboboxOption[]) => void;
}

/** Picks several entities by typing; what is picked stands before the input as chips. */
export function MultiCombobox({
  label,
  hint,
  error,
  required,
  labelHidden,
  value,
  onValueChange,
  search,
  placeholder,
  disabled = false,
}: MultiComboboxProps) {
  const frame = useRef<HTMLDivElement>(null);
  const [typed, setTyped] = useState('');
  const chosen = new Set(value.map((option) => option.id));
  const without = (id: string) => value.filter((option) => option.id !== id);
  const picker = usePicker(typed.trim(), search, (option) => {
    onValueChange(chosen.has(option.id) ? without(option.id) : [...value, option]);
    setTyped('');
  });
  return (
    <Field label={label} hint={hint} error={error} required={required} labelHidden={labelHidden}>
      {(wiring) => (
        <div
          ref={frame}
          className="control flex flex-wrap items-center gap-1 py-0.5"
          data-disabled={disabled ? '' : undefined}
          data-invalid={error === undefined ? undefined : ''}
        >
          {value.map((option) => (
            <span
              key={option.id}
              className="flex items-center gap-1 rounded-sm border border-line bg-paper pl-1.5"
            >
              {option.label}
              <button
                type="button"
                aria-label={`Remove ${option.label}`}
                disabled={disabled}
                className="flex size-6 items-center justify-center rounded-sm text-tertiary hover:text-ink"
                onClick={() => onValueChange(without(option.id))}
              >
                <Icon name="close" size={12} />
              </button>
            </span>
          ))}
          <input
            {...wiring}
            type="text"
            role="combobox"
            autoComplete="off"
            spellCheck={false}
            aria-autocomplete="list"
            aria-expanded={picker.open}
            aria-controls={picker.listId}
            aria-activedescendant={picker.active >= 0 ? picker.optionId(picker.active) : undefined}
            disabled={disabled}
            placeholder={value.length === 0 ? placeholder : undefined}
            value={typed}
            className="min-h-6 min-w-24 grow bg-transparent outline-none"
            onChange={(event) => {
              setTyped(event.target.value);
              picker.show();
            }}
            onClick={picker.show}
            onKeyDown={(event) => {
              const last = value.at(-1);
              if (event.key === 'Backspace' && typed === '' && last !== undefined) {
                onValueChange(without(last.id));
              }
              picker.onKeyDown(event);
            }}
            onBlur={() => {
              setTyped('');
              picker.close();
            }}
          />
          <PickerList picker={picker} label={label} field={frame} chosen={chosen} />
        </div>
      )}
    </Field>
  );
}
