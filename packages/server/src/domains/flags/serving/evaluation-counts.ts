import type { Id } from '@throughline/contract';
import type { Clock } from '../../../platform/clock.ts';
import type { Db } from '../../../platform/database/connect.ts';
import { addCounts, type CountedEvaluations } from './counts-store.ts';

/** Evaluations counted in memory and added to the database once a minute. */
export interface EvaluationCounts {
  count(flag: Id<'flag'>, environment: Id<'environment'>, variation: number | null): void;
  start(): void;
  flush(): Promise<void>;
  stop(): Promise<void>;
}

const everyMs = 60_000;

/** Counts evaluations per flag, environment, variation and hour; null counts as -1. */
export function createEvaluationCounts(deps: { db: Db; clock: Clock }): EvaluationCounts {
  let counted = new Map<string, CountedEvaluations>();
  let timer: NodeJS.Timeout | undefined;

  const flush = async () => {
    if (counted.size === 0) return;
    const flushed = counted;
    counted = new Map();
    try {
      await addCounts(deps.db, [...flushed.values()]);
    } catch {
      // The database is away: what was counted waits for the next minute.
      for (const [key, row] of flushed) {
        const since = counted.get(key);
        if (since) since.evaluations += row.evaluations;
        else counted.set(key, row);
      }
    }
  };

  return {
    count(flag, environment, variation) {
      const hour = Math.floor(deps.clock.now().epochMilliseconds / 3_600_000) * 3_600_000;
      const key = `${flag} ${environment} ${variation} ${hour}`;
      const row = counted.get(key);
      if (row) row.evaluations += 1;
      else {
        counted.set(key, {
          flag,
          environment,
          variation: variation ?? -1,
          hour: new Date(hour),
          evaluations: 1,
        });
      }
    },
    start() {
      timer = setInterval(() => void flush(), everyMs);
      timer.unref();
    },
    flush,
    async stop() {
      clearInterval(timer);
      await flush();
    },
  };
}
