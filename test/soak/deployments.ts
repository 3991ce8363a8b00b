import { deploymentTrial } from '../support/deployment-trial.ts';
import type { SoakOptions } from './soak.ts';

/**
 * `npm run soak -- deployments [100]`: kills the server, and every third time its runner alone, at
 * random instants in mid-deployment; throws where a step ran twice that must not, a log has a gap or
 * a deployment does not come to its end.
 */
export async function run({ args, signal }: SoakOptions): Promise<void> {
  const kills = Number(args[0] ?? '100');
  if (!Number.isInteger(kills) || kills < 1) throw new Error('how many kills? a whole number');
  const say = (line: string) => console.log(line);
  const figures = await deploymentTrial({ kills, signal, say, random: Math.random });
  console.log(JSON.stringify(figures));
}
