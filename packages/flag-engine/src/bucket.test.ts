import { expect, test } from 'vitest';
import { bucketOf, bucketPrefix } from './bucket.ts';

// The bucket values in the tests of LaunchDarkly's published SDKs.
test.each([
  ['userKeyA', 0.42157587],
  ['userKeyB', 0.6708485],
  ['userKeyC', 0.10343106],
])('%s falls into its published bucket by key and salt', (key, bucket) => {
  expect(bucketOf(bucketPrefix('hashKey', 'saltyA'), key)).toBeCloseTo(bucket, 7);
});

test.each([
  ['userKeyA', 0.09801207],
  ['userKeyB', 0.14483777],
  ['userKeyC', 0.9242641],
])('%s falls into its published bucket by seed', (key, bucket) => {
  expect(bucketOf(bucketPrefix('hashKey', 'saltyA', 61), key)).toBeCloseTo(bucket, 7);
});

test('an integer falls into the bucket of its digits, as published', () => {
  const prefix = bucketPrefix('hashKey', 'saltyA');
  expect(bucketOf(prefix, 33_333)).toBeCloseTo(0.54771423, 7);
  expect(bucketOf(prefix, 33_333)).toBe(bucketOf(prefix, '33333'));
});

test.each([99.9, true, null, undefined, ['a'], { a: 1 }])('%j falls into bucket 0', (value) => {
  expect(bucketOf(bucketPrefix('hashKey', 'saltyA'), value)).toBe(0);
});

test('a seed of 0 is a seed', () => {
  expect(bucketPrefix('key', 'salt', 0)).toBe('0.');
  expect(bucketPrefix('key', 'salt', null)).toBe('key.salt.');
});
