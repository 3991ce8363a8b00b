import { createHash } from 'node:crypto';
import { Context as PublishedContext, reviveFullPayload } from '@launchdarkly/js-server-sdk-common';
import { init } from '@launchdarkly/node-server-sdk';

interface PublishedResult {
  readonly detail: {
    readonly value: unknown;
    readonly variationIndex: number | null;
    readonly reason: unknown;
  };
  readonly prerequisites?: readonly string[];
}

/** The published evaluator's answer, in our shape. */
export interface PublishedAnswer {
  readonly value: unknown;
  readonly variation: number | null;
  readonly reason: unknown;
  readonly prerequisites: readonly string[];
}

interface PublishedEvaluator {
  evaluateCb(flag: unknown, context: unknown, done: (result: PublishedResult) => void): void;
}

interface Queries {
  getFlag(key: string, done: (flag: unknown) => void): void;
  getSegment(key: string, done: (segment: unknown) => void): void;
  getBigSegmentsMembership(key: string): Promise<unknown>;
}

type EvaluatorClass = new (
  platform: { crypto: { createHash: typeof createHash } },
  queries: Queries,
) => PublishedEvaluator;

// The package keeps its evaluator private; a client that is offline has one, and it its class.
const Evaluator: EvaluatorClass = (() => {
  const client = init('offline', { offline: true, sendEvents: false, diagnosticOptOut: true });
  const evaluator: object = Reflect.get(client, '_evaluator');
  client.close();
  return Reflect.get(evaluator, 'constructor');
})();

/** Big-segment memberships as the published evaluator asks for them. */
export type PublishedMembership = (
  key: string,
) => readonly [Record<string, boolean> | null, string];

/** Any JSON: the evaluator's `flags` and `segments`. */
export interface PublishedData {
  readonly flags: Readonly<Record<string, unknown>>;
  readonly segments: Readonly<Record<string, unknown>>;
}

/** A published context, checked as the SDK checks it. */
export function publishedContext(context: unknown): PublishedContext {
  return PublishedContext.fromLDContext(context);
}

/** Evaluates with the published SDK's own evaluator, without its client around it. */
export function publishedEvaluator(data: PublishedData, membership?: PublishedMembership) {
  const { flags, segments } = structuredClone(data);
  reviveFullPayload({ flags, segments });
  const evaluator = new Evaluator(
    { crypto: { createHash } },
    {
      getFlag: (key, done) => done(flags[key]),
      getSegment: (key, done) => done(segments[key]),
      getBigSegmentsMembership: async (key) => membership?.(key),
    },
  );
  const evaluateWith = (key: string, context: unknown, done: (result: PublishedResult) => void) =>
    evaluator.evaluateCb(flags[key], context, done);

  /** Answers at once but where big segments make the published evaluator wait. */
  function evaluate(key: string, context: unknown): Promise<PublishedAnswer> {
    return new Promise((resolve) => {
      evaluateWith(key, publishedContext(context), ({ detail, prerequisites = [] }) =>
        resolve({
          value: detail.value,
          variation: detail.variationIndex,
          reason: detail.reason,
          prerequisites,
        }),
      );
    });
  }
  return { evaluate, evaluateWith };
}
