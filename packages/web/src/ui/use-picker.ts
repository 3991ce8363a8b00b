import { useId, useState, type KeyboardEvent } from 'react';
import type { ComboboxOption, ComboboxSearch } from './combobox-option.ts';
import { useSearch, type SearchState } from './use-search.ts';

export interface Picker {
  readonly open: boolean;
  readonly state: SearchState<ComboboxOption>;
  /** Index of the option that Enter takes; −1 while there is none. */
  readonly active: number;
  readonly listId: string;
  readonly optionId: (index: number) => string;
  readonly point: (index: number) => void;
  readonly show: () => void;
  readonly close: () => void;
  readonly pick: (option: ComboboxOption | undefined) => void;
  readonly onKeyDown: (event: KeyboardEvent<HTMLInputElement>) => void;
}

/** The behaviour of a combobox after the ARIA practices: the focus stays in its input. */
export function usePicker(
  query: string,
  search: ComboboxSearch,
  onPick: (option: ComboboxOption) => void,
): Picker {
  const listId = useId();
  const [open, setOpen] = useState(false);
  const [position, setPosition] = useState(0);
  const state = useSearch(query, search, open);
  const last = state.found.length - 1;
  const active = open ? Math.min(position, last) : -1;

  const show = () => {
    if (!open) setPosition(0);
    setOpen(true);
  };
  const close = () => setOpen(false);
  const pick = (option: ComboboxOption | undefined) => {
    if (option === undefined) return;
    onPick(option);
    close();
  };

  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      if (!open) show();
      else if (event.key === 'ArrowDown') setPosition(active >= last ? 0 : active + 1);
      else setPosition(active <= 0 ? last : active - 1);
    } else if (event.key === 'Enter' && open && active >= 0) {
      pick(state.found[active]);
    } else if (event.key === 'Escape' && open) {
      // Only the list closes, not the dialog that it may stand in.
      event.stopPropagation();
      close();
    } else {
      return;
    }
    event.preventDefault();
  };

  return {
    open,
    state,
    active,
    listId,
    optionId: (index) => `${listId}-${index}`,
    point: setPosition,
    show,
    close,
    pick,
    onKeyDown,
  };
}
