import { expect, test } from 'vitest';
import { compareWithPublished } from './testing/compare.ts';

test('random flags and contexts get the answers of the published LaunchDarkly evaluator', async () => {
  const found = await compareWithPublished({ cases: 20_000, seed: 2026 });
  expect(found.differences).toEqual([]);
  expect(found.pairs).toBeGreaterThanOrEqual(20_000);
  expect(found.quirks).toBeLessThan(found.pairs * 0.03);
  // Every reason was met often enough to mean something.
  for (const count of Object.values(found.reasons)) expect(count).toBeGreaterThan(500);
  expect(Object.keys(found.reasons)).toHaveLength(6);
}, 60_000);
