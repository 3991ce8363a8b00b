import { useSyncExternalStore } from 'react';
import { presentMs } from './present.ts';

const period = 30_000;
const listeners = new Set<() => void>();
let now = presentMs();
let timer: ReturnType<typeof setInterval> | undefined;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  if (timer === undefined) {
    now = presentMs();
    timer = setInterval(() => {
      now = presentMs();
      for (const each of listeners) each();
    }, period);
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) {
      clearInterval(timer);
      timer = undefined;
    }
  };
}

/** The present moment in epoch milliseconds, moved on every half minute for all ages at once. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => now);
}
