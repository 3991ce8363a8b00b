import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { afterAll, afterEach } from 'vitest';
import { findBrowser } from '../../scripts/find-browser.ts';
import { createApiClient, type ApiClient } from './api-client.ts';
import { watchFaults, type FaultWatch } from './browser-faults.ts';
import { freePort, startServer, type RunningServer } from './running-server.ts';
import { createTestDatabase, type TestDatabase } from './test-database.ts';

const webApp = resolve(import.meta.dirname, '../../packages/web/dist/index.html');

/** A signed-in browser at a server of its own. */
export interface BrowserSession {
  readonly page: Page;
  /** The same server by its API, as an administrator. */
  readonly api: ApiClient;
  /** Where it runs, without a slash at the end. */
  readonly url: string;
  /** What went wrong in the page since it was last asked; what is left at a test's end fails it. */
  readonly takeFaults: () => string[];
  /** Goes to an address of the app by loading it, and waits until its page stands. */
  readonly visit: (address: string) => Promise<void>;
  /** Waits until nothing is being fetched and nothing is drawn as loading. */
  readonly settle: () => Promise<void>;
  /** Kills the server at once and starts it again at the same address; what the page said meanwhile is no fault. */
  readonly crash: () => Promise<void>;
}

export interface BrowserSessionOptions {
  /** Further variables of the server's environment. */
  readonly variables?: Readonly<Record<string, string>>;
  /** Of the window, in pixels, where 900 won't do. */
  readonly height?: number;
}

interface Opened {
  server?: RunningServer;
  database?: TestDatabase;
  browser?: Browser;
  dataDir?: string;
}

async function close({ browser, server, database, dataDir }: Opened): Promise<void> {
  await browser?.close();
  await server?.end('SIGTERM');
  if (dataDir !== undefined) rmSync(dataDir, { recursive: true, force: true });
  await database?.drop();
}

/** Takes the installation over in the sign-in page, by the link that the server printed. */
async function signIn(page: Page, server: RunningServer): Promise<void> {
  const link = /Sign in as the first administrator, once: (\S+)/.exec(server.printed())?.[1];
  if (link === undefined) throw new Error(`the server printed no link:\n${server.printed()}`);
  await page.goto(link);
  await page.getByLabel('Name').fill('Ada Administrator');
  await page.getByLabel('E-mail').fill('ada@example.com');
  await page.getByLabel('Password').fill('a password of the browser tests');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('button', { name: 'Account of Ada Administrator' }).waitFor();
}

function newContext(browser: Browser, height: number): Promise<BrowserContext> {
  return browser.newContext({
    viewport: { width: 1440, height },
    locale: 'en-GB',
    timezoneId: 'UTC',
    colorScheme: 'light',
    reducedMotion: 'reduce',
  });
}

async function settled(page: Page, watch: FaultWatch): Promise<void> {
  const until = performance.now() + 15_000;
  let quietSince = 0;
  while (performance.now() < until) {
    const loading = await page.locator('.skeleton-bar, [aria-busy="true"]').count();
    const busy = watch.underWay() > 0 || loading > 0;
    if (busy) quietSince = 0;
    else if (quietSince === 0) quietSince = performance.now();
    else if (performance.now() - quietSince > 120) return;
    await new Promise((resolveTurn) => setTimeout(resolveTurn, 40));
  }
  throw new Error(`${page.url()} still loads after 15 s: ${watch.waitsFor().join(', ')}`);
}

/**
 * Starts the real server on a database and a data folder of its own, opens Chromium and signs in
 * through the sign-in page. To be awaited at a test file's top: it closes everything after the
 * file's last test, and fails a test in which the page threw, wrote an error to the console or
 * broke the content security policy.
 */
export async function openBrowserSession(
  options: BrowserSessionOptions = {},
): Promise<BrowserSession> {
  if (!existsSync(webApp)) {
    throw new Error('The web app is not built: run `node scripts/build-web.ts` first.');
  }
  const adminKey = 'browser-session-administrator-key-01';
  const opened: Opened = {};
  try {
    const executablePath = await findBrowser();
    opened.database = await createTestDatabase();
    opened.dataDir = mkdtempSync(join(tmpdir(), 'throughline-browser-'));
    const variables = {
      DATABASE_URL: opened.database.url,
      THROUGHLINE_DATA: opened.dataDir,
      THROUGHLINE_ADMIN_KEY: adminKey,
      PORT: String(await freePort()),
      ...options.variables,
    };
    opened.server = await startServer(variables);
    // Chromium refuses to run in its sandbox as root, as in most containers.
    const args = process.geteuid?.() === 0 ? ['--no-sandbox'] : [];
    opened.browser = await chromium.launch({ executablePath, args });
    const context = await newContext(opened.browser, options.height ?? 900);
    const page = await context.newPage();
    const watch = await watchFaults(page);
    await signIn(page, opened.server);
    await settled(page, watch);
    const { url } = opened.server;

    afterEach(() => {
      const faults = watch.take();
      if (faults.length > 0) throw new Error(`in the page:\n${faults.join('\n')}`);
    });
    afterAll(() => close(opened));
    const settle = () => settled(page, watch);
    return {
      page,
      api: createApiClient(url, adminKey),
      url,
      takeFaults: () => watch.take(),
      settle,
      async crash() {
        await opened.server?.end('SIGKILL');
        opened.server = await startServer(variables);
        watch.take();
      },
      async visit(address) {
        await page.goto(`${url}${address}`);
        await page.locator('main h1').first().waitFor({ timeout: 15_000 });
        await settle();
      },
    };
  } catch (error) {
    await close(opened);
    throw error;
  }
}
