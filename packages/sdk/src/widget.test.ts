import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { buildSdk } from '../build.ts';
import { aMessage, startTestPeer } from './test-peer.ts';
import type { TestPeer } from './test-peer.ts';

vi.setConfig({ testTimeout: 60_000 });
const axeSource = await readFile(
  createRequire(import.meta.url).resolve('axe-core/axe.min.js'),
  'utf8',
);

let browser: Browser;
let context: BrowserContext;
let peer: TestPeer;

declare global {
  interface Window {
    readonly violations: string[];
    readonly errors: string[];
  }
}

beforeAll(async () => {
  await buildSdk();
  browser = await chromium.launch({
    executablePath: process.env.THROUGHLINE_BROWSER ?? '/usr/bin/chromium',
    args: process.geteuid?.() === 0 ? ['--no-sandbox'] : [],
  });
}, 120_000);
afterAll(() => browser?.close());

beforeEach(async () => {
  peer = await startTestPeer();
  context = await browser.newContext({
    reducedMotion: 'reduce',
    viewport: { width: 1000, height: 700 },
  });
});
afterEach(async () => {
  for (const page of context.pages()) {
    expect(await page.evaluate(() => [...self.violations, ...self.errors])).toEqual([]);
  }
  await context.close();
  await peer.close();
});

async function open(path = '/'): Promise<Page> {
  const page = await context.newPage();
  await page.goto(peer.origin + path);
  return page;
}
const card = (page: Page, title = 'Resource planning is here') =>
  page.getByRole('article', { name: title });
const soon = { timeout: 15_000 };
const gone = async (page: Page, title?: string): Promise<void> =>
  void (await card(page, title).waitFor({ state: 'detached', ...soon }));
const there = async (page: Page, title?: string): Promise<void> =>
  void (await card(page, title).waitFor(soon));
const titled = (title: string, body: object[] = []): object => ({ title, body });
const focusInWidget = (page: Page): Promise<string> =>
  page.evaluate(() => {
    let active = document.activeElement;
    while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
    return active?.getAttribute('aria-label') ?? active?.textContent ?? '';
  });

test('a kill takes a message off the page within a second, and a lagging feed does not bring it back', async () => {
  peer.feed.messages = [aMessage({ validForMs: 1_500 })];
  const page = await open();
  await there(page);
  await expect.poll(() => peer.streams.size).toBe(1);
  const goneAt = card(page).evaluate(
    (element) =>
      new Promise<number>((resolve) => {
        const look = (): void =>
          element.isConnected ? void setTimeout(look, 5) : resolve(Date.now());
        look();
      }),
  );
  await page.waitForTimeout(200);
  const at = Date.now();
  peer.send('kill', { position: 2, flags: ['resource-planning'], messages: [] });
  expect((await goneAt) - at).toBeLessThan(1_000);
  // The peer's feed still says position 1: it was made before the kill.
  const asked = peer.log.filter((line) => line === 'GET /feed').length;
  await expect
    .poll(() => peer.log.filter((line) => line === 'GET /feed').length, soon)
    .toBeGreaterThan(asked + 1);
  expect(await card(page).count()).toBe(0);
  peer.position = 3;
  await there(page);
});

test('a kill that cannot be read takes everything', async () => {
  peer.feed.messages = [aMessage()];
  const page = await open();
  await there(page);
  await expect.poll(() => peer.streams.size).toBe(1);
  peer.feed.messages = [];
  peer.send('kill', 'not json');
  await gone(page);
});

test('with the stream cut and no answers, a message goes when its lease ends, and comes back with the server', async () => {
  peer.feed.messages = [aMessage({ validForMs: 2_000 })];
  const page = await open();
  await there(page);
  await page.waitForTimeout(3_000);
  expect(await card(page).count(), 'renewed past its first lease').toBe(1);
  peer.reachable = false;
  peer.cut();
  const at = Date.now();
  await gone(page);
  expect(Date.now() - at).toBeLessThan(2_200);
  peer.reachable = true;
  await card(page).waitFor({ timeout: 15_000 });
});

