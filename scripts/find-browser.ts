import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

import { aptInstall } from './apt-install.ts';
import { askProgram } from './run-program.ts';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const MAC = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/**
 * The Chromium for the browser tests: THROUGHLINE_BROWSER, else Playwright's own, else the system's,
 * else, for root on Debian, its package. Only one that runs counts. Throws with what to install.
 */
export async function findBrowser(): Promise<string> {
  const named = process.env['THROUGHLINE_BROWSER'];
  if (named) {
    if (await runs(named)) return named;
    throw new Error(`THROUGHLINE_BROWSER names ${named}, which does not run.`);
  }
  const found =
    (await installed()) ?? ((await aptInstall('chromium')) ? await installed() : undefined);
  if (found) return found;
  throw new Error(
    'No browser: install Chromium or Google Chrome (Debian: chromium), or run `npx playwright-core install chromium`, or name one in THROUGHLINE_BROWSER.',
  );
}

async function installed(): Promise<string | undefined> {
  const onPath = (process.env['PATH'] ?? '')
    .split(':')
    .flatMap((folder) => NAMES.map((name) => `${folder}/${name}`));
  for (const candidate of [chromium.executablePath(), ...onPath, ...MAC]) {
    if (existsSync(candidate) && (await runs(candidate))) return candidate;
  }
  return undefined;
}

async function runs(path: string): Promise<boolean> {
  return (await askProgram(path, ['--version'])) !== undefined;
}
