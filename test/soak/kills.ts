import { killTrial } from '../support/kill-trial.ts';
import type { SoakOptions } from './soak.ts';

/**
 * `npm run soak -- kills [200]`: kills the server, and every third time its database, at random
 * instants under concurrent writes; throws where anything acknowledged is missing or doubled.
 */
export async function run({ args, signal }: SoakOptions): Promise<void> {
  const kills = Number(args[0] ?? '200');
  if (!Number.isInteger(kills) || kills < 1) throw new Error('how many kills? a whole number');
  const figures = await killTrial({ kills, signal, say: (line) => console.log(line) });
  console.log(JSON.stringify(figures));
}
