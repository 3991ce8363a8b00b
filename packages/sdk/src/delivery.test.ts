import { expect, test } from 'vitest';
import { card, gone, setUpBrowser, soon, there, titled } from './testing/test-browser.ts';
import { aMessage } from './testing/test-peer.ts';

const browser = setUpBrowser();

test('a kill takes a message off the page within a second, and a lagging feed does not bring it back', async () => {
  browser.peer.feed.messages = [aMessage({ validForMs: 1_500 })];
  const page = await browser.open();
  await there(page);
  await expect.poll(() => browser.peer.streams.size).toBe(1);
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
  browser.peer.send('kill', { position: 2, flags: ['resource-planning'], messages: [] });
  expect((await goneAt) - at).toBeLessThan(1_000);
  // The peer's feed still says position 1: it was made before the kill.
  const asked = browser.peer.log.filter((line) => line === 'GET /feed').length;
  await expect
    .poll(() => browser.peer.log.filter((line) => line === 'GET /feed').length, soon)
    .toBeGreaterThan(asked + 1);
  expect(await card(page).count()).toBe(0);
  browser.peer.position = 3;
  await there(page);
});

test('a kill that cannot be read takes everything', async () => {
  browser.peer.feed.messages = [aMessage()];
  const page = await browser.open();
  await there(page);
  await expect.poll(() => browser.peer.streams.size).toBe(1);
  browser.peer.feed.messages = [];
  browser.peer.send('kill', 'not json');
  await gone(page);
});

test('with the stream cut and no answers, a message goes when its lease ends, and comes back with the server', async () => {
  browser.peer.feed.messages = [aMessage({ validForMs: 2_000 })];
  const page = await browser.open();
  await there(page);
  await page.waitForTimeout(3_000);
  expect(await card(page).count(), 'renewed past its first lease').toBe(1);
  browser.peer.reachable = false;
  browser.peer.cut();
  const at = Date.now();
  await gone(page);
  // Before a second lease could have ended: it was not renewed.
  expect(Date.now() - at).toBeLessThan(4_000);
  browser.peer.reachable = true;
  await card(page).waitFor({ timeout: 15_000 });
});

test('a sync brings a new message, and flags change with it', async () => {
  browser.peer.feed.flags = { planning: { value: false, variation: 1 } };
  const page = await browser.open();
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
  await expect.poll(() => browser.peer.streams.size).toBe(1);
  browser.peer.feed = {
    messages: [aMessage()],
    flags: { planning: { value: true, variation: 0 } },
  };
  browser.peer.position = 2;
  browser.peer.send('sync', { position: 2, withinMs: 100 });
  await there(page);
  expect(await page.title()).toBe('{"planning":{"previous":false,"current":true}}');
  await expect.poll(() => browser.peer.tracked.evaluations.length, soon).toBe(1);
  expect(browser.peer.tracked.evaluations[0]).toMatchObject({ name: 'planning', variation: 1 });
});

test('two tabs hold one stream, share kills and dismissals, and each receipt arrives once', async () => {
  browser.peer.feed.messages = [
    aMessage({ id: 'a', campaign: 'a', content: titled('First'), format: 'toast' }),
    aMessage({
      id: 'b',
      campaign: 'b',
      content: titled('Second'),
      format: 'toast',
      flag: { key: 'b', value: 1 },
    }),
  ];
  const first = await browser.open();
  await there(first, 'First');
  await expect.poll(() => browser.peer.streams.size).toBe(1);
  const second = await browser.open();
  await there(second, 'First');
  expect(browser.peer.log.filter((line) => line === 'POST /session')).toHaveLength(1);
  await expect.poll(() => browser.peer.receipts.get('a.1')?.seen, soon).toBeDefined();
  await card(second, 'First').getByRole('button', { name: 'Dismiss' }).click();
  await gone(first, 'First');
  browser.peer.send('kill', { position: 2, flags: ['b'], messages: [] });
  browser.peer.feed.messages = [];
  browser.peer.position = 2;
  await gone(second, 'Second');
  await expect.poll(() => browser.peer.receipts.get('a.1')?.dismissed, soon).toBeDefined();
  await first.waitForTimeout(1_500);
  for (const act of ['a.1.shown', 'a.1.seen', 'a.1.dismissed', 'b.1.shown'])
    expect(browser.peer.arrivals.get(act), act).toBe(1);
  expect(browser.peer.streams.size).toBe(1);
  expect(browser.peer.log.filter((line) => line === 'GET /stream')).toHaveLength(1);
  await first.close();
  await expect
    .poll(() => browser.peer.log.filter((line) => line === 'GET /stream').length, soon)
    .toBe(2);
  expect(browser.peer.streams.size).toBe(1);
});

test('receipts wait while the server is away, over a reload, and arrive once', async () => {
  browser.peer.feed.messages = [aMessage({ id: 'kept', campaign: 'kept', validForMs: 120_000 })];
  const page = await browser.open();
  await there(page);
  await expect.poll(() => browser.peer.receipts.get('kept.1')?.shown, soon).toBeDefined();
  browser.peer.reachable = false;
  await card(page).getByRole('button', { name: 'Dismiss' }).click();
  await gone(page);
  await page.evaluate(() => window.throughline?.track('planned', { value: 3 }));
  await page.waitForTimeout(1_500);
  browser.peer.reachable = true;
  await page.reload();
  await expect
    .poll(() => browser.peer.receipts.get('kept.1')?.dismissed, { timeout: 10_000 })
    .toBeDefined();
  expect(browser.peer.arrivals.get('kept.1.dismissed')).toBe(1);
  await expect.poll(() => browser.peer.tracked.events.length, soon).toBe(1);
  expect(browser.peer.tracked.events[0]).toMatchObject({ name: 'planned', value: 3 });
  expect(await card(page).count(), 'stays dismissed in this browser').toBe(0);
});

test('without locks, channels and storage every tab keeps itself up to date', async () => {
  browser.peer.feed.messages = [aMessage()];
  const bare = (): void => {
    Reflect.deleteProperty(Navigator.prototype, 'locks');
    Reflect.deleteProperty(window, 'BroadcastChannel');
    Object.defineProperty(window, 'localStorage', {
      get: () => {
        throw new DOMException('blocked', 'SecurityError');
      },
    });
  };
  const [first, second] = [await browser.open(bare), await browser.open(bare)];
  await there(first);
  await there(second);
  await expect.poll(() => browser.peer.streams.size, soon).toBe(2);
  await card(second).getByRole('button', { name: 'Dismiss' }).click();
  await gone(second);
  await expect.poll(() => browser.peer.receipts.size, soon).toBe(1);
});

test('a wrong identity shows nothing, asks no further and breaks nothing', async () => {
  browser.peer.feed.messages = [aMessage()];
  const [header, claims] = browser.peer.identity('ada').split('.');
  browser.peer.scriptAttributes = `data-identity="${header}.${claims}.forged"`;
  const page = await browser.open();
  expect(
    await page
      .waitForFunction(async () => [await window.throughline?.ready])
      .then((value) => value.jsonValue()),
  ).toEqual([false]);
  expect(await page.evaluate(() => window.throughline?.variation('any', 'fallback'))).toBe(
    'fallback',
  );
  await page.waitForTimeout(2_500);
  expect(browser.peer.log).toEqual(['POST /session']);
  expect(await page.getByRole('article').count()).toBe(0);
});
