import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { sha1Head } from './sha1.ts';

function head(text: string): number {
  return Number.parseInt(createHash('sha1').update(text).digest('hex').slice(0, 15), 16);
}

test('the digest of the FIPS 180 examples begins as published', () => {
  expect(sha1Head('', 'abc')).toBe(Number.parseInt('a9993e364706816', 16));
  expect(sha1Head('', 'abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq')).toBe(
    Number.parseInt('84983e441c3bd26', 16),
  );
});

test('texts of every length around the block size hash as in node:crypto', () => {
  for (let length = 0; length < 200; length += 1) {
    const text = 'abcdefg'.repeat(30).slice(0, length);
    expect(sha1Head('key.', text)).toBe(head(`key.${text}`));
  }
});

test('text beyond ASCII is hashed as UTF-8, a lone surrogate as U+FFFD', () => {
  for (const text of ['é', 'ключ', '😀', '\ud800', 'a\udc00b', 'é'.repeat(40)]) {
    expect(sha1Head('ß.', text)).toBe(head(`ß.${text}`));
  }
});

test('a text beyond ASCII leaves nothing behind for the next one', () => {
  sha1Head('aaaaaaaa', 'bbbbé');
  expect(sha1Head('', 'abc')).toBe(Number.parseInt('a9993e364706816', 16));
});
