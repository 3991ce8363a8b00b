import { expect, test } from 'vitest';

import { killTrial } from './support/kill-trial.ts';

test('kill -9 during concurrent writes loses nothing acknowledged and doubles nothing', async () => {
  const figures = await killTrial({ kills: 5 });
  expect(figures.kills).toBe(5);
  expect(figures.databaseKills).toBe(1);
  expect(figures.acknowledged).toBeGreaterThan(0);
  expect(figures.sealed).toBeGreaterThanOrEqual(figures.acknowledged);
}, 180_000);
