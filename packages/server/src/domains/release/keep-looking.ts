import type { EntityKind } from '@throughline/contract';
import type { Logger } from 'pino';
import type { ChangeFeed } from '../../platform/ledger/change-feed.ts';

/** What is looked at again and again on one node. */
export interface Looking {
  /** Looks now; resolves when everything that was due has been done. */
  look(): Promise<void>;
  stop(): Promise<void>;
}

const everyMs = 1000;

/** Looks every second, and at once when the feed tells of one of some kinds; one look at a time. */
export function keepLooking(
  deps: { log: Logger; what: string; kinds: readonly EntityKind[]; look: () => Promise<void> },
  feed: ChangeFeed,
): Looking {
  let running: Promise<void> | undefined;
  let again = false;
  let stopped = false;
  const look = () => {
    if (stopped) return;
    if (running) {
      again = true;
      return;
    }
    running = deps
      .look()
      .catch((error: unknown) => deps.log.warn({ err: error }, `${deps.what} failed; it goes on`))
      .finally(() => {
        running = undefined;
        if (!again) return;
        again = false;
        look();
      });
  };
  const timer = setInterval(look, everyMs);
  const unsubscribe = feed.subscribe((events) => {
    if (events.some(({ entity }) => entity && deps.kinds.includes(entity.kind))) look();
  });
  look();
  return {
    async look() {
      await running;
      look();
      await running;
    },
    async stop() {
      stopped = true;
      clearInterval(timer);
      unsubscribe();
      await running;
    },
  };
}
