import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { TestData, deserializePoll } from '@launchdarkly/js-server-sdk-common';
import { init } from '@launchdarkly/node-server-sdk';
import manifest from '../package.json' with { type: 'json' };
import { compile } from '../packages/flag-engine/src/index.ts';
import type { Flag, RulesetData, Segment } from '../packages/flag-engine/src/index.ts';
import {
  publishedContext,
  publishedEvaluator,
} from '../packages/flag-engine/src/testing/published-evaluator.ts';
import { measure, median } from './measure.ts';
import { lessIsBetter } from './row.ts';
import type { Row } from './row.ts';

const version = manifest.devDependencies['@launchdarkly/node-server-sdk'];
const evaluator = `LaunchDarkly Node SDK ${version}, evaluator`;
const client = `LaunchDarkly Node SDK ${version}, variation()`;

const switchFlag: Flag = {
  key: 'switch',
  version: 1,
  on: true,
  variations: [true, false],
  offVariation: 1,
  fallthrough: { variation: 0 },
  salt: 'a1b2c3',
};

const segment: Segment = {
  key: 'beta',
  version: 1,
  included: ['user-1', 'user-2', 'user-3'],
  rules: [{ clauses: [{ attribute: 'plan', op: 'in', values: ['beta', 'alpha'] }] }],
  salt: 'd4e5f6',
};

/** Five rules of string, version and segment clauses, none of which match, then half and half. */
function rulesFlag(key: string): Flag {
  const country = { attribute: 'country', op: 'in', values: ['NL', 'BE', 'LU'] };
  const email = { attribute: 'email', op: 'endsWith', values: ['@corp.example', '@test.example'] };
  const older = { attribute: 'version', op: 'semVerLessThan', values: ['2.0.0'] };
  const newer = { attribute: 'version', op: 'semVerGreaterThan', values: ['3.4.0'] };
  const beta = { attribute: '', op: 'segmentMatch', values: ['beta'] };
  return {
    key,
    version: 1,
    on: true,
    variations: ['control', 'treatment'],
    offVariation: 0,
    targets: [{ values: ['someone', 'someone-else'], variation: 1 }],
    rules: [
      { id: 'r1', clauses: [country], variation: 0 },
      { id: 'r2', clauses: [email], variation: 1 },
      { id: 'r3', clauses: [older], variation: 0 },
      { id: 'r4', clauses: [beta], variation: 1 },
      { id: 'r5', clauses: [newer, email], variation: 1 },
    ],
    fallthrough: {
      rollout: {
        variations: [
          { variation: 0, weight: 50_000 },
          { variation: 1, weight: 50_000 },
        ],
      },
    },
    salt: '0f1e2d3c4b5a',
  };
}

const contexts = Array.from({ length: 1000 }, (_, at) => ({
  kind: 'user',
  key: `user-${at + 10}`,
  country: 'DE',
  email: `person-${at}@mail.example`,
  version: `3.${at % 5}.1`,
  plan: 'pro',
}));
const publishedContexts = contexts.map(publishedContext);

/** Goes round the contexts, so that no candidate sees the same one twice in a row. */
function inTurn<T>(values: readonly T[]): () => T {
  let at = 0;
  return () => {
    at = (at + 1) % values.length;
    const value = values[at];
    if (value === undefined) throw new Error('there are no contexts');
    return value;
  };
}

function ignore(): void {}

async function evaluations(): Promise<Row[]> {
  const flags = { switch: switchFlag, rules: rulesFlag('rules') };
  const data: RulesetData = { flags, segments: { beta: segment } };
  const ours = compile(data);
  const published = publishedEvaluator({ flags, segments: { beta: segment } });
  const next = inTurn(contexts);
  const nextPublished = inTurn(publishedContexts);

  const testData = new TestData();
  await testData.usePreconfiguredFlag(switchFlag);
  const sdkClient = init('sdk-key', {
    updateProcessor: testData.getFactory(),
    sendEvents: false,
    diagnosticOptOut: true,
  });
  await sdkClient.waitForInitialization({ timeout: 5 });

  const times = await measure({
    switchOurs: () => ours.evaluate('switch', next()),
    switchClient: () => sdkClient.variation('switch', next(), false),
    switchEvaluator: () => published.evaluateWith('switch', nextPublished(), ignore),
    rulesOurs: () => ours.evaluate('rules', next()),
    rulesEvaluator: () => published.evaluateWith('rules', nextPublished(), ignore),
  });
  sdkClient.close();
  const unit = 'ns CPU';
  const row = (bench: string, mine: number, against: number, peer: string): Row =>
    lessIsBetter({ bench, ours: mine, against, peer, unit });
  return [
    row('evaluate an on/off flag', times.switchOurs, times.switchClient, client),
    row('evaluate an on/off flag', times.switchOurs, times.switchEvaluator, evaluator),
    row('evaluate five rules and a rollout', times.rulesOurs, times.rulesEvaluator, evaluator),
  ];
}

function manyFlags(count: number): string {
  const flags: Record<string, Flag> = {};
  for (let at = 0; at < count; at += 1) flags[`flag-${at}`] = rulesFlag(`flag-${at}`);
  return JSON.stringify({ flags, segments: { beta: segment } });
}

/** From the payload's text to the first answer; both sides read the same text. */
async function firstAnswer(): Promise<Row> {
  const payload = manyFlags(10_000);
  const times = await measure(
    {
      ours: () => {
        const data = JSON.parse(payload) as RulesetData;
        return compile(data).evaluate('flag-1', contexts[0] ?? { kind: 'user', key: 'u' });
      },
      published: () => {
        const data = deserializePoll(payload);
        if (data === undefined) throw new Error('the payload was not read');
        return data;
      },
    },
    { rounds: 9, roundMs: 200 },
  );
  return lessIsBetter({
    bench: '10,000 flags from JSON to the first answer',
    ours: times.ours / 1e6,
    against: times.published / 1e6,
    peer: `LaunchDarkly Node SDK ${version}, payload reader alone`,
    unit: 'ms CPU',
  });
}

function collector(): () => void {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void;
}

/** What a value keeps alive, in KB: the median of several makings. */
function heapOf(make: () => unknown): number {
  const collect = collector();
  const samples: number[] = [];
  for (let round = 0; round < 7; round += 1) {
    collect();
    const before = process.memoryUsage().heapUsed;
    const kept = [make()];
    collect();
    samples.push((process.memoryUsage().heapUsed - before) / 1024);
    kept.length = 0;
  }
  return median(samples);
}

function memory(): Row {
  const payload = manyFlags(1000);
  return lessIsBetter({
    bench: 'heap of 1,000 flags with five rules',
    ours: heapOf(() => {
      const data = JSON.parse(payload) as RulesetData;
      return compile(data);
    }),
    against: heapOf(() => deserializePoll(payload)),
    peer: `LaunchDarkly Node SDK ${version}, its store`,
    unit: 'KB',
  });
}

/** `npm run bench -- flags`: the evaluator against LaunchDarkly's own. */
export default async function flags(): Promise<Row[]> {
  return [...(await evaluations()), await firstAnswer(), memory()];
}
