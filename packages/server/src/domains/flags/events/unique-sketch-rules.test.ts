import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { addToSketch, emptySketch, mergeSketch, sketchEstimate } from './unique-sketch-rules.ts';

const hashOf = (text: string) => createHash('sha1').update(text).digest();

function sketchOf(from: number, upTo: number) {
  const sketch = emptySketch();
  for (let one = from; one < upTo; one += 1) addToSketch(sketch, hashOf(`user-${one}`));
  return sketch;
}

test('nothing seen counts as nothing, and the same thing counts once', () => {
  expect(sketchEstimate(emptySketch())).toBe(0);
  const sketch = emptySketch();
  for (let time = 0; time < 1000; time += 1) addToSketch(sketch, hashOf('ada'));
  expect(sketchEstimate(sketch)).toBe(1);
});

test.each([10, 100, 1000, 5000, 10_000, 20_000, 100_000])(
  'of %i different contexts the estimate is within three standard errors',
  (count) => {
    // 1.04 / √4096 = 1.625 %; three of them, and one for rounding.
    const bound = Math.max(1, count * 3 * 0.01625);
    expect(Math.abs(sketchEstimate(sketchOf(0, count)) - count)).toBeLessThanOrEqual(bound);
  },
);

test('over many small and middling sets the error is what is stated, and without a bias', () => {
  const count = 12_000;
  const errors = Array.from({ length: 20 }, (_, set) => {
    const from = 1_000_000 * (set + 1);
    return sketchEstimate(sketchOf(from, from + count)) / count - 1;
  });
  const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length;
  const deviation = Math.sqrt(errors.reduce((sum, error) => sum + error ** 2, 0) / errors.length);
  // Of 20 sets the mean errs by 1.625 % / √20 = 0.36 %, the deviation by 1.625 % / √40 = 0.26 %.
  expect(Math.abs(mean)).toBeLessThan(3 * 0.0036);
  expect(deviation).toBeLessThan(0.01625 + 3 * 0.0026);
});

test('two sketches merged count what either has seen, however often they are merged', () => {
  const sketch = sketchOf(0, 3000);
  const other = sketchOf(2000, 5000);
  mergeSketch(sketch, other);
  mergeSketch(sketch, other);
  expect(sketch).toEqual(sketchOf(0, 5000));
});
