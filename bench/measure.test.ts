import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';

import { cpuOf, measure, median } from './measure.ts';
import { lessIsBetter, moreIsBetter } from './row.ts';

test('the median is the middle value, or the mean of the middle two', () => {
  expect(median([9, 1, 5])).toBe(5);
  expect(median([4, 1, 10, 2])).toBe(3);
  expect(median([])).toBeNaN();
});

test('more work costs more CPU, in nanoseconds of one call', async () => {
  const work = (steps: number) => (): number => {
    let hash = 1;
    for (let step = 0; step < steps; step += 1) hash = Math.imul(hash ^ step, 16777619);
    return hash;
  };
  const { short, long } = await measure(
    { short: work(10_000), long: work(200_000) },
    { rounds: 5, roundMs: 5 },
  );
  expect(long).toBeGreaterThan(short);
  // 10,000 dependent multiplications of at least 3 cycles take 5 µs at 6 GHz.
  expect(short).toBeGreaterThan(5000);
});

test('what returns a promise is awaited, call by call', async () => {
  let running = 0;
  let most = 0;
  await measure(
    {
      waiting: async () => {
        running += 1;
        most = Math.max(most, running);
        await new Promise((done) => setImmediate(done));
        running -= 1;
      },
    },
    { rounds: 1, roundMs: 1 },
  );
  expect(most).toBe(1);
});

test('a ratio above one is a win, whichever way the unit counts', () => {
  const figures = { bench: 'a', peer: 'peer 1.0', unit: 'x', ours: 10, against: 25 };
  expect(lessIsBetter(figures).ratio).toBe(2.5);
  expect(moreIsBetter(figures).ratio).toBe(0.4);
});

test.runIf(process.platform === 'linux')(
  'the work of a child counts, apart from ours',
  async () => {
    // 200 million dependent multiplications of at least 3 cycles take 100 ms at 6 GHz.
    const work =
      'let hash = 1; for (let at = 0; at < 2e8; at++) hash = Math.imul(hash ^ at, 16777619);';
    const { own, children } = await cpuOf(() => {
      execFileSync(process.execPath, ['-e', work]);
    });
    expect(children).toBeGreaterThanOrEqual(100);
    expect(own).toBeLessThan(children);
  },
  60_000,
);
