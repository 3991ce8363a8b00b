import { expect, test } from 'vitest';
import { readClauseValues, writeClauseValue } from './clause-values.ts';

test('values of “is one of” keep their types over writing and reading', () => {
  const values = ['DE', '20', 20, true, 'true', 'null', null, '"quoted"', 'a, b', '{'];
  const text = values.map((value) => writeClauseValue('in', value)).join('\n');
  expect(text).toBe('DE\n"20"\n20\ntrue\n"true"\n"null"\nnull\n"\\"quoted\\""\na, b\n{');
  expect(readClauseValues('in', text).values).toEqual(values);
});

test('a comparison of numbers takes numbers, and says which line is none', () => {
  expect(readClauseValues('lessThan', ' 10 \n\n2.5')).toEqual({ values: [10, 2.5] });
  expect(readClauseValues('lessThan', '10\nten')).toEqual({
    values: [10],
    fault: '“ten” is not a number.',
  });
});

test('a moment is text, or milliseconds as a number', () => {
  expect(readClauseValues('before', '2026-11-23T08:30:00Z\n1795422600000').values).toEqual([
    '2026-11-23T08:30:00Z',
    1_795_422_600_000,
  ]);
});

test('patterns, versions and segments are text even where they look like numbers', () => {
  expect(readClauseValues('matches', '^\\d+$').values).toEqual(['^\\d+$']);
  expect(readClauseValues('semVerEqual', '2').values).toEqual(['2']);
  expect(readClauseValues('segmentMatch', '2026').values).toEqual(['2026']);
});
