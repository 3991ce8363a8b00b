import type { EntityKind } from '@throughline/contract';
import { useCallback } from 'react';
import { call } from '../api/call.ts';
import { kindWords } from '../api/entity-address.ts';
import { Combobox, type ComboboxOption } from '../ui/combobox.tsx';
import type { FieldProps } from '../ui/field.tsx';

export interface EntityPickerProps extends FieldProps {
  /** Only of this kind; any without. */
  readonly kind?: EntityKind;
  readonly value: ComboboxOption | null;
  readonly onValueChange: (value: ComboboxOption | null) => void;
}

/** Picks an entity by typing a part of its title; its id is the reference. */
export function EntityPicker({ kind, ...field }: EntityPickerProps) {
  const search = useCallback(
    async (query: string, signal: AbortSignal) => {
      const { items } = await call(
        'entities.listEntities',
        { query: { q: query, limit: 20, ...(kind ? { kind } : {}) } },
        signal,
      );
      return items.map((item) => ({
        id: item.ref as string,
        label: item.title,
        detail: kind ? item.state : kindWords(item.kind),
      }));
    },
    [kind],
  );
  return <Combobox {...field} search={search} placeholder="Type to search" />;
}
