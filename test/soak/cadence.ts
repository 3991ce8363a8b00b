import { parseArgs } from 'node:util';
import { compareWithOracles } from '../../packages/cadence/src/testing/compare.ts';
import type { SoakOptions } from './soak.ts';

/**
 * `npm run soak -- cadence [20000] [--seed 1]`: expands random recurrence rules and compares each with
 * rrule-temporal, rrule and a day-by-day reading of RFC 5545; throws with the first differences. The
 * seed that a difference names is that of its rule alone: `cadence 1 --seed <it>` repeats it. The
 * short form is part of `npm test` (`recurrence-differential.test.ts`).
 */
export async function run({ args, signal }: SoakOptions): Promise<void> {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { seed: { type: 'string', default: '1' } },
    allowPositionals: true,
  });
  const found = compareWithOracles({
    rules: Number(positionals[0] ?? '20000'),
    seed: Number(values.seed),
    signal,
    say: (line) => console.log(line),
  });
  const { differences, ...figures } = found;
  console.log(JSON.stringify(figures));
  if (differences.length > 0) {
    throw new Error(`cadence: expansions differ\n${differences.join('\n')}`);
  }
}
