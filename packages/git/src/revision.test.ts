import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { branchRef, isBranchName, tagRef } from './revision.ts';

function gitTakes(name: string): boolean {
  const options = { cwd: '/', env: { PATH: process.env['PATH'] ?? '', LC_ALL: 'C' } };
  return spawnSync('git', ['check-ref-format', `refs/heads/${name}`], options).status === 0;
}

test('names are taken as git check-ref-format takes them', () => {
  const piece = fc.constantFrom(
    'a',
    'B1',
    '.',
    '..',
    '/',
    '-',
    '@',
    '{',
    '@{',
    '.lock',
    '~',
    '^',
    ':',
    '?',
    '*',
    '[',
    '\\',
    ' ',
    '\t',
    '\u007f',
    'ö',
    '\u{1f600}',
    'HEAD',
    "'",
    '"',
    '$(x)',
    '%',
    '!',
    ']',
    '}',
  );
  const name = fc.array(piece, { minLength: 1, maxLength: 5 }).map((pieces) => pieces.join(''));
  fc.assert(
    fc.property(name, (text) => {
      if (text.startsWith('-') || text === 'HEAD') expect(isBranchName(text)).toBe(false);
      else expect(isBranchName(text), JSON.stringify(text)).toBe(gitTakes(text));
    }),
    { numRuns: 150 },
  );
}, 60_000);

test('a hostile name makes no ref', () => {
  for (const name of [
    '--upload-pack=x',
    'a b',
    'a\nb',
    '',
    '../x',
    'a\u0000',
    'x\ud800',
    'a\u2028b',
  ]) {
    expect(() => branchRef(name)).toThrow(expect.objectContaining({ code: 'invalid_name' }));
    expect(() => tagRef(name)).toThrow(expect.objectContaining({ code: 'invalid_name' }));
  }
  expect(branchRef('feature/ä')).toBe('refs/remotes/origin/feature/ä');
});
