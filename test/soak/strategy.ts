import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright-core';
import { findBrowser } from '../../scripts/find-browser.ts';
import { createApiClient, type ApiClient } from '../support/api-client.ts';
import { startServer } from '../support/running-server.ts';
import type { SoakOptions } from './soak.ts';

const adminKey = 'strategy-soak-administrator-key-01';
const objectivesMade = 2000;
const initiativesMade = 1000;
/** What a window of 900 px and its margins can need of lines, of elements of the page, of bars. */
const mostLines = 80;
const mostElements = 2500;

/** Does something for each of so many, eight at a time, in order of their beginning. */
async function eachOf(count: number, act: (index: number) => Promise<void>): Promise<void> {
  let next = 0;
  const worker = async () => {
    for (let index = next++; index < count; index = next++) await act(index);
  };
  await Promise.all(Array.from({ length: 8 }, worker));
}

/** 20 objectives of the company, 180 below them, 1,800 below those; every tenth serves two. */
async function makeObjectives(api: ApiClient, unit: string, fiscalYear: number): Promise<void> {
  const plan = await api.call('strategy.createPlan', {
    body: { title: `FY${fiscalYear}`, ownerUnit: unit, fiscalYear },
  });
  const priority = await api.call('strategy.createPriority', {
    body: { title: 'Win the field', plan: plan.ref },
  });
  const layer = async (above: readonly string[], count: number, word: string) => {
    const made: string[] = [];
    await eachOf(count, async (index) => {
      const serves = [
        above[index % above.length],
        index % 10 === 0 ? above[(index + 1) % above.length] : undefined,
      ];
      const { ref } = await api.call('strategy.createObjective', {
        body: {
          title: `${word} ${index + 1}`,
          ownerUnit: unit,
          commitment: 'committed',
          fiscalYear,
          serves: [...new Set(serves.filter((to) => to !== undefined))].map((to) => ({ to })),
        },
      });
      made[index] = ref;
    });
    return made;
  };
  const top = await layer([priority.ref], 20, 'Company objective');
  const middle = await layer(top, 180, 'Group objective');
  await layer(middle, objectivesMade - 200, 'Team objective');
}

async function makeInitiatives(api: ApiClient, unit: string): Promise<void> {
  const { today } = await api.call('strategy.getRoadmap', {});
  const day = (days: number) => Temporal.PlainDate.from(today).add({ days }).toString();
  await eachOf(initiativesMade, async (index) => {
    const from = (index * 7) % 300;
    await api.call('strategy.createInitiative', {
      body: {
        title: `Initiative ${index + 1}`,
        ownerUnit: unit,
        from: day(from),
        to: day(from + 20 + (index % 40)),
      },
    });
  });
}

/** In the page's own words: Node knows no long tasks. Each visit begins anew. */
const watchLongTasks = `
  globalThis.longest = 0;
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) {
      globalThis.longest = Math.max(globalThis.longest, duration);
    }
  }).observe({ type: 'longtask' });
`;

/** The longest time for which an act kept the page from answering, in milliseconds. */
async function longestBlock(page: Page, act: () => Promise<unknown>): Promise<number> {
  await page.evaluate(watchLongTasks);
  await act();
  await page.waitForTimeout(300);
  return Number(await page.evaluate('globalThis.longest'));
}

const show = (what: string, ms: number) =>
  console.log(`${what}: at most ${Math.round(ms)} ms at once`);

async function bounded(page: Page, selector: string, what: string): Promise<void> {
  const drawn = await page.locator(selector).count();
  const elements = await page.locator('body *').count();
  console.log(`${what}: ${drawn} drawn, ${elements} elements in the page`);
  if (drawn === 0 || drawn > mostLines) throw new Error(`${what}: ${drawn} are drawn`);
  if (elements > mostElements) throw new Error(`${what}: ${elements} elements in the page`);
}

