/**
 * Builds the kit aside, opens it in Chromium in both themes under the product's content security
 * policy and lets axe look at it, overlays included; ends with 1 where anything is found.
 * `node packages/web/kit-check.ts [folder for screenshots]`; the browser is `CHROMIUM` or
 * /usr/bin/chromium.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AxeBuilder } from '@axe-core/playwright';
import { chromium, type Page } from 'playwright-core';
import { build, preview } from 'vite';

const shots = process.argv[2];
if (shots !== undefined) mkdirSync(shots, { recursive: true });

const configFile = fileURLToPath(new URL('./vite.config.ts', import.meta.url));
const outDir = mkdtempSync(join(tmpdir(), 'throughline-kit-'));
const rolldownOptions = { input: fileURLToPath(new URL('./kit.html', import.meta.url)) };
await build({ configFile, logLevel: 'error', build: { outDir, rolldownOptions } });

// The policy of the product: what it would refuse there is an error on the console here.
const kinds = ['script', 'style', 'font', 'img', 'connect'].map((kind) => `${kind}-src 'self'`);
const policy = ["default-src 'none'", ...kinds].join('; ');
const server = await preview({
  configFile,
  build: { outDir },
  preview: { port: 0, headers: { 'Content-Security-Policy': policy } },
});
const address = server.resolvedUrls?.local[0];
if (address === undefined) throw new Error('the preview server has no address');

const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});

let faults = 0;

async function look(page: Page, name: string): Promise<void> {
  if (shots !== undefined) {
    const tall = page.viewportSize() ?? { width: 1440, height: 900 };
    if (!name.endsWith('page')) await page.setViewportSize({ width: tall.width, height: 900 });
    await page.screenshot({ path: join(shots, `${name}.png`) });
    await page.setViewportSize(tall);
    await page.evaluate(() => window.scrollTo(0, 0));
  }
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze();
  for (const violation of violations) {
    faults += 1;
    process.stdout.write(`${name}: ${violation.id}: ${violation.help}\n`);
    for (const node of violation.nodes.slice(0, 3)) {
      process.stdout.write(`    ${node.html.slice(0, 160)}\n    ${node.failureSummary ?? ''}\n`);
    }
  }
}

async function press(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name, exact: true }).first().click();
}

for (const theme of ['light', 'dark'] as const) {
  const context = await browser.newContext({
    colorScheme: theme,
    reducedMotion: 'reduce',
    // Tall, so that nothing scrolls under the sticky bars: axe would call it obscured.
    viewport: { width: 1440, height: 3_600 },
  });
  const page = await context.newPage();
  page.on('pageerror', (error) => {
    faults += 1;
    process.stdout.write(`${theme}: ${error.message}\n`);
  });
  page.on('console', (message) => {
    if (message.type() !== 'error') return;
    faults += 1;
    process.stdout.write(`${theme}: console: ${message.text()}\n`);
  });
  await page.goto(`${address}kit.html`);
  await page.getByRole('button', { name: 'Appearance' }).waitFor();
  await look(page, `${theme}-page`);

  const overlays: readonly (readonly [string, () => Promise<void>])[] = [
    ['menu', () => press(page, 'More acts')],
    ['appearance', () => press(page, 'Appearance')],
    ['dialog', () => press(page, 'Open dialog')],
    ['drawer', () => press(page, 'Open drawer')],
    ['confirm', () => press(page, 'Open confirmation')],
    ['popover', () => press(page, 'Open popover')],
    ['tooltip', () => page.getByRole('button', { name: 'Point at me' }).hover()],
    ['filter', () => press(page, 'Stage: Building')],
    ['keys', () => press(page, 'Keys')],
    ['combobox', () => page.getByRole('combobox', { name: 'Owner' }).click()],
    ['readers', () => page.getByRole('combobox', { name: 'Readers' }).click()],
    [
      'palette',
      async () => {
        await page.getByRole('button', { name: 'Search or run a command' }).click();
        await page.getByRole('combobox', { name: 'Search or run a command' }).fill('off');
      },
    ],
    ['toasts', () => press(page, 'Show toasts')],
  ];
  for (const [name, open] of overlays) {
    await open();
    await page.waitForTimeout(600);
    await look(page, `${theme}-${name}`);
    await page.keyboard.press('Escape');
    await page.mouse.move(0, 0);
    await page.waitForTimeout(100);
  }

  await press(page, '5,000 rows');
  const list = page.getByRole('group', { name: /^Initiatives/ });
  await list.evaluate((element) => element.focus({ preventScroll: true }));
  for (let step = 0; step < 5; step += 1) await page.keyboard.press('j');
  await page.keyboard.press('x');
  await look(page, `${theme}-rows`);

  await page.setViewportSize({ width: 390, height: 6_000 });
  await page.reload();
  await page.getByRole('button', { name: 'Appearance' }).waitFor();
  await look(page, `${theme}-narrow`);
  await press(page, 'Open navigation');
  await page.waitForTimeout(400);
  await look(page, `${theme}-navigation`);
  await context.close();
}

await browser.close();
await server.close();
rmSync(outDir, { recursive: true });
process.stdout.write(faults === 0 ? 'The kit is clean in both themes.\n' : `${faults} faults\n`);
process.exitCode = faults === 0 ? 0 : 1;
