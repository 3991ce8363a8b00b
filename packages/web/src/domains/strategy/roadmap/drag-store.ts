import { useSyncExternalStore } from 'react';
import type { Span } from './roadmap-types.ts';

/** What is being dragged, for the few parts that follow it: the rows are not drawn anew. */
export interface Drag {
  readonly title: string;
  readonly span: Span;
  readonly x: number;
  readonly y: number;
  /** What the drop would break, in words. */
  readonly broken: readonly string[];
}

export interface DragStore {
  readonly get: () => Drag | undefined;
  readonly set: (drag: Drag | undefined) => void;
  readonly subscribe: (listener: () => void) => () => void;
}

export function createDragStore(): DragStore {
  let present: Drag | undefined;
  const listeners = new Set<() => void>();
  return {
    get: () => present,
    set(drag) {
      present = drag;
      for (const listener of listeners) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** The drag of the moment. */
export function useDrag(store: DragStore): Drag | undefined {
  return useSyncExternalStore(store.subscribe, store.get);
}
