import { expect, test } from 'vitest';
import { judgeFigure } from './figure-rules.ts';
import { isIntended, readRevision } from './revision-rules.ts';

test.each([
  [{ atMost: 1, margin: 0.5 }, 1, 'open'],
  [{ atMost: 1, margin: 0.5 }, 1.5, 'inconclusive'],
  [{ atMost: 1, margin: 0.5 }, 1.6, 'closed'],
  [{ atLeast: 99, margin: 0 }, 99, 'open'],
  [{ atLeast: 99, margin: 0 }, 98.9, 'closed'],
  [{ atLeast: 99, margin: 1 }, 98.9, 'inconclusive'],
  [{ atMost: 1, margin: 9 }, null, 'inconclusive'],
] as const)('%j judges %j as %s', (limit, value, state) => {
  expect(judgeFigure({ value, stale: undefined }, limit).state).toBe(state);
});

test('a value that is too old is no answer, however good it is', () => {
  const found = judgeFigure({ value: 0, stale: 'of 2026-01-01' }, { atMost: 1, margin: 0 });
  expect(found).toMatchObject({ state: 'inconclusive' });
  expect(found.says).toContain('2026-01-01');
});

const sha = '0123456789abcdef0123456789abcdef01234567';

// RFC 6901, section 5: `~1` is a slash, `~0` a tilde.
test.each([
  [{ pointer: '/build/sha' }, { body: `{"build":{"sha":"${sha}"}}` }, sha],
  [{ pointer: '/a~1b/m~0n/0' }, { body: '{"a/b":{"m~n":["1.4.0"]}}' }, '1.4.0'],
  [{ pointer: '/build' }, { body: '{"build":{"sha":"x"}}' }, null],
  [{ pointer: '/sha' }, { body: 'no JSON' }, null],
  [{ header: 'X-Revision' }, { headers: { 'x-revision': ' v1.4.0 ' } }, 'v1.4.0'],
  [{ header: 'X-Revision' }, { headers: {} }, null],
] as const)('%j reads %j', (probe, answer, revision) => {
  expect(readRevision(probe, { status: 200, ...answer })).toBe(revision);
  expect(readRevision(probe, { status: 500, ...answer })).toBeNull();
});

test.each([
  [sha, true],
  [sha.slice(0, 7), true],
  [sha.slice(0, 6), false],
  ['1.4.0', true],
  ['v1.4.0', true],
  ['1.4', false],
])('%s means the release: %s', (observed, means) => {
  expect(isIntended(observed, [sha, '1.4.0', 'v1.4.0'])).toBe(means);
});
