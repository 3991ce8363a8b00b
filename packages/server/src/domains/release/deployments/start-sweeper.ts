import type { ChangeFeed } from '../../../platform/ledger/change-feed.ts';
import { sweepDeployments } from './sweep-deployments.ts';
import type { SweepDeps } from './sweep-deps.ts';

/** The running sweeper of one node. */
export interface Sweeper {
  /** Looks now; resolves when everything that was due has been done. */
  sweep(): Promise<void>;
  stop(): Promise<void>;
}

const everyMs = 1000;

/**
 * Looks every second for deployments that can go on, and at once when the feed tells of one. All
 * nodes do: what is due is taken under a row's lock, so that one of them acts.
 */
export function startSweeper(deps: SweepDeps, feed: ChangeFeed): Sweeper {
  let running: Promise<void> | undefined;
  let again = false;
  let stopped = false;
  const sweep = () => {
    if (stopped) return;
    if (running) {
      again = true;
      return;
    }
    running = sweepDeployments(deps)
      .catch((error: unknown) => deps.log.warn({ err: error }, 'the sweeper failed; it goes on'))
      .finally(() => {
        running = undefined;
        if (!again) return;
        again = false;
        sweep();
      });
  };
  const timer = setInterval(sweep, everyMs);
  const unsubscribe = feed.subscribe((events) => {
    if (events.some(({ entity }) => entity?.kind === 'deployment')) sweep();
  });
  sweep();
  return {
    async sweep() {
      await running;
      sweep();
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
