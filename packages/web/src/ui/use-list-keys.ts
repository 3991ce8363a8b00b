import { useEffect, useState, type KeyboardEvent } from 'react';
import { listKey, movedPosition } from './list-keys.ts';

export interface ListKeysOptions {
  readonly count: number;
  /** Enter on the row at this index. */
  readonly onOpen?: ((index: number) => void) | undefined;
  /** x on the row at this index. */
  readonly onSelect?: ((index: number) => void) | undefined;
  /** Brings a row that may not be drawn yet into view. */
  readonly onReach?: ((index: number) => void) | undefined;
}

export interface ListKeys {
  /** The row that has the position; −1 before the first key. */
  readonly position: number;
  readonly setPosition: (index: number) => void;
  readonly onKeyDown: (event: KeyboardEvent<HTMLElement>) => void;
}

/** j/k or arrows move, x selects, Enter opens. Put `onKeyDown` on the focusable list. */
export function useListKeys({ count, onOpen, onSelect, onReach }: ListKeysOptions): ListKeys {
  const [position, setPosition] = useState(-1);
  useEffect(() => {
    setPosition((before) => Math.min(before, count - 1));
  }, [count]);

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    // Keys pressed in a control inside a row belong to that control.
    if (event.target !== event.currentTarget && event.key !== 'j' && event.key !== 'k') return;
    if (event.target instanceof HTMLInputElement && event.target.type !== 'checkbox') return;
    const meaning = listKey(event.key);
    if (meaning === undefined) return;
    if (meaning === 'open' || meaning === 'select') {
      if (position < 0) return;
      (meaning === 'open' ? onOpen : onSelect)?.(position);
    } else {
      const next = movedPosition(position, count, meaning);
      setPosition(next);
      if (next >= 0) onReach?.(next);
    }
    event.preventDefault();
    event.stopPropagation();
  };
  return { position, setPosition, onKeyDown };
}
