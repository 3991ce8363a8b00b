import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { readWorkflowFile, workflowSchema } from './workflow-file.ts';

test('a file that says nothing has branches by the default policy, no queue and no integration', () => {
  const reading = readWorkflowFile('version: 1\n');
  expect(reading).toMatchObject({
    ok: true,
    data: {
      branches: { name: 'feature/{key}-{slug}', longest: 100 },
      lines: { patch: 'backport-from-main', windows: {} },
      backports: { label: 'backport {line}', everyLine: 'backport' },
      release: { openLine: false, first: '0.1.0' },
    },
  });
  expect(reading.ok && [reading.data.queue, reading.data.integration]).toEqual([
    undefined,
    undefined,
  ]);
});

test('a queue has its defaults, and durations are seconds', () => {
  const reading = readWorkflowFile(`
version: 1
integration: {}
queue:
  checks:
    - { name: Test, run: npm test, timeout: 2h }
    - { name: ci/build, outside: true }
    - { name: Recorded tests, tests: green, timeout: 90 }
`);
  expect(reading).toMatchObject({
    ok: true,
    data: {
      integration: { branch: 'integration' },
      queue: {
        merge: 'merge',
        batch: 20,
        parallel: 1,
        checks: [{ timeout: 7200, network: false }, { timeout: 3600 }, { timeout: 90 }],
      },
    },
  });
});

test.each([
  ['version: 2\n', 'version'],
  ['version: 1\nqueues: {}\n', 'the file'],
  ['version: 1\nbranches: { name: "feature/{slug}" }\n', 'branches.name'],
  ['version: 1\nbranches: { name: "{key}..{slug}" }\n', 'branches.name'],
  ['version: 1\nintegration: { branch: "--upload-pack=x" }\n', 'integration.branch'],
  [
    'version: 1\nqueue: { checks: [{ name: A, run: x, timeout: 25h }] }\n',
    'queue.checks.0.timeout',
  ],
  [
    'version: 1\nqueue: { checks: [{ name: A, run: x }, { name: A, outside: true }] }\n',
    'queue.checks: two checks',
  ],
  ['version: 1\nlines: { names: ["release"] }\n', 'lines.names.0'],
  ['version: 1\nlines: { windows: { "1.4": { until: soon } } }\n', 'lines.windows.1.4.until'],
  ['version: 1\nbackports: { label: backport }\n', 'backports.label'],
  ['version: 1\nrelease: { first: one }\n', 'release.first'],
  ['version: 1\nqueue: &q { batch: 2 }\nbranches: *q\n', 'aliases'],
])('%j is refused at %s', (text, place) => {
  const reading = readWorkflowFile(text);
  expect(reading.ok ? [] : reading.faults.join('; ')).toContain(place);
});

test('the schema for editors is the one that the server checks by', () => {
  const path = new URL('../../../../../../docs/schemas/release.schema.json', import.meta.url);
  const schema = z.toJSONSchema(workflowSchema, { io: 'input', target: 'draft-2020-12' });
  expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual(JSON.parse(JSON.stringify(schema)));
});
