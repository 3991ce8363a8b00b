import { expect, test } from 'vitest';

import { countReport } from './vitest-run.ts';

function report(passed: number, total: number, files: { status: string; tests: number }[]): string {
  return JSON.stringify({
    numPassedTests: passed,
    numTotalTests: total,
    testResults: files.map(({ status, tests }) => ({
      name: 'a.test.ts',
      status,
      assertionResults: Array.from({ length: tests }, () => ({})),
    })),
  });
}

test('what did not pass has failed: a skipped test too', () => {
  expect(countReport(report(3, 5, [{ status: 'passed', tests: 5 }]), 0)).toEqual({
    passed: 3,
    failed: 2,
  });
});

test('a file that could not be loaded counts as one failure', () => {
  const text = report(3, 3, [
    { status: 'passed', tests: 3 },
    { status: 'failed', tests: 0 },
  ]);
  expect(countReport(text, 1)).toEqual({ passed: 3, failed: 1 });
});

test('a run that ended badly, or ran nothing, has failed even without a failed test', () => {
  expect(countReport(report(3, 3, [{ status: 'passed', tests: 3 }]), 1)).toEqual({
    passed: 3,
    failed: 1,
  });
  expect(countReport(report(0, 0, []), 0)).toEqual({ passed: 0, failed: 1 });
});
