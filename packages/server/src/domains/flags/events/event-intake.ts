import { randomUUID } from 'node:crypto';
import type { Id } from '@throughline/contract';
import type { Context } from '@throughline/flag-engine';
import type { Logger } from 'pino';
import type { Clock } from '../../../platform/clock.ts';
import type { Db } from '../../../platform/database/connect.ts';
import type { SdkKey, Serving } from '../serving/serving.ts';
import { contextHash, readEventBatch, type EventBatch } from './event-batch-rules.ts';
import { storeEvents, type PendingSketch, type WaitingBatch } from './event-store.ts';
import { addToSketch, emptySketch } from './unique-sketch-rules.ts';

/** How the events of a node fare, since it started. */
export interface EventCounts {
  readonly batches: number;
  /** Batches that were refused since too many events waited for the database. */
  readonly refused: number;
  /** Batches that had been counted before. */
  readonly repeated: number;
  readonly diagnostics: number;
  /** Events that wait to be stored. */
  readonly waiting: number;
}

/** Takes what SDKs report, and counts evaluations that this node made itself. */
export interface EventIntake {
  /** Takes a batch; false when too much waits. One that comes again with its id counts once. */
  take(key: SdkKey, given: unknown, batch: string | undefined): boolean;
  /** Counts an evaluation that this node made; null: the caller's default. */
  evaluated(
    flag: Id<'flag'>,
    environment: Id<'environment'>,
    variation: number | null,
    context?: Context,
  ): void;
  /** Counts a report that an SDK makes of itself. */
  diagnosed(): void;
  counts(): EventCounts;
  /** Stores what waits; resolves when it is stored or has failed. */
  flush(): Promise<void>;
  start(): void;
  stop(): Promise<void>;
}

const everyMs = 1000;
const mostWaiting = 100_000;
/** Own evaluations show only so many new contexts between two flushes: a sample is enough. */
const mostOwnContexts = 20;

interface Own {
  readonly counts: Map<Id<'flag'>, Map<number, number>>;
  readonly contexts: Map<string, Context>;
}

const sizeOf = ({ counts, raw, contexts }: EventBatch) =>
  counts.length + raw.length + contexts.size;

/**
 * Keeps events in memory and stores them every second, a whole flush in one transaction with
 * the ids of its batches: what failed, or may have, is stored again without counting twice.
 */
export function createEventIntake(deps: {
  db: Db;
  serving: Serving;
  clock: Clock;
  log: Logger;
}): EventIntake {
  const { db, serving, clock, log } = deps;
  let batches: WaitingBatch[] = [];
  let own = new Map<Id<'environment'>, Own>();
  let sketches = new Map<string, PendingSketch>();
  let waiting = 0;
  const counted = { batches: 0, refused: 0, repeated: 0, diagnostics: 0 };
  let timer: NodeJS.Timeout | undefined;
  let turn: Promise<void> = Promise.resolve();

  const dayNow = () => clock.now().toString().slice(0, 10);

  const sketch = (
    environment: Id<'environment'>,
    one: { flag: Id<'flag'>; variation: number; experiment: boolean },
    hash: Buffer,
  ) => {
    const { flag, variation, experiment } = one;
    const name = `${environment} ${flag} ${variation} ${experiment}`;
    let pending = sketches.get(name);
    if (!pending) {
      pending = { flag, environment, variation, experiment, day: dayNow(), sketch: emptySketch() };
      sketches.set(name, pending);
    }
    addToSketch(pending.sketch, hash);
  };

  const ofOwn = (environment: Id<'environment'>): Own => {
    let mine = own.get(environment);
    if (!mine) own.set(environment, (mine = { counts: new Map(), contexts: new Map() }));
    return mine;
  };

  /** What this node evaluated itself, as batches with ids of their own. */
  const ownBatches = (): WaitingBatch[] =>
    [...own].map(([environment, { counts, contexts }]) => ({
      environment,
      id: `own-${randomUUID()}`,
      at: clock.now(),
      batch: {
        counts: [...counts].flatMap(([flag, variations]) =>
          [...variations].map(([variation, evaluations]) => ({ flag, variation, evaluations })),
        ),
        seen: [],
        raw: [],
        contexts,
      },
    }));

  const store = async () => {
    const taken = [...batches, ...ownBatches()];
    const drawn = sketches;
    batches = [];
    own = new Map();
    sketches = new Map();
    if (taken.length === 0 && drawn.size === 0) return;
    try {
      counted.repeated += await storeEvents(db, taken, [...drawn.values()]);
      waiting = batches.reduce((sum, { batch }) => sum + sizeOf(batch), 0);
    } catch (error) {
      // The database is away: all of it waits. A sketch that is merged twice is the same.
      batches = [...taken, ...batches];
      for (const pending of drawn.values()) {
        const name = `again ${pending.day} ${pending.environment} ${pending.flag} ${pending.variation} ${pending.experiment}`;
        if (sketches.size < mostWaiting) sketches.set(name, pending);
      }
      log.warn({ err: error }, 'events of SDKs could not be stored; they wait');
    }
  };
  const flush = () => (turn = turn.then(store));

  return {
    take(key, given, id) {
      const snapshot = serving.snapshot(key.environment);
      if (!snapshot || waiting >= mostWaiting) {
        counted.refused += 1;
        return false;
      }
      const batch = readEventBatch(given, snapshot);
      counted.batches += 1;
      for (const one of batch.seen) sketch(key.environment, one, one.contextHash);
      waiting += sizeOf(batch);
      const named = id === undefined || id === '' || id.length > 80 ? randomUUID() : id;
      batches.push({ environment: key.environment, id: named, at: clock.now(), batch });
      return true;
    },
    evaluated(flag, environment, variation, context) {
      const mine = ofOwn(environment);
      let variations = mine.counts.get(flag);
      if (!variations) mine.counts.set(flag, (variations = new Map<number, number>()));
      const served = variation ?? -1;
      variations.set(served, (variations.get(served) ?? 0) + 1);
      if (!context) return;
      const hash = contextHash(context);
      sketch(environment, { flag, variation: served, experiment: false }, hash);
      if (mine.contexts.size < mostOwnContexts) mine.contexts.set(hash.toString('base64'), context);
    },
    diagnosed() {
      counted.diagnostics += 1;
    },
    counts: () => ({ ...counted, waiting }),
    flush,
    start() {
      timer = setInterval(() => void flush(), everyMs);
      timer.unref();
    },
    async stop() {
      clearInterval(timer);
      await flush();
    },
  };
}
