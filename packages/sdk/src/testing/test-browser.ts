import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, vi } from 'vitest';
import { buildSdk } from '../../build.ts';
import { startTestPeer } from './test-peer.ts';
import type { TestPeer } from './test-peer.ts';

declare global {
  interface Window {
    /** What the page's policy refused, and what was thrown in it; collected by the peer's page. */
    readonly violations: string[];
    readonly errors: string[];
    /** `import()`, out of reach of the tests' own transformation. */
    readonly load: (path: string) => Promise<typeof import('../index.ts')>;
  }
}

/** A browser on the peer's page; `peer` is a new one in every test. */
export interface TestBrowser {
  readonly peer: TestPeer;
  /** Opens a tab; `before` runs in it ahead of everything else. */
  readonly open: (before?: () => void) => Promise<Page>;
}

/** Patience of one expectation, on a busy machine. */
export const soon = { timeout: 15_000 };

/** Builds the SDK, starts a browser and, for every test, a peer; each test must leave the pages clean. */
export function setUpBrowser(): TestBrowser {
  vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });
  let browser: Browser;
  let context: BrowserContext;
  let peer: TestPeer;
  let built: string;
  beforeAll(async () => {
    built = await mkdtemp(join(tmpdir(), 'throughline-sdk-'));
    await buildSdk(built);
    browser = await chromium.launch({
      executablePath: process.env.THROUGHLINE_BROWSER ?? '/usr/bin/chromium',
      args: process.geteuid?.() === 0 ? ['--no-sandbox'] : [],
    });
  });
  afterAll(async () => {
    await browser.close();
    await rm(built, { recursive: true });
  });
  beforeEach(async () => {
    peer = await startTestPeer(built);
    const viewport = { width: 1_000, height: 700 };
    context = await browser.newContext({ reducedMotion: 'reduce', viewport });
  });
  afterEach(async () => {
    const wrong: string[] = [];
    for (const page of context.pages()) {
      wrong.push(...(await page.evaluate(() => [...self.violations, ...self.errors])));
    }
    await context.close();
    await peer.close();
    if (wrong.length > 0) throw new Error(`the page was not left clean: ${wrong.join('; ')}`);
  });
  return {
    get peer() {
      return peer;
    },
    async open(before = () => undefined) {
      const page = await context.newPage();
      await page.addInitScript(before);
      await page.goto(peer.origin);
      return page;
    },
  };
}

/** The message of that title. */
export function card(page: Page, title = 'Resource planning is here'): Locator {
  return page.getByRole('article', { name: title });
}

/** Waits until the message is shown. */
export function there(page: Page, title?: string): Promise<void> {
  return card(page, title).waitFor(soon);
}

/** Waits until the message is gone. */
export function gone(page: Page, title?: string): Promise<void> {
  return card(page, title).waitFor({ state: 'detached', ...soon });
}

/** Content of that title and body. */
export function titled(title: string, body: readonly object[] = []): object {
  return { title, body };
}

/** What has the focus, by its label or its text, across shadow roots. */
export function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    let active = document.activeElement;
    while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
    return active?.getAttribute('aria-label') ?? active?.textContent ?? '';
  });
}
