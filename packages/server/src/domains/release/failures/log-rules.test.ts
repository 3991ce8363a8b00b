import { expect, test } from 'vitest';
import {
  evidenceOf,
  looksLikeError,
  plainLines,
  signatureOf,
  withoutChanging,
} from './log-rules.ts';

const numbered = (count: number, prefix = 'line') =>
  Array.from({ length: count }, (_, index) => `${prefix} ${index + 1}`);

test('the evidence is what stands around the error, not the end of a log that went on after it', () => {
  const log = [...numbered(100), 'Error: no route to host', ...numbered(100, 'cleaning')];
  const lines = evidenceOf(log);
  // Twelve lines before the error, itself, and sixteen after it.
  expect(lines).toHaveLength(29);
  expect(lines[0]?.text).toBe('line 89');
  expect(lines[12]).toEqual({ text: 'Error: no route to host', error: true });
  expect(lines.at(-1)?.text).toBe('cleaning 16');
  expect(lines.filter(({ error }) => error)).toHaveLength(1);
});

test('errors that stand together are kept together, from the first of them on', () => {
  const log = [...numbered(50), 'Traceback (most recent call last):', '  in main', 'KeyError: 7'];
  const texts = evidenceOf(log).map(({ text }) => text);
  expect(texts[0]).toBe('line 39');
  expect(texts.slice(12)).toEqual([
    'Traceback (most recent call last):',
    '  in main',
    'KeyError: 7',
  ]);
});

test('where nothing looks like an error the end of the log is kept', () => {
  expect(evidenceOf(numbered(100)).map(({ text }) => text)).toEqual(numbered(100).slice(-30));
  expect(evidenceOf([])).toEqual([]);
});

test('a log full of errors is bounded', () => {
  const lines = evidenceOf(numbered(5000, 'error'));
  expect(lines.length).toBeLessThanOrEqual(60);
  expect(lines.at(-1)?.text).toBe('error 5000');
});

test.each([
  ['npm ERR! code ELIFECYCLE: exit status 1', true],
  ['fatal: could not read from remote repository', true],
  ['psql: connection refused', true],
  ['0 errors, 3 warnings', false],
  ['errors: 0', false],
  ['finished without trouble', false],
  ['error budget left: 99 %', false],
])('%s: %s', (line, error) => expect(looksLikeError(line)).toBe(error));

test('terminal colours, carriage returns and endless lines are taken out of evidence', () => {
  const escape = String.fromCodePoint(27);
  const [coloured, progress, long] = plainLines([
    `${escape}[31mError${escape}[0m: no`,
    ' 10 %\r 20 %\rdone\r',
    'x'.repeat(10_000),
  ]);
  expect([coloured, progress, long?.length]).toEqual(['Error: no', 'done', 501]);
});

test('a signature stays the same on another day, path, commit, host and port', () => {
  const monday = evidenceOf([
    '2026-11-23T09:00:00.123Z deploy 3f2a9c1d to 10.0.0.7:5432',
    'Error: /srv/app/releases/41/config/db.ts: connect ECONNREFUSED 10.0.0.7:5432 after 3012 ms',
    'request 9f1c2f4e-8d1b-4a67-9a35-0242ac120002 failed',
  ]);
  const friday = evidenceOf([
    '2026-11-27T17:31:12.001Z deploy 91bb0e7f to 10.0.3.9:5432',
    'Error: /home/ci/work/77/config/db.ts: connect ECONNREFUSED 10.0.3.9:5433 after 88 ms',
    'request 0b6f8a3e-1111-4222-8333-0242ac12ffff failed',
  ]);
  const of = (lines: typeof monday) =>
    signatureOf({ class: 'step-failed', says: 'Deploy: It ended with 1.', step: 'Deploy', lines });
  expect(of(monday)).toBe(of(friday));
  const other = evidenceOf(['Error: certificate has expired']);
  expect(of(other)).not.toBe(of(monday));
  expect(withoutChanging('at C:\\work\\a\\b.ts:17 took 1.5s')).toBe(
    withoutChanging('at D:\\build\\x\\b.ts:9 took 20s'),
  );
});

test('without any error in a log, class, step and what was said make the signature', () => {
  const gate = (seconds: number, step: string) =>
    signatureOf({
      class: 'health-gate',
      says: `It answered 503. Expected 200. Given up after ${seconds} s.`,
      step,
      lines: [],
    });
  expect(gate(120, 'Healthy')).toBe(gate(60, 'Healthy'));
  expect(gate(120, 'Healthy')).not.toBe(gate(120, 'Smoke test'));
});
