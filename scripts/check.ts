/** npm run check: types, lint, format and unused code. Exits with 1 where one of them complains. */
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

import { interruptedBy, runProgram } from './run-program.ts';

const ROOT = resolve(import.meta.dirname, '..');
const CHECKS: readonly (readonly [name: string, program: string, ...args: string[]])[] = [
  ['types', 'tsc', '-p', 'tsconfig.json'],
  ['types of the web app', 'tsc', '-p', 'packages/web/tsconfig.json'],
  ['types of the SDK', 'tsc', '-p', 'packages/sdk/tsconfig.json'],
  ['types of the SDK demo', 'tsc', '-p', 'packages/server/src/domains/flags/demo/tsconfig.json'],
  ['types of the SDK’s tests', 'tsc', '-p', 'packages/sdk/tsconfig.test.json'],
  ['lint', 'oxlint'],
  ['format', 'oxfmt', '--check', '.'],
  ['unused code', 'knip'],
];

/** Runs every check, also after one failed, and returns the names of those that did. */
export async function runChecks(): Promise<string[]> {
  const failed: string[] = [];
  for (const [name, program, ...args] of CHECKS) {
    if (interruptedBy()) return [...failed, 'interrupted'];
    const begun = performance.now();
    const code = await runProgram(resolve(ROOT, 'node_modules/.bin', program), args, { cwd: ROOT });
    const seconds = ((performance.now() - begun) / 1000).toFixed(1);
    process.stdout.write(`check: ${name}: ${code === 0 ? 'passed' : 'FAILED'} (${seconds} s)\n`);
    if (code !== 0) failed.push(name);
  }
  return failed;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  process.exitCode = (await runChecks()).length === 0 ? 0 : 1;
}
