import type { ReadContext } from '../../../platform/context.ts';
import type { Db, Tx } from '../../../platform/database/connect.ts';
import { refusalOf } from './usage-rules.ts';
import { addAccounts, addUses, keysToFeatures, unsettle } from './usage-store.ts';

/** What a browser reported: that its account used something, by the name that the page gave it. */
export interface ReportedUse {
  readonly name: string;
  readonly account: string;
  readonly at: Temporal.Instant;
}

/** The way in for what browsers report over the data plane, one statement a batch. */
export interface UsageIntake {
  /** Notes that an account was there: in memory, written in batches. */
  saw(account: string, at: Temporal.Instant): void;
  /** Counts uses once each, in the transaction that keeps them. Names of no feature are nothing. */
  take(tx: Tx, uses: readonly ReportedUse[], now: Temporal.Instant): Promise<void>;
  /** Writes what waits. */
  flush(): Promise<void>;
}

/** So many accounts wait at most; those beyond are noted with their next session. */
const mostWaiting = 100_000;

/** The intake of one node. */
export function createUsageIntake(
  db: Db,
  today: (context: Pick<ReadContext, 'now'>) => Temporal.PlainDate,
): UsageIntake {
  let waiting = new Map<string, Set<string>>();
  let written = new Map<string, Set<string>>();
  let size = 0;

  return {
    saw(account, at) {
      const on = today({ now: at }).toString();
      if (written.get(on)?.has(account) || size >= mostWaiting) return;
      const accounts = waiting.get(on) ?? new Set();
      if (accounts.has(account)) return;
      waiting.set(on, accounts.add(account));
      size += 1;
    },
    async take(tx, uses, now) {
      const counted = uses.filter(({ at }) => refusalOf(at, now) === null);
      if (counted.length === 0) return;
      const features = await keysToFeatures(tx, [...new Set(counted.map(({ name }) => name))]);
      await addUses(
        tx,
        counted.flatMap(({ name, account, at }) => {
          const feature = features.get(name);
          return feature ? [{ on: today({ now: at }).toString(), feature, account, uses: 1 }] : [];
        }),
      );
    },
    async flush() {
      if (size === 0) return;
      const batch = waiting;
      waiting = new Map();
      size = 0;
      const seen = [...batch].flatMap(([on, accounts]) =>
        [...accounts].map((account) => ({ on, account })),
      );
      try {
        const news = await addAccounts(db, seen);
        if (news.size > 0) await unsettle(db, [...news]);
      } catch {
        // The database is away: they come again with their next session.
        return;
      }
      // Only the latest day's are remembered: of earlier ones hardly any come again.
      const latest = [...batch.keys(), ...written.keys()].toSorted().at(-1) ?? '';
      const remembered = written.get(latest) ?? new Set();
      for (const account of batch.get(latest) ?? []) remembered.add(account);
      written = new Map([[latest, remembered]]);
    },
  };
}
