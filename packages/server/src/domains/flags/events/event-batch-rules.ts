import { hash } from 'node:crypto';
import type { Id } from '@throughline/contract';
import type { Context } from '@throughline/flag-engine';
import type { Snapshot } from '../serving/snapshot.ts';
import { canonicalKey, readContext } from '../wire/wire-context.ts';

/** Evaluations of one flag that gave one variation; -1: the caller's default. */
export interface CountedVariation {
  readonly flag: Id<'flag'>;
  readonly variation: number;
  readonly evaluations: number;
}

/** A context that got a variation. */
export interface SeenVariation {
  readonly flag: Id<'flag'>;
  readonly variation: number;
  /** Whether an experiment's result counts it. */
  readonly experiment: boolean;
  readonly contextHash: Buffer;
}

/** An event as it was sent, with the flag that it is about. */
export interface RawEvent {
  readonly kind: string;
  readonly flag: Id<'flag'> | null;
  readonly variation: number | null;
  readonly body: Readonly<Record<string, unknown>>;
}

/** What one batch of an SDK's events says. */
export interface EventBatch {
  readonly counts: readonly CountedVariation[];
  readonly seen: readonly SeenVariation[];
  readonly raw: readonly RawEvent[];
  /** By the hash of kinds and keys, in base 64. */
  readonly contexts: ReadonlyMap<string, Context>;
}

type Fields = Readonly<Record<string, unknown>>;

const fieldsOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** Kinds that are stored as they came. Others are counted, or sampled as contexts. */
const storedKinds = new Set(['feature', 'debug', 'custom', 'click', 'pageview', 'migration_op']);
const mostEvents = 10_000;
const longestBody = 16 * 1024;
const longestContext = 8 * 1024;
const mostEvaluations = 1_000_000_000;

/** What tells contexts apart: a hash of their kinds and keys. */
export function contextHash(context: Context): Buffer {
  const { kind } = context as Fields;
  const kinds = typeof kind === 'string' ? kind : 'user';
  return hash('sha1', `${kinds} ${canonicalKey(context)}`, 'buffer');
}

const variationOf = (value: unknown): number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < 1000 ? value : -1;

/**
 * Reads a batch of events, schema 3 or 4, as the published SDKs send it. What makes no sense, and
 * flags that the environment doesn't have, are left out: telemetry never fails a request.
 */
export function readEventBatch(given: unknown, snapshot: Snapshot): EventBatch {
  const counts: CountedVariation[] = [];
  const seen: SeenVariation[] = [];
  const raw: RawEvent[] = [];
  const contexts = new Map<string, Context>();

  const summary = (event: Fields) => {
    const context = readContext(event['context']);
    const named = context && contextHash(context);
    for (const [key, feature] of Object.entries(fieldsOf(event['features']))) {
      const flag = snapshot.flags.get(key);
      if (!flag) continue;
      for (const counter of listOf(fieldsOf(feature)['counters']).map(fieldsOf)) {
        const evaluations = Number(counter['count']);
        if (!Number.isInteger(evaluations) || evaluations < 1 || evaluations > mostEvaluations) {
          continue;
        }
        const variation = variationOf(counter['variation']);
        counts.push({ flag: flag.id, variation, evaluations });
        if (named) seen.push({ flag: flag.id, variation, experiment: false, contextHash: named });
      }
    }
  };

  const events = Array.isArray(given) ? given : [given];
  for (const event of events.slice(0, mostEvents).map(fieldsOf)) {
    const kind = String(event['kind']);
    if (kind === 'summary') summary(event);
    const context = readContext(event['context']);
    if ((kind === 'index' || kind === 'identify') && context) {
      if (JSON.stringify(context).length <= longestContext) {
        contexts.set(contextHash(context).toString('base64'), context);
      }
    }
    if (!storedKinds.has(kind)) continue;
    const evaluated = kind === 'feature' || kind === 'debug';
    const flag = evaluated ? snapshot.flags.get(String(event['key'])) : undefined;
    const variation = evaluated ? variationOf(event['variation']) : null;
    if (kind === 'feature' && flag && context) {
      const experiment = fieldsOf(event['reason'])['inExperiment'] === true;
      const named = contextHash(context);
      seen.push({ flag: flag.id, variation: variation ?? -1, experiment, contextHash: named });
    }
    if (JSON.stringify(event).length > longestBody) continue;
    raw.push({ kind, flag: flag?.id ?? null, variation, body: event });
  }
  return { counts, seen, raw, contexts };
}
