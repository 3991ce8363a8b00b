import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { pipelineSchema, readPipeline } from './pipeline.ts';

const read = (text: string) => readPipeline(new TextEncoder().encode(text));

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
  expect(reading.ok && reading.of('staging')?.steps).toMatchObject([
    { run: ['make', 'all'], timeout: 7200, repeatable: false, network: false },
    { expect: 200, timeout: 120, interval: 5 },
  ]);
  expect(reading.ok && reading.of('production')?.steps).toEqual([
    { name: 'Ask', approve: 'Is it announced?' },
  ]);
  expect(reading.ok && reading.of('toString')?.steps).toHaveLength(2);
});

test.each([
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
  const schema = z.toJSONSchema(pipelineSchema, { io: 'input', target: 'draft-2020-12' });
  expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual(JSON.parse(JSON.stringify(schema)));
});
