import { useRef, useState } from 'react';
import type { ComboboxOption, ComboboxSearch } from './combobox-option.ts';
import { Field, type FieldProps } from './field.tsx';
import { Icon } from './icon.tsx';
import { PickerList } from './picker-list.tsx';
import { usePicker } from './use-picker.ts';

export type { ComboboxOption, ComboboxSearch } from './combobox-option.ts';

export interface ComboboxProps extends FieldProps {
  readonly value: ComboboxOption | null;
  readonly onValueChange: (value: ComboboxOption | null) => void;
  /** Must be stable between renders. */
  readonly search: ComboboxSearch;
  readonly placeholder?: string | undefined;
  readonly disabled?: boolean | undefined;
}

/** Picks one entity by typing. It never loads everyone: the server searches. */
export function Combobox({
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
}: ComboboxProps) {
  const input = useRef<HTMLInputElement>(null);
  // While nothing is typed the input shows what is chosen, and asks for the likeliest few.
  const [typed, setTyped] = useState<string>();
  const picker = usePicker(typed?.trim() ?? '', search, (option) => {
    onValueChange(option);
    setTyped(undefined);
  });
  return (
    <Field label={label} hint={hint} error={error} required={required} labelHidden={labelHidden}>
      {(wiring) => (
        <div className="relative flex">
          <input
            {...wiring}
            ref={input}
            type="text"
            role="combobox"
            autoComplete="off"
            spellCheck={false}
            aria-autocomplete="list"
            aria-expanded={picker.open}
            aria-controls={picker.listId}
            aria-activedescendant={picker.active >= 0 ? picker.optionId(picker.active) : undefined}
            disabled={disabled}
            placeholder={placeholder}
            value={typed ?? value?.label ?? ''}
            className="control w-full pr-8"
            onChange={(event) => {
              setTyped(event.target.value);
              if (event.target.value === '') onValueChange(null);
              picker.show();
            }}
            onClick={picker.show}
            onKeyDown={picker.onKeyDown}
            onBlur={() => {
              setTyped(undefined);
              picker.close();
            }}
          />
          {value === null || disabled ? (
            <span className="pointer-events-none absolute inset-y-0 right-2 flex items-center text-tertiary">
              <Icon name="search" size={14} />
            </span>
          ) : (
            <button
              type="button"
              aria-label={`Clear ${label}`}
              className="absolute inset-y-0 right-1 my-auto flex size-6 items-center justify-center rounded-sm text-tertiary hover:text-ink"
              onClick={() => {
                onValueChange(null);
                input.current?.focus();
              }}
            >
              <Icon name="close" size={14} />
            </button>
          )}
          <PickerList
            picker={picker}
            label={label}
            field={input}
            chosen={new Set(value === null ? [] : [value.id])}
          />
        </div>
      )}
    </Field>
  );
}
