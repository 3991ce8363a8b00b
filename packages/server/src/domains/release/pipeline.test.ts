import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { z } from 'zod';
import {
  pipelineSchema,
  readPipeline,
  type EnvironmentPipeline,
  type PipelineReading,
} from './pipeline.ts';

const read = (text: string) => readPipeline(new TextEncoder().encode(text));

/** The plan for an environment, which must be there. */
function planOf(
  reading: PipelineReading,
  environment: string,
  wanted: { version?: string; strategy?: string; before?: number } = {},
): EnvironmentPipeline {
  const plan = reading.ok && reading.of({ version: '1.0.0', before: 0, environment, ...wanted });
  if (!plan || 'fault' in plan) throw new Error(`no plan for ${environment}`);
  return plan;
}

test('durations are seconds, and an environment without steps of its own has those for all', () => {
  const reading = read(`
version: 1
steps:
  - name: Build
    run: [make, all]
    timeout: 2h
  - name: Up
    http: https://example.com/health
environments:
  production:
    steps:
      - name: Ask
        approve: Is it announced?
`);
  const steps = (environment: string) => planOf(reading, environment).steps;
  expect(steps('staging')).toMatchObject([
    { definition: { run: ['make', 'all'], timeout: 7200, repeatable: false, network: false } },
    { definition: { expect: 200, timeout: 120, interval: 5 } },
  ]);
  expect(steps('production')).toMatchObject([
    { wave: null, definition: { name: 'Ask', approve: 'Is it announced?' } },
  ]);
  expect(steps('toString')).toHaveLength(2);
});

const waved = `
version: 1
environments:
  production:
    steps:
      - { name: Build, run: make }
    strategies:
      careful: { canary: [5, 25, 100] }
      quick: { rolling: 2 }
      switch: { blueGreen: {} }
      rings: { ring: [staff, early, everyone] }
      regions:
        waves:
          - { name: Europe, variables: { REGION: eu } }
          - { name: America, variables: { REGION: us }, soak: 1h, gates: [] }
    strategy: careful
    patches: quick
    wave:
      steps: [{ name: Up, run: ./up }]
      soak: 10m
      gates: [{ name: Answers, http: "https://example.com/health" }]
      rollback: [{ name: Down, run: ./down }]
    rollback: [{ name: Tell, run: ./tell }]
`;

test.each([
  ['careful', ['5 %', '25 %', 'Everybody'], { WAVE_PERCENT: '25' }],
  ['quick', ['Batch 1', 'Batch 2'], { WAVE_BATCH: '2', WAVE_BATCHES: '2' }],
  ['switch', ['Prepare green', 'Switch to green'], { WAVE_PHASE: 'switch', WAVE_COLOUR: 'green' }],
  ['rings', ['staff', 'early', 'everyone'], { WAVE_RING: 'early' }],
  ['regions', ['Europe', 'America'], { REGION: 'us' }],
])('%s unfolds to waves that commands can tell apart', (strategy, names, second) => {
  const { waves } = planOf(read(waved), 'production', { strategy });
  expect(waves.map(({ name }) => name)).toEqual(names);
  expect(waves.every(({ says }) => says !== '')).toBe(true);
  const told = { WAVE: names[1], WAVE_NUMBER: '2', WAVE_COUNT: String(names.length) };
  expect(waves[1]?.variables).toEqual({ ...second, ...told });
});

test('each wave has its steps, then its soak, then its gates; back it goes in the opposite order', () => {
  const plan = planOf(read(waved), 'production', { strategy: 'regions' });
  expect(plan.steps.map(({ phase, wave, definition }) => [phase, wave, definition.name])).toEqual([
    ['deploy', null, 'Build'],
    ['deploy', 0, 'Up'],
    ['deploy', 0, 'Soak 10 min'],
    ['deploy', 0, 'Answers'],
    ['deploy', 1, 'Up'],
    ['deploy', 1, 'Soak 1 h'],
    ['rollback', 1, 'Down'],
    ['rollback', 0, 'Down'],
    ['rollback', null, 'Tell'],
  ]);
  expect(plan.onFailure).toBe('hold');
});

test('a patch release takes its own strategy, a second deployment the other colour', () => {
  const reading = read(waved);
  expect(planOf(reading, 'production', { version: '1.4.0' }).strategy).toBe('careful');
  expect(planOf(reading, 'production', { version: '1.4.1' }).strategy).toBe('quick');
  const next = planOf(reading, 'production', { strategy: 'switch', before: 1 });
  expect(next.waves[0]?.name).toBe('Prepare blue');
  const unknown = { environment: 'production', version: '1.0.0', before: 0, strategy: 'none' };
  expect(reading.ok && reading.of(unknown)).toMatchObject({
    fault: expect.stringContaining('none'),
  });
});

test.each([['version: 1\nenvironments: {p: {waves: [{name: A}]}}\n', 'the wave “A” has no steps']])(
  '%j can be read, but not unfolded',
  (text, fault) => {
    const reading = read(text);
    const wanted = { environment: 'p', version: '1.0.0', before: 0 };
    expect(reading.ok && reading.of(wanted)).toMatchObject({
      fault: expect.stringContaining(fault),
    });
  },
);

test.each([
  ['version: 1\nstrategies: {a: {canary: [50, 20, 100]}}\nstrategy: a\n', 'must grow'],
  ['version: 1\nstrategies: {a: {canary: [5, 50]}}\nstrategy: a\n', 'end with 100'],
  ['version: 1\nstrategies: {a: {rolling: 2}}\nstrategy: b\n', 'strategy'],
  ['version: 1\nenvironments: {p: {rollback: []}}\n', 'environments.p.steps'],
  ['version: 1\nsteps: [{name: A, metric: met_01jd3sbzq4fkv8m3xw9r2c5y7n}]\n', 'atMost'],
  ['version: 1\nsteps: [{name: A, run: x}]\npromote: auto\n', 'promote'],
  ['version: 1\nsteps: [{name: A, run: x, secrets: [lower]}]\n', 'secrets'],
  ['version: 1\nsteps: [{name: A, run: x, memory: much}]\n', 'memory'],
  ['version: 2\n', 'version'],
  ['version: 1\nstep: []\n', 'the file'],
  ['version: 1\nsteps: [{name: A, run: x, timeout: 25h}]\n', 'steps.0.timeout'],
  ['version: 1\nsteps: [{name: A, http: "file:///etc/passwd"}]\n', 'steps.0.http'],
  ['a: &a [x]\nb: [*a, *a]\n', 'aliases'],
  ['version: 1\nversion: 1\n', 'unique'],
])('%j is refused at %s', (text, place) => {
  const reading = read(text);
  expect(reading.ok ? [] : reading.faults.join('; ')).toContain(place);
});

test('the schema for editors is the one that the server checks by', () => {
  const path = new URL('../../../../../docs/schemas/pipeline.schema.json', import.meta.url);
  const schema = z.toJSONSchema(pipelineSchema, {
    io: 'input',
    target: 'draft-2020-12',
    reused: 'ref',
  });
  expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual(JSON.parse(JSON.stringify(schema)));
});
