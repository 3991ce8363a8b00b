/**
 * npm test: the checks, then every suite on the embedded database, then the platform and every
 * operation once more on a PostgreSQL server. Arguments go to Vitest (a file name, say). The last
 * line is `N passed, N failed`.
 */
import { resolve } from 'node:path';

import { runChecks } from './check.ts';
import { debianPrograms, startPrivateServer } from './debian-postgres.ts';
import { findBrowser } from './find-browser.ts';
import { interruptedBy, runProgram } from './run-program.ts';
import { runVitest, type Outcome } from './vitest-run.ts';

const ROOT = resolve(import.meta.dirname, '..');
const isRoot = process.geteuid?.() === 0;
const args = process.argv.slice(2);

function say(line: string): void {
  process.stdout.write(`throughline: ${line}\n`);
}

async function testOnServer(env: NodeJS.ProcessEnv): Promise<Outcome> {
  const again = ['--project=database', ...args];
  const given = process.env['TEST_DATABASE_URL'];
  if (given) {
    say('Repeating the database suite on the server that TEST_DATABASE_URL names.');
    return runVitest(ROOT, again, { ...env, TEST_DATABASE_URL: given });
  }
  if (interruptedBy()) return { passed: 0, failed: 1 };
  const programs = await debianPrograms();
  if (!programs) {
    if (!isRoot) {
      say(
        'Not repeated on a PostgreSQL server: there is none here. Install one, run as root, or set TEST_DATABASE_URL.',
      );
      return { passed: 0, failed: 0 };
    }
    say(
      "There is no PostgreSQL server to repeat the suite on: install Debian's package postgresql, or set TEST_DATABASE_URL.",
    );
    return { passed: 0, failed: 1 };
  }
  const server = await startPrivateServer(programs);
  try {
    say(`Repeating the database suite on PostgreSQL ${server.version}.`);
    return await runVitest(ROOT, again, { ...env, TEST_DATABASE_URL: server.url });
  } finally {
    await server.stop();
  }
}

async function testAll(): Promise<Outcome[]> {
  const browser = await findBrowser();
  say(`The browser is ${browser}.`);
  const { TEST_DATABASE_URL: _server, DATABASE_URL: _own, ...inherited } = process.env;
  const env = { ...inherited, THROUGHLINE_BROWSER: browser, TZ: 'UTC' };

  const complaints = args.length === 0 ? await runChecks() : [];
  for (const name of complaints) say(`Check failed: ${name}.`);
  if ((await runProgram(process.execPath, ['scripts/build-web.ts'], { cwd: ROOT })) !== 0) {
    complaints.push('build');
  }
  const embedded = await runVitest(ROOT, args, env);
  const repeated = await testOnServer(env);
  return [{ passed: 0, failed: complaints.length }, embedded, repeated];
}

let outcomes: Outcome[];
try {
  outcomes = await testAll();
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  outcomes = [{ passed: 0, failed: 1 }];
}
const passed = outcomes.reduce((sum, outcome) => sum + outcome.passed, 0);
const failed = outcomes.reduce((sum, outcome) => sum + outcome.failed, 0);
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