test('a sync brings a new message, and flags change with it', async () => {
  peer.feed.flags = { planning: { value: false, variation: 1 } };
  const page = await open();
  await page.waitForFunction(async () => window.throughline?.ready);
  await page.evaluate(() => {
    window.throughline?.on('change', (changes) => {
      document.title = JSON.stringify(changes);
    });
  });
  expect(await page.evaluate(() => window.throughline?.variation('planning', true))).toBe(false);
  expect(await page.evaluate(() => window.throughline?.variation('planning', 'another type'))).toBe(
    'another type',
  );
  expect(await page.evaluate(() => window.throughline?.variation('absent', 7))).toBe(7);
  await expect.poll(() => peer.streams.size).toBe(1);
  peer.feed = { messages: [aMessage()], flags: { planning: { value: true, variation: 0 } } };
  peer.position = 2;
  peer.send('sync', { position: 2, withinMs: 100 });
  await there(page);
  expect(await page.title()).toBe('{"planning":{"previous":false,"current":true}}');
  await expect.poll(() => peer.tracked.evaluations.length, soon).toBe(1);
  expect(peer.tracked.evaluations[0]).toMatchObject({ name: 'planning', variation: 1 });
});

test('what is unknown or malformed is not shown, and the rest of the feed is', async () => {
  const text = (value: unknown): object[] => [
    { type: 'paragraph', children: [{ type: 'text', text: value }] },
  ];
  peer.feed.messages = [
    aMessage({
      content: titled('Unknown node', [{ type: 'iframe', children: [] }]),
      format: 'toast',
    }),
    aMessage({ content: titled('Unknown format'), format: 'takeover' }),
    aMessage({ content: titled('Text is no text', text({ html: '<b>' })), format: 'toast' }),
    aMessage({
      content: titled('Runs code'),
      action: { label: 'Go', url: 'java\tscript:alert(1)' },
      format: 'toast',
    }),
    aMessage({ content: titled('No lease'), validForMs: 0, format: 'toast' }),
    aMessage({ content: titled('Lease of words'), validForMs: 'for ever', format: 'toast' }),
    aMessage({ content: titled('Sound'), format: 'toast' }),
    null,
  ];
  const page = await open();
  await there(page, 'Sound');
  expect(await page.getByRole('article').count()).toBe(1);
});

test('markup in a message is text, and nothing in it runs', async () => {
  const attack =
    '<img src=x onerror="document.title=\'owned\'"><script>document.title="owned"</script>';
  peer.feed.messages = [
    aMessage({
      content: titled(attack, [
        {
          type: 'paragraph',
          children: [{ type: 'text', text: attack, onclick: 'x', innerHTML: attack }],
        },
        {
          type: 'paragraph',
          children: [
            {
              type: 'link',
              href: 'https://docs.example/',
              children: [{ type: 'text', text: 'Read' }],
            },
          ],
        },
      ]),
      action: { label: attack, url: '/opened' },
    }),
  ];
  const page = await open();
  await page.getByRole('article').waitFor(soon);
  expect(await page.getByRole('article').locator('img, script').count()).toBe(0);
  expect(await page.getByRole('article').innerText()).toContain('<img src=x onerror=');
  expect(await page.title()).toBe('Project Sixteen');
  expect(await page.getByRole('link', { name: 'Read' }).getAttribute('rel')).toBe(
    'noopener noreferrer',
  );
});