async function walkTree(page: Page, url: string): Promise<void> {
  const lines = 'tr[aria-level]';
  await page.goto(`${url}/findings`);
  show(
    'the tree, first shown',
    await longestBlock(page, async () => {
      await page.getByRole('link', { name: 'Strategy', exact: true }).first().click();
      await page.locator(lines).first().waitFor();
    }),
  );
  await bounded(page, lines, 'the tree, closed');
  show(
    'all opened',
    await longestBlock(page, () => page.getByRole('button', { name: 'Open all' }).click()),
  );
  await bounded(page, lines, 'the tree, opened');
  const tree = page.getByRole('treegrid');
  await tree.focus();
  show(
    'to its end and back',
    await longestBlock(page, async () => {
      await page.keyboard.press('End');
      await page.locator(`${lines}[data-positioned]`).waitFor();
      await page.keyboard.press('Home');
    }),
  );
  const rows = Number(await tree.getAttribute('aria-rowcount'));
  // All but the head: a priority, 20 + 180 + 1,800, and those that stand in two places.
  if (rows < objectivesMade + 2) throw new Error(`the tree has ${rows} rows`);
  show(
    'filtered by a word',
    await longestBlock(page, async () => {
      await page.getByLabel('Search by title').fill('objective 1777');
      await page.getByText('1 matches', { exact: true }).waitFor();
    }),
  );
  await bounded(page, lines, 'the tree, filtered');
}

async function walkGaps(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/findings`);
  await page.getByRole('link', { name: 'Strategy', exact: true }).first().click();
  const rows = page.getByRole('table', { name: 'Alignment gaps' }).locator('tbody tr[id]');
  show(
    'the gaps, first shown',
    await longestBlock(page, async () => {
      await page.getByRole('tab', { name: 'Alignment gaps' }).click();
      await rows.first().waitFor();
    }),
  );
  await bounded(page, 'main tbody tr[id]', 'the gaps');
}

async function walkRoadmap(page: Page, url: string, search: string): Promise<void> {
  await page.goto(`${url}/roadmap${search}`);
  const bars = page.locator('[data-bar]');
  await bars.first().waitFor();
  const frame = page.getByRole('listbox');
  show(
    `the roadmap${search}, scrolled from end to end`,
    await longestBlock(page, async () => {
      await frame.hover();
      for (let turn = 0; turn < 30; turn++) await page.mouse.wheel(0, 1200);
      await page.waitForTimeout(200);
      for (let turn = 0; turn < 30; turn++) await page.mouse.wheel(0, -1200);
    }),
  );
  await bounded(page, '[role=listbox] > div > [role=none]', `the roadmap${search}`);
  const box = await bars.nth(2).boundingBox();
  if (!box) throw new Error('no bar is in view');
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  show(
    'a bar dragged over 300 px',
    await longestBlock(page, async () => {
      await page.mouse.move(x, y);
      await page.mouse.down();
      await page.mouse.move(x + 300, y, { steps: 60 });
      await page.keyboard.press('Escape');
      await page.mouse.up();
    }),
  );
}

/**
 * `npm run soak -- strategy`: 2,000 objectives in the tree and 1,000 initiatives on the roadmap, in a
 * browser. Throws where more is drawn than a window needs; prints for how long each act blocked.
 */
export async function run({ signal }: SoakOptions): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'throughline-strategy-'));
  const server = await startServer({
    THROUGHLINE_DATA: folder,
    THROUGHLINE_ADMIN_KEY: adminKey,
  });
  const executablePath = await findBrowser();
  const args = process.geteuid?.() === 0 ? ['--no-sandbox'] : [];
  const browser = await chromium.launch({ executablePath, args });
  try {
    const api = createApiClient(server.url, adminKey);
    const [unit] = (await api.call('org.listUnits', { query: {} })).items;
    if (!unit) throw new Error('the organisation has no unit');
    const year = Temporal.Now.plainDateISO().year;
    await makeObjectives(api, unit.ref, year);
    await makeInitiatives(api, unit.ref);
    if (signal.aborted) return;
    console.log(`${objectivesMade} objectives and ${initiativesMade} initiatives made`);
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    const link = /Sign in as the first administrator, once: (\S+)/.exec(server.printed())?.[1];
    await page.goto(link ?? server.url);
    await page.getByLabel('Name').fill('Ada Administrator');
    await page.getByLabel('E-mail').fill('ada@example.com');
    await page.getByLabel('Password').fill('a password of the soak');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('button', { name: 'Account of Ada Administrator' }).waitFor();
    await walkTree(page, server.url);
    await walkGaps(page, server.url);
    await walkRoadmap(page, server.url, '');
    await walkRoadmap(page, server.url, '?lanes=packed');
  } finally {
    await browser.close();
    await server.end('SIGTERM');
    await rm(folder, { recursive: true, force: true });
  }
}
