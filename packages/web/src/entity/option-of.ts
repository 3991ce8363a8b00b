import type { ComboboxOption } from '../ui/combobox-option.ts';

interface Titled {
  readonly ref: string;
  readonly title: string;
}

interface Named {
  readonly ref: string;
  readonly name: string;
}

/** What a picker shows of an entity or a person that a view mentions; null stays null. */
export function optionOf(entity: Titled | Named): ComboboxOption;
export function optionOf(entity: Titled | Named | null | undefined): ComboboxOption | null;
export function optionOf(entity: Titled | Named | null | undefined): ComboboxOption | null {
  if (!entity) return null;
  return { id: entity.ref, label: 'title' in entity ? entity.title : entity.name };
}
