import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { compileRegex } from './regex.ts';

function matches(pattern: string, text: string): boolean | null {
  return compileRegex(pattern)?.(text) ?? null;
}

const atoms = [
  ['a', 'b', 'c', '.', '\\d', '\\D', '\\w', '\\W', '\\s', '\\S', '[ab]', '[^a]', '[a-c1-2]'],
  ['[]', '[^]', '[\\w-]', '[\\d-a]', '[-a]', '\\.', '\\x61', '\\u0062', '\\n', '{', '}', ']'],
  ['[\\b]', '\\b', '\\B', '^', '$', ' ', '1', '_', '\\0', '\\-', '/', '[/]', '\\u{2}', '\\p{L}'],
];
const atom = fc.constantFrom(...atoms.flat());
const mark = fc.constantFrom('', '', '', '*', '+', '?', '*?', '+?', '{2}', '{0,2}', '{1,}', '{,2}');
const { pattern } = fc.letrec<{ pattern: string; piece: string }>((tie) => ({
  pattern: fc
    .array(fc.array(tie('piece'), { maxLength: 4 }), { minLength: 1, maxLength: 3 })
    .map((options) => options.map((pieces) => pieces.join('')).join('|')),
  piece: fc
    .tuple(
      fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        atom,
        tie('pattern').map((inner) => `(?:${inner})`),
        tie('pattern').map((inner) => `(${inner})`),
        tie('pattern').map((inner) => `(?<name>${inner})`),
      ),
      mark,
    )
    .map((parts) => parts.join('')),
}));
const text = fc
  .array(
    fc.constantFrom('a', 'b', 'c', '1', '2', ' ', '\n', '_', '-', '.', '/', '{', 'é', '\0', '😀'),
    {
      maxLength: 8,
    },
  )
  .map((characters) => characters.join(''));

/** What the platform answers; nothing for a pattern that it refuses. */
function nativeAnswers(source: string, texts: readonly string[]): boolean[] | null {
  try {
    return texts.map((each) => new RegExp(source).test(each));
  } catch {
    return null;
  }
}

test('patterns match what the platform matches', () => {
  const texts = fc.array(text, { minLength: 8, maxLength: 8 });
  fc.assert(
    fc.property(pattern, texts, (source, some) => {
      const search = compileRegex(source);
      expect(search && some.map(search)).toEqual(nativeAnswers(source, some));
    }),
    { seed: 1, numRuns: 5000 },
  );
});

test.each([
  '(a)\\1',
  '(?=a)a',
  '(?!a)b',
  '(?<=a)b',
  '(?<!a)b',
  '(?<x>a)\\k<x>',
  '(?i:a)',
  '\\cA',
  '\\01',
])('%s is left to no match', (source) => {
  expect(compileRegex(source)).toBeNull();
});

test.each(['(', '[b-a]', 'a**', '(?<x', 'a{2,1}', '('.repeat(100_000)])(
  'a pattern that is not valid is refused',
  (source) => {
    expect(compileRegex(source)).toBeNull();
  },
);

test('what would take too much memory is refused', () => {
  expect(compileRegex('(?:a{1000}){1000}')).toBeNull();
  expect(compileRegex('(?:(?:(?:){1000}){1000}){1000}')).toBeNull();
  expect(compileRegex('(?:){1000000000}')).toBeNull();
  expect(compileRegex(`${'('.repeat(101)}a${')'.repeat(101)}`)).toBeNull();
  expect(compileRegex('[a-z0-9-]{1,63}')).not.toBeNull();
});

test('patterns that hang a backtracking engine answer on long texts', () => {
  const long = 'a'.repeat(100_000);
  expect(matches('^(a+)+$', `${long}!`)).toBe(false);
  expect(matches('(a|a)*b', long)).toBe(false);
  expect(matches('(.*)*x', long)).toBe(false);
  expect(matches('a*a*a*a*a*a*b', long)).toBe(false);
});

test('more states than are kept still give the right answer', () => {
  // The twentieth character from the end decides: 2^20 states, were they all built.
  const search = compileRegex('a[ab]{19}$');
  const texts = fc.array(fc.constantFrom('a', 'b'), { minLength: 15, maxLength: 400 });
  fc.assert(
    fc.property(texts, (letters) => {
      expect(search?.(letters.join(''))).toBe(letters.at(-20) === 'a');
    }),
    { seed: 1, numRuns: 300 },
  );
});
