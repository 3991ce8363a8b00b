import { expect, test } from 'vitest';
import { pickedFrom, withProvenance } from './provenance.ts';

const one = '1'.repeat(40);
const two = '2'.repeat(40);
const line = (sha: string) => `(cherry picked from commit ${sha})\n`;

// Each as `git cherry-pick -x` of 2.39 writes it; pick-commits.test.ts compares three with git itself.
test.each([
  ['subject\n', `subject\n\n${line(one)}`],
  ['subject', `subject\n\n${line(one)}`],
  ['subject\n\nWords.\n', `subject\n\nWords.\n\n${line(one)}`],
  ['subject\n\nRefs: #1\n', `subject\n\nRefs: #1\n${line(one)}`],
  [`subject\n\n${line(two)}`, `subject\n\n${line(two)}${line(one)}`],
  // One trailer that Git writes itself, and three lines that are none: still a block of trailers.
  ['s\n\nSigned-off-by: A\nb\nc\nd\n', `s\n\nSigned-off-by: A\nb\nc\nd\n${line(one)}`],
  ['s\n\nRefs: #1\nand words\n', `s\n\nRefs: #1\nand words\n\n${line(one)}`],
  ['Refs: #1\n', `Refs: #1\n\n${line(one)}`],
])('%j gets its line', (message, expected) => {
  expect(withProvenance(message, one)).toBe(expected);
});

test('what a message was picked from is read, as Git and as people write it', () => {
  expect(pickedFrom(`subject\n\n${line(one)}${line(two)}`)).toEqual([one, two]);
  expect(pickedFrom(`s\n\n  (cherry-picked from commit 1234567)\r\n`)).toEqual(['1234567']);
  expect(pickedFrom(`s\n\nwas (cherry picked from commit ${one}) before\n`)).toEqual([]);
});
