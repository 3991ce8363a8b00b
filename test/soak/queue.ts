import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { removeEmbeddedPostgres } from '../../packages/server/src/platform/embedded-postgres/index.ts';
import { queueTrial } from '../support/queue-trial.ts';
import type { SoakOptions } from './soak.ts';

/**
 * `npm run soak -- queue [--kills 100] [--seed 1]`: kills the server while its merge queue tries and
 * lands changes; throws where one is on main twice, or not at all.
 */
export async function run({ args, signal }: SoakOptions): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      kills: { type: 'string', default: '100' },
      seed: { type: 'string', default: '1' },
    },
  });
  const dataDir = await mkdtemp(join(tmpdir(), 'throughline-queue-data-'));
  try {
    const figures = await queueTrial({
      kills: Number(values.kills),
      seed: Number(values.seed),
      variables: { THROUGHLINE_DATA: dataDir },
      signal,
      say: (line) => console.log(line),
    });
    console.log(JSON.stringify(figures));
  } finally {
    await removeEmbeddedPostgres(dataDir);
    await rm(dataDir, { recursive: true, force: true });
  }
}
