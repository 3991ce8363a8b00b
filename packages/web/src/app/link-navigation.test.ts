import { expect, test } from 'vitest';
import { addressWithin } from './link-navigation.ts';

const origin = 'https://throughline.example';
const plain = {
  button: 0,
  metaKey: false,
  ctrlKey: false,
  shiftKey: false,
  altKey: false,
  defaultPrevented: false,
};

function link(href: string, more: { target?: string; download?: string } = {}) {
  return { href: `${origin}${href}`, target: '', download: '', ...more };
}

test('a plain press on an address of the app stays in the app', () => {
  expect(addressWithin(plain, link('/initiatives?stage=idea#risks'), origin)).toBe(
    '/initiatives?stage=idea#risks',
  );
});

test('the browser follows what opens elsewhere or is a file of the API', () => {
  expect(addressWithin(plain, { ...link('/'), href: 'https://other.example/' }, origin)).toBe(
    undefined,
  );
  expect(addressWithin(plain, link('/api/v1/packs/1.pdf'), origin)).toBe(undefined);
  expect(addressWithin(plain, link('/a', { target: '_blank' }), origin)).toBe(undefined);
  expect(addressWithin(plain, link('/a', { download: 'a.csv' }), origin)).toBe(undefined);
});

test('a press that asks for a new tab or was taken already is left alone', () => {
  expect(addressWithin({ ...plain, metaKey: true }, link('/a'), origin)).toBe(undefined);
  expect(addressWithin({ ...plain, button: 1 }, link('/a'), origin)).toBe(undefined);
  expect(addressWithin({ ...plain, defaultPrevented: true }, link('/a'), origin)).toBe(undefined);
});
