import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createMask } from './mask.ts';

function through(secrets: readonly string[], pieces: readonly string[]): string {
  let out = '';
  const mask = createMask(secrets, (text) => (out += text));
  for (const piece of pieces) mask.write(piece);
  mask.end();
  return out;
}

test('a secret is hidden, so is each of its lines, and both in base64', () => {
  const key = 'first-line\nsecond-line';
  expect(through([key], [`a ${key} b`])).toBe('a *** b');
  expect(through([key], ['only second-line'])).toBe('only ***');
  // printf first-line | base64
  expect(through([key], ['Zmlyc3QtbGluZQ=='])).toBe('***==');
});

test('a secret that comes in any pieces is hidden as one that comes whole', () => {
  const secret = 'tok-abab-tok-abac';
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.constant(secret), fc.constantFrom('tok-', 'abab', '-', 'x\n', 'ab'))),
      fc.infiniteStream(fc.integer({ min: 1, max: 7 })),
      (parts, sizes) => {
        const text = parts.join(' ');
        const pieces: string[] = [];
        for (let at = 0; at < text.length;) {
          const size = sizes.next().value as number;
          pieces.push(text.slice(at, at + size));
          at += size;
        }
        const out = through([secret], pieces);
        expect(out).not.toContain(secret);
        expect(out).toBe(text.replaceAll(secret, '***'));
      },
    ),
    { numRuns: 200 },
  );
});