test('a click asks the gate: open leads there, closed says so and takes the message', async () => {
  peer.feed.messages = [aMessage()];
  peer.gate = { open: false };
  const page = await open();
  await there(page);
  peer.feed.messages = [];
  peer.position = 2;
  await card(page).getByRole('button', { name: 'Open it' }).click();
  await page.getByText('This isn’t available right now.').waitFor(soon);
  await gone(page);
  expect(page.url()).toBe(`${peer.origin}/`);

  peer.gate = { open: true, url: 'javascript:document.title="owned"' };
  peer.feed.messages = [aMessage()];
  peer.position = 3;
  await page.reload();
  await card(page).getByRole('button', { name: 'Open it' }).click();
  await page.getByText('This isn’t available right now.').waitFor(soon);
  expect(await page.title()).toBe('Project Sixteen');

  peer.gate = { open: true, url: '/opened' };
  peer.feed.messages = [aMessage({ id: 'gated', campaign: 'gated' })];
  peer.position = 4;
  await page.reload();
  await card(page).getByRole('button', { name: 'Open it' }).click();
  await page.waitForURL('**/opened');
  await expect.poll(() => peer.receipts.get('gated.1')?.clicked, soon).toBeDefined();
});

test('a modal holds the focus, closes by Escape, gives the focus back, and is claimed once over all tabs', async () => {
  const page = await open();
  await page.waitForFunction(async () => window.throughline?.ready);
  await expect.poll(() => peer.streams.size).toBe(1);
  await page.locator('#host').focus();
  peer.feed.messages = [
    aMessage({
      id: 'modal',
      campaign: 'modal',
      format: 'modal',
      feedback: { question: 'Useful?' },
    }),
  ];
  peer.position = 2;
  peer.send('sync', { position: 2, withinMs: 0 });
  const dialog = page.getByRole('dialog', { name: 'Resource planning is here' });
  await dialog.waitFor(soon);
  const stops = [];
  for (let press = 0; press < 4; press++) {
    stops.push(await focusInWidget(page));
    await page.keyboard.press('Tab');
  }
  expect(stops).toEqual(['Open it', 'Give feedback', 'Dismiss', 'Open it']);
  const other = await open();
  await other.waitForTimeout(1_000);
  expect(await other.getByRole('dialog').count()).toBe(0);
  await page.bringToFront();
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached', ...soon });
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('host');
  await expect
    .poll(() => peer.receipts.get('modal.1'), soon)
    .toMatchObject({ claim: 'claim-token' });
  await expect.poll(() => peer.receipts.get('modal.1')?.dismissed, soon).toBeDefined();
  expect(peer.log.filter((line) => line === 'POST /claim')).toHaveLength(1);
});

test('two tabs hold one stream, share kills and dismissals, and each receipt arrives once', async () => {
  peer.feed.messages = [
    aMessage({ id: 'a', campaign: 'a', content: titled('First'), format: 'toast' }),
    aMessage({
      id: 'b',
      campaign: 'b',
      content: titled('Second'),
      format: 'toast',
      flag: { key: 'b', value: 1 },
    }),
  ];
  const first = await open();
  await there(first, 'First');
  await expect.poll(() => peer.streams.size).toBe(1);
  const second = await open();
  await there(second, 'First');
  expect(peer.log.filter((line) => line === 'POST /session')).toHaveLength(1);
  await expect.poll(() => peer.receipts.get('a.1')?.seen, soon).toBeDefined();
  await card(second, 'First').getByRole('button', { name: 'Dismiss' }).click();
  await gone(first, 'First');
  peer.send('kill', { position: 2, flags: ['b'], messages: [] });
  peer.feed.messages = [];
  peer.position = 2;
  await gone(second, 'Second');
  await expect.poll(() => peer.receipts.get('a.1')?.dismissed, soon).toBeDefined();
  await first.waitForTimeout(1_500);
  for (const act of ['a.1.shown', 'a.1.seen', 'a.1.dismissed', 'b.1.shown'])
    expect(peer.arrivals.get(act), act).toBe(1);
  expect(peer.streams.size).toBe(1);
  expect(peer.log.filter((line) => line === 'GET /stream')).toHaveLength(1);
  await first.close();
  await expect.poll(() => peer.log.filter((line) => line === 'GET /stream').length, soon).toBe(2);
  expect(peer.streams.size).toBe(1);
});

