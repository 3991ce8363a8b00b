import { expect, test } from 'vitest';
import { emptyReach, estimateReach, mergeReach, noteReach } from './reach-rules.ts';

// The standard error of 1,024 registers is 1.04 / √1024 = 3.25 %; four of them are allowed.
test.each([10, 1000, 50_000])('counts %i recipients to within its error, once each', (count) => {
  const registers = emptyReach();
  for (let turn = 0; turn < 2; turn++) {
    for (let index = 0; index < count; index++) noteReach(registers, `user:${index}`);
  }
  expect(Math.abs(estimateReach(registers) / count - 1)).toBeLessThan(0.13);
});

test('what two nodes counted is counted once', () => {
  const [one, other] = [emptyReach(), emptyReach()];
  for (let index = 0; index < 600; index++) noteReach(one, `user:${index}`);
  for (let index = 300; index < 900; index++) noteReach(other, `user:${index}`);
  expect(Math.abs(estimateReach(mergeReach(one, other)) / 900 - 1)).toBeLessThan(0.13);
});
