import type { OperationOf, OutputOf } from '@throughline/contract';
import type { StatusTone } from '../../ui/status-tone.ts';

type Outcome = OutputOf<OperationOf<'delivery.listTestResults'>>['items'][number]['outcome'];
type Sign = OutputOf<OperationOf<'delivery.listFlakyTests'>>['items'][number]['signs'][number];

/** How a test ended, as it looks and reads. */
export const outcomeLooks: Readonly<Record<Outcome, { tone: StatusTone; word: string }>> = {
  passed: { tone: 'on-track', word: 'Passed' },
  failed: { tone: 'off-track', word: 'Failed' },
  skipped: { tone: 'not-started', word: 'Skipped' },
  flaky: { tone: 'at-risk', word: 'Passed on a retry' },
};

/** Why a test is called flaky. */
export const signWords: Readonly<Record<Sign, string>> = {
  retried: 'passed only when tried again',
  'same-commit': 'passed and failed on one commit',
  flips: 'changed to and fro on one branch',
};

/** A test with what it stands in. */
export function testTitle({ group, name }: { readonly group: string; readonly name: string }) {
  return group === '' ? name : `${group} › ${name}`;
}

/** Seconds as a run says them: `0.41 s`, `12 s`, `3 min 20 s`. */
export function duration(seconds: number): string {
  if (seconds < 10) return `${Math.round(seconds * 100) / 100} s`;
  const whole = Math.round(seconds);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}
