import { parseArgs } from 'node:util';

import { compareWithPublished } from '../../packages/flag-engine/src/testing/compare.ts';
import type { SoakOptions } from './soak.ts';

/**
 * `npm run soak -- flags [--cases 2000000] [--seed 1]`: compares our evaluations with those of the
 * published LaunchDarkly evaluator over random pairs of flag and context; throws with the first
 * differences when there are any.
 */
export async function run({ args, signal }: SoakOptions): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      cases: { type: 'string', default: '2000000' },
      seed: { type: 'string', default: '1' },
    },
  });
  const found = await compareWithPublished({
    cases: Number(values.cases),
    seed: Number(values.seed),
    signal,
    say: (line) => console.log(line),
  });
  console.log(`reasons: ${JSON.stringify(found.reasons)}`);
  if (found.differences.length > 0) {
    throw new Error(`flags: answers differ\n${found.differences.join('\n')}`);
  }
}
