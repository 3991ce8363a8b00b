import { isDeepStrictEqual } from 'node:util';
import * as fc from 'fast-check';
import { compile } from '../index.ts';
import type { BigSegments, Context, Evaluation, RulesetData } from '../index.ts';
import { publishedContext, publishedEvaluator } from './published-evaluator.ts';
import type { PublishedAnswer, PublishedData } from './published-evaluator.ts';
import { canForgetCycles, canForgetErrors } from './quirks.ts';
import { randomContext, randomData } from './random-world.ts';

/** What a comparison with the published evaluator found. */
export interface Comparison {
  readonly pairs: number;
  /** Pairs of each reason that both gave. */
  readonly reasons: Readonly<Record<string, number>>;
  /** Differences that a documented quirk of the published evaluator explains. */
  readonly quirks: number;
  /** The first differences that nothing explains, as JSON. */
  readonly differences: readonly string[];
}

const statuses = ['HEALTHY', 'STALE', 'STORE_ERROR'] as const;

/** Some keys are unknown to the store; the rest are in some generations and out of others. */
function membership(key: string): [Record<string, boolean> | null, (typeof statuses)[number]] {
  const status = statuses[key.charCodeAt(key.length - 1) % 3] ?? 'HEALTHY';
  const members = { 's0.g1': true, 's1.g1': false, 's2.g2': true, 's3.g1': key === 'a' };
  return [key.endsWith('c') ? null : members, status];
}

const bigSegments: BigSegments = (key) => {
  const [members, status] = membership(key);
  return { membership: members && new Map(Object.entries(members)), status };
};

const contextsEach = 5;

/** Runs both evaluators over random flags and contexts until that many pairs are compared. */
export async function compareWithPublished(options: {
  readonly cases: number;
  readonly seed: number;
  readonly signal?: AbortSignal;
  readonly say?: (line: string) => void;
}): Promise<Comparison> {
  const reasons: Record<string, number> = {};
  const differences: string[] = [];
  let pairs = 0;
  let quirks = 0;

  async function compareWorld(data: PublishedData, contexts: readonly unknown[]): Promise<void> {
    const explained = canForgetErrors(data) || canForgetCycles(data);
    const ours = compile(data as RulesetData, { bigSegments });
    const published = publishedEvaluator(data, membership);
    for (const context of contexts) {
      const all = ours.evaluateAll(context as Context);
      for (const key of Object.keys(data.flags)) {
        pairs += 1;
        const mine = answerOf(ours, key, context);
        const theirs = await publishedAnswer(published, key, context);
        const { kind } = mine.reason;
        reasons[kind] = (reasons[kind] ?? 0) + 1;
        const { prerequisites: _, ...single } = mine;
        const consistent = all.size === 0 || isDeepStrictEqual(all.get(key), single);
        if (consistent && isDeepStrictEqual(plain(mine), plain(theirs))) continue;
        // An error that the published evaluator forgets is one that ours reports.
        if (consistent && explained && mine.reason.kind === 'ERROR') quirks += 1;
        else differences.push(JSON.stringify({ key, context, mine, theirs, data }));
      }
    }
  }

  const worlds = Math.ceil(options.cases / (contextsEach * 6));
  const contexts = fc.array(randomContext, { minLength: contextsEach, maxLength: contextsEach });
  const batch = 500;
  for (
    let done = 0;
    done < worlds && differences.length < 5 && !options.signal?.aborted;
    done += batch
  ) {
    const numRuns = Math.min(batch, worlds - done);
    const worldsNow = fc.sample(fc.tuple(randomData, contexts), {
      seed: options.seed + done,
      numRuns,
    });
    for (const [data, some] of worldsNow) await compareWorld(data, some);
    options.say?.(`${pairs} pairs, ${differences.length} differences, ${quirks} quirks`);
  }
  return { pairs, reasons, quirks, differences };
}

function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

type Answer = Evaluation & { readonly prerequisites: readonly string[] };

function answerOf(ours: ReturnType<typeof compile>, key: string, context: unknown): Answer {
  const prerequisites: string[] = [];
  const evaluation = ours.evaluate(key, context as Context, (step) => {
    if (step.dependentKey === step.flagKey) prerequisites.push(step.prerequisiteKey);
  });
  return { ...evaluation, prerequisites };
}

async function publishedAnswer(
  published: ReturnType<typeof publishedEvaluator>,
  key: string,
  context: unknown,
): Promise<PublishedAnswer> {
  // The client checks the context before it asks the evaluator.
  if (publishedContext(context).valid) return published.evaluate(key, context);
  const reason = { kind: 'ERROR', errorKind: 'USER_NOT_SPECIFIED' };
  return { value: null, variation: null, reason, prerequisites: [] };
}