test('receipts wait while the server is away, over a reload, and arrive once', async () => {
  peer.feed.messages = [aMessage({ id: 'kept', campaign: 'kept', validForMs: 120_000 })];
  const page = await open();
  await there(page);
  await expect.poll(() => peer.receipts.get('kept.1')?.shown, soon).toBeDefined();
  peer.reachable = false;
  await card(page).getByRole('button', { name: 'Dismiss' }).click();
  await gone(page);
  await page.evaluate(() => window.throughline?.track('planned', { value: 3 }));
  await page.waitForTimeout(1_500);
  peer.reachable = true;
  await page.reload();
  await expect
    .poll(() => peer.receipts.get('kept.1')?.dismissed, { timeout: 10_000 })
    .toBeDefined();
  expect(peer.arrivals.get('kept.1.dismissed')).toBe(1);
  await expect.poll(() => peer.tracked.events.length, soon).toBe(1);
  expect(peer.tracked.events[0]).toMatchObject({ name: 'planned', value: 3 });
  expect(await card(page).count(), 'stays dismissed in this browser').toBe(0);
});

test('feedback is sent from a message and from the panel; an error keeps the words', async () => {
  const question = 'Does it fit how you plan?';
  peer.feed.messages = [
    aMessage({ id: 'asks', campaign: 'asks', format: 'feed', feedback: { question } }),
  ];
  peer.feedbackStatus = 503;
  const page = await open();
  await page.getByRole('button', { name: 'Notifications, 1 unread' }).click();
  await card(page).getByRole('button', { name: 'Give feedback' }).click();
  await page.getByRole('button', { name: 'Send' }).click();
  await page.getByText('Write a few words first.').waitFor(soon);
  await page.getByLabel(question).fill('Weeks fit, days would help.');
  await page.getByLabel('4', { exact: true }).check();
  await page.getByRole('button', { name: 'Send' }).click();
  await page.getByText('This could not be sent.').waitFor(soon);
  peer.feedbackStatus = 202;
  await page.getByRole('button', { name: 'Send' }).click();
  await page.getByText('Thank you.').waitFor(soon);
  const [about] = peer.feedback;
  expect(about).toMatchObject({
    text: 'Weeks fit, days would help.',
    rating: 4,
    message: 'asks',
    epoch: 1,
    page: `${peer.origin}/`,
  });
  await page.getByRole('article').getByRole('button', { name: 'Close' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Give feedback' }).last().click();
  await page.getByLabel('What should we know?').fill('More of this.');
  await page.keyboard.press('Tab');
  await page.getByRole('button', { name: 'Send' }).click();
  await expect.poll(() => peer.feedback.length, soon).toBe(2);
  expect(peer.feedback[1]).toEqual({
    id: expect.any(String),
    text: 'More of this.',
    page: `${peer.origin}/`,
  });
});

test('the panel opens with the focus in it, counts what is unread, and closes by Escape to the bell', async () => {
  peer.feed.messages = [
    aMessage({ format: 'feed', content: titled('In the feed') }),
    aMessage({
      format: 'changelog',
      content: titled('In the log'),
      publishedAt: new Date(Date.now() - 3 * 86_400_000).toISOString(),
    }),
    aMessage({ format: 'badge', content: titled('New') }),
  ];
  const page = await open();
  const bell = page.getByRole('button', { name: 'Notifications, 3 unread' });
  await bell.focus();
  await page.keyboard.press('Enter');
  expect(
    await page
      .getByRole('dialog', { name: 'What’s new' })
      .evaluate((panel) => panel.matches(':focus')),
  ).toBe(true);
  expect(await page.getByText('3 days ago').count()).toBe(1);
  await page.getByRole('button', { name: 'Notifications', exact: true }).waitFor(soon);
  await page.keyboard.press('Escape');
  expect(await page.getByRole('dialog').count()).toBe(0);
  expect(await focusInWidget(page)).toBe('Notifications');
});

test('a toast goes by itself only if there is nothing to press', async () => {
  peer.feed.messages = [
    aMessage({ format: 'toast', content: titled('Just saying'), action: null }),
    aMessage({ format: 'toast', content: titled('Press me') }),
  ];
  const page = await open();
  await there(page, 'Just saying');
  await page.waitForTimeout(9_000);
  expect(await card(page, 'Just saying').count()).toBe(0);
  expect(await card(page, 'Press me').count()).toBe(1);
});

test('a wrong identity shows nothing, asks no further and breaks nothing', async () => {
  peer.feed.messages = [aMessage()];
  const [header, claims] = peer.identity('ada').split('.');
  peer.scriptAttributes = `data-identity="${header}.${claims}.forged"`;
  const page = await open();
  expect(
    await page
      .waitForFunction(async () => [await window.throughline?.ready])
      .then((value) => value.jsonValue()),
  ).toEqual([false]);
  expect(await page.evaluate(() => window.throughline?.variation('any', 'fallback'))).toBe(
    'fallback',
  );
  await page.waitForTimeout(2_500);
  expect(peer.log).toEqual(['POST /session']);
  expect(await page.getByRole('article').count()).toBe(0);
});

for (const theme of ['light', 'dark'] as const) {
  test(`axe finds nothing in the ${theme} theme, with everything open`, async () => {
    const list = {
      type: 'list',
      children: [
        {
          type: 'item',
          children: [{ type: 'strong', children: [{ type: 'text', text: 'By week' }] }],
        },
        {
          type: 'item',
          children: [{ type: 'code', children: [{ type: 'text', text: 'GET /crews' }] }],
        },
      ],
    };
    const link = {
      type: 'paragraph',
      children: [
        { type: 'text', text: 'More in ' },
        { type: 'link', href: '/docs', children: [{ type: 'text', text: 'the guide' }] },
        { type: 'text', text: '.' },
      ],
    };
    const feedback = { question: 'Does it fit how you plan?' };
    const publishedAt = new Date(Date.now() - 86_400_000).toISOString();
    peer.feed.messages = [
      aMessage({ content: titled('Resource planning is here', [link]), feedback }),
      aMessage({ format: 'toast', content: titled('Your export is ready', [link]), flag: null }),
      aMessage({
        format: 'feed',
        content: titled('Plan crews by week', [link, list]),
        feedback,
        publishedAt,
      }),
      aMessage({
        format: 'changelog',
        content: titled('Drawings open faster', [list]),
        action: null,
        publishedAt,
        priority: 0,
      }),
      aMessage({ format: 'badge', content: titled('New: planning'), action: null }),
    ];
    const shots = process.env.THROUGHLINE_SHOTS;
    const page = await open();
    await page.emulateMedia({ colorScheme: theme });
    const axe = async (): Promise<unknown> => {
      const results = await page.evaluate(() => Reflect.get(window, 'axe').run());
      return results.violations.map((found: { id: string; nodes: { html: string }[] }) => [
        found.id,
        ...found.nodes.map((node) => node.html),
      ]);
    };
    // Through the debugger: the page's own policy lets nothing in.
    await page.evaluate(axeSource);
    await there(page);
    if (shots) await page.screenshot({ path: `${shots}/closed-${theme}.png` });
    await page.getByRole('button', { name: /Notifications/ }).click();
    await card(page, 'Plan crews by week').getByRole('button', { name: 'Give feedback' }).click();
    await page.getByRole('button', { name: 'Send' }).click();
    if (shots) await page.screenshot({ path: `${shots}/panel-${theme}.png` });
    expect(await axe()).toEqual([]);
    await page.keyboard.press('Escape');
    peer.feed.messages = [
      aMessage({ format: 'modal', content: titled('Plan crews by week', [link, list]), feedback }),
    ];
    peer.position = 2;
    peer.send('sync', { position: 2, withinMs: 0 });
    await page.getByRole('dialog').waitFor(soon);
    await page.getByRole('button', { name: 'Give feedback' }).click();
    if (shots) await page.screenshot({ path: `${shots}/modal-${theme}.png` });
    expect(await axe()).toEqual([]);
  });
}
