import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { interruptedBy, runProgram } from './run-program.ts';

/** What one run of a suite came to. */
export interface Outcome {
  readonly passed: number;
  /** Failed tests, skipped ones (nothing is skipped silently), and files or a run that broke. */
  readonly failed: number;
}

/** Runs Vitest and counts from its JSON report. A run without a report, or without tests, failed. */
export async function runVitest(
  root: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<Outcome> {
  if (interruptedBy()) return { passed: 0, failed: 1 };
  const folder = mkdtempSync(join(tmpdir(), 'throughline-report-'));
  const report = join(folder, 'report.json');
  try {
    const code = await runProgram(
      process.execPath,
      [
        join(root, 'node_modules/vitest/vitest.mjs'),
        'run',
        '--reporter=default',
        '--reporter=json',
        `--outputFile.json=${report}`,
        ...args,
      ],
      { cwd: root, env },
    );
    return countReport(readFileSync(report, 'utf8'), code);
  } catch (error) {
    process.stderr.write(`throughline: Vitest left no report: ${String(error)}\n`);
    return { passed: 0, failed: 1 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Counts a JSON report of Vitest, given the exit code of its run. */
export function countReport(text: string, exitCode: number): Outcome {
  const report = JSON.parse(text) as {
    numPassedTests: number;
    numTotalTests: number;
    testResults: { name: string; status: string; assertionResults: unknown[] }[];
  };
  const broken = report.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.length === 0,
  );
  const passed = report.numPassedTests;
  const failed = report.numTotalTests - passed + broken.length;
  // An error outside any test, or no test at all, shows in nothing but the exit code.
  return { passed, failed: failed === 0 && (exitCode !== 0 || passed === 0) ? 1 : failed };
}
