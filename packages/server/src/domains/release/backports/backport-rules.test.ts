import { expect, test } from 'vitest';
import { backportsSection } from '../workflow/backports-section.ts';
import { backportBranch, linesOfLabels, linesOfTrailers, takesOf } from './backport-rules.ts';

const lines = [
  { series: '1.4', branch: 'release/1.4' },
  { series: '1.3', branch: 'release/1.3' },
];
const policy = backportsSection.parse({});
const named = (found: readonly { series: string }[]) => found.map(({ series }) => series);

test('a label asks for a line by its series or its branch, another for all of them', () => {
  expect(named(linesOfLabels(['Backport 1.3', 'bug'], policy, lines))).toEqual(['1.3']);
  expect(named(linesOfLabels(['backport release/1.4'], policy, lines))).toEqual(['1.4']);
  expect(named(linesOfLabels(['backport'], policy, lines))).toEqual(['1.4', '1.3']);
  expect(named(linesOfLabels(['backport 1.31'], policy, lines))).toEqual([]);
});

test('a trailer asks for several lines, or for all', () => {
  const trailer = (value: string) => [{ key: 'backport-to', value }];
  expect(named(linesOfTrailers(trailer('v1.3, release/1.4'), lines))).toEqual(['1.4', '1.3']);
  expect(named(linesOfTrailers(trailer('all'), lines))).toEqual(['1.4', '1.3']);
  expect(named(linesOfTrailers([{ key: 'initiative', value: '1.3' }], lines))).toEqual([]);
});

test('a backport’s branch is named by line and change, whatever the branch was called', () => {
  const head = '3f2a91c'.padEnd(40, '0');
  const name = (branch: string | null) => backportBranch(lines[0]!, { branch, head });
  expect(name('feature/Faster Cart')).toBe('backport/1.4/faster-cart-3f2a91c');
  expect(name('a/..')).toBe('backport/1.4/3f2a91c');
  expect(name(null)).toBe('backport/1.4/3f2a91c');
});

test('a side that isn’t there can’t be taken, and a link has no text of one’s own', () => {
  const side = { mode: '100644', sha: 'a'.repeat(40) };
  expect(takesOf({ path: 'a', base: side, ours: side })).toEqual(['line', 'text', 'delete']);
  const link = { ...side, mode: '120000' };
  expect(takesOf({ path: 'a', ours: side, theirs: link })).toEqual(['line', 'change', 'delete']);
});
