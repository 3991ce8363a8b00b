import type { Id } from '@throughline/contract';
import { system } from '../../../platform/access/actor.ts';
import type { Clock } from '../../../platform/clock.ts';
import type { Db } from '../../../platform/database/connect.ts';
import type { ChangeFeed } from '../../../platform/ledger/change-feed.ts';
import { productionEnvironments } from '../../flags/index.ts';

/** Which environments are production: what happens elsewhere is no use of a feature. */
export interface ProductionSet {
  has(environment: Id<'environment'>): boolean;
  start(feed: ChangeFeed): Promise<void>;
}

/** The production environments in memory, read again whenever an environment changes. */
export function createProductionSet({ db, clock }: { db: Db; clock: Clock }): ProductionSet {
  let known = new Set<string>();
  const learn = async () => {
    const found = await productionEnvironments({ db, actor: system('sdk'), now: clock.now() });
    known = new Set(found.map(({ id }) => id));
  };
  return {
    has: (environment) => known.has(environment),
    async start(feed) {
      await learn();
      feed.subscribe(async (events) => {
        if (events.some(({ action }) => action.startsWith('environment.'))) await learn();
      });
    },
  };
}
