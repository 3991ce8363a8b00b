import type { EntityKind } from '@throughline/contract';
import { useCallback } from 'react';
import { call } from '../api/call.ts';
import { kindOfReference, kindWords } from '../api/entity-address.ts';
import type { ComboboxOption } from '../ui/combobox.tsx';
import type { FieldProps } from '../ui/field.tsx';
import { MultiCombobox } from '../ui/multi-combobox.tsx';

export interface EntitiesPickerProps extends FieldProps {
  /** Of these kinds; keep the array outside the component. */
  readonly kinds: readonly EntityKind[];
  readonly value: readonly ComboboxOption[];
  readonly onValueChange: (value: readonly ComboboxOption[]) => void;
  /** Never offered: the entity that is being edited. */
  readonly except?: string | undefined;
}

/** Picks several entities of a few kinds by typing a part of their titles. */
export function EntitiesPicker({ kinds, except, ...field }: EntitiesPickerProps) {
  const search = useCallback(
    async (query: string, signal: AbortSignal) => {
      const limit = Math.ceil(20 / kinds.length);
      const pages = await Promise.all(
        kinds.map((kind) =>
          call('entities.listEntities', { query: { q: query, limit, kind } }, signal),
        ),
      );
      return pages
        .flatMap(({ items }) => items)
        .filter(({ ref }) => ref !== except)
        .map((item) => ({
          id: item.ref as string,
          label: item.title,
          detail: kinds.length > 1 ? kindWords(kindOfReference(item.ref) ?? '') : item.state,
        }));
    },
    [kinds, except],
  );
  return <MultiCombobox {...field} search={search} placeholder="Type to search" />;
}
