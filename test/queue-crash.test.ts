import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { queueTrial } from './support/queue-trial.ts';
import { createTestDatabase } from './support/test-database.ts';

test('kill -9 while changes are tried and landed puts each on main exactly once', async () => {
  const database = await createTestDatabase();
  const dataDir = mkdtempSync(join(tmpdir(), 'throughline-queue-data-'));
  onTestFinished(async () => {
    await database.drop();
    rmSync(dataDir, { recursive: true, force: true });
  });
  const variables = { DATABASE_URL: database.url, THROUGHLINE_DATA: dataDir };
  // 4 changes before each kill and after the last.
  expect(await queueTrial({ kills: 2, seed: 4, variables })).toEqual({
    kills: 2,
    queued: 12,
    landed: 12,
  });
}, 180_000);
