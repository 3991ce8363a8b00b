import type { ChangeFeed } from '../../../platform/ledger/change-feed.ts';
import { keepLooking } from '../keep-looking.ts';
import { sweepDeployments, type SweepDeps } from './sweep-deployments.ts';

/** The running sweeper of one node. */
export interface Sweeper {
  /** Looks now; resolves when everything that was due has been done. */
  sweep(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Looks every second for deployments that can go on, and at once when the feed tells of one. All
 * nodes do: what is due is taken under a row's lock, so that one of them acts.
 */
export function startSweeper(deps: SweepDeps, feed: ChangeFeed): Sweeper {
  const look = () => sweepDeployments(deps);
  const looking = keepLooking(
    { log: deps.log, what: 'the sweeper', kinds: ['deployment'], look },
    feed,
  );
  return { sweep: () => looking.look(), stop: () => looking.stop() };
}
