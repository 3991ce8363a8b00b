import { flakyFlips, type flakySigns, type testRunStates } from '@throughline/contract';

/** How the tests of a run ended, counted. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly flaky: number;
}

/** Counts what a report holds; those that passed when tried again are among the passed. */
export function countOutcomes(tests: readonly { readonly outcome: string }[]): Counts {
  const of = (outcome: string) => tests.filter((test) => test.outcome === outcome).length;
  const flaky = of('flaky');
  return { passed: of('passed') + flaky, failed: of('failed'), skipped: of('skipped'), flaky };
}

/** A run is red where anything failed, green where something passed, and else says nothing. */
export function runState(
  counts: Pick<Counts, 'passed' | 'failed'>,
): (typeof testRunStates)[number] {
  if (counts.failed > 0) return 'red';
  return counts.passed > 0 ? 'green' : 'empty';
}

const tests = (count: number) => (count === 1 ? '1 test' : `${count} tests`);

/**
 * What a commit's tests say by the newest run of each of its jobs: one red job holds it, and a job
 * that ran nothing lets nothing go, and neither does a required one that has not reported.
 */
export function commitVerdict(
  runs: readonly (Counts & { readonly job: string })[],
  required: readonly string[],
): {
  state: 'green' | 'red' | 'unknown';
  says: string;
} {
  const [red] = runs.filter((run) => runState(run) === 'red');
  if (red) return { state: 'red', says: `${tests(red.failed)} failed in “${red.job}”.` };
  if (runs.length === 0) return { state: 'unknown', says: 'No test has reported on this commit.' };
  const missing = required.find((job) => !runs.some((run) => run.job === job));
  if (missing !== undefined) {
    return { state: 'unknown', says: `“${missing}” has not reported yet.` };
  }
  const empty = runs.find((run) => runState(run) === 'empty');
  if (empty) return { state: 'unknown', says: `“${empty.job}” ran no test.` };
  const passed = runs.reduce((sum, run) => sum + run.passed, 0);
  const jobs = runs.length === 1 ? `“${runs[0]?.job}”` : `${runs.length} jobs`;
  return { state: 'green', says: `${tests(passed)} passed in ${jobs}.` };
}

/** What was seen of a test in the window. */
export interface SeenSigns {
  /** Runs in which it passed only when tried again. */
  readonly retried: number;
  /** Commits on which it passed in one run and failed in another. */
  readonly torn: number;
  /** Changes of its outcome from run to run, on the branch that has most. */
  readonly flips: number;
}

/**
 * Why a test is flaky, or nothing. Passing and failing on the same code is the sign itself; flips on
 * one branch are one from the fourth on, since a test that was broken and mended makes two.
 */
export function signsOf({ retried, torn, flips }: SeenSigns): (typeof flakySigns)[number][] {
  return [
    ...(retried > 0 ? (['retried'] as const) : []),
    ...(torn > 0 ? (['same-commit'] as const) : []),
    ...(flips >= flakyFlips ? (['flips'] as const) : []),
  ];
}
