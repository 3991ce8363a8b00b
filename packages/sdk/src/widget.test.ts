import { expect, test } from 'vitest';
import { card, focused, gone, setUpBrowser, soon, there, titled } from './testing/test-browser.ts';
import { aMessage } from './testing/test-peer.ts';

const browser = setUpBrowser();

test('what is unknown or malformed is not shown, and the rest of the feed is', async () => {
  const text = (value: unknown): object[] => [
    { type: 'paragraph', children: [{ type: 'text', text: value }] },
  ];
  browser.peer.feed.messages = [
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
  const page = await browser.open();
  await there(page, 'Sound');
  expect(await page.getByRole('article').count()).toBe(1);
});

test('markup in a message is text, and nothing in it runs', async () => {
  const attack =
    '<img src=x onerror="document.title=\'owned\'"><script>document.title="owned"</script>';
  browser.peer.feed.messages = [
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
  const page = await browser.open();
  await page.getByRole('article').waitFor(soon);
  expect(await page.getByRole('article').locator('img, script').count()).toBe(0);
  expect(await page.getByRole('article').innerText()).toContain('<img src=x onerror=');
  expect(await page.title()).toBe('Project Sixteen');
  expect(await page.getByRole('link', { name: 'Read' }).getAttribute('rel')).toBe(
    'noopener noreferrer',
  );
});

test('a click asks the gate: open leads there, closed says so and takes the message', async () => {
  browser.peer.feed.messages = [aMessage()];
  browser.peer.gate = { open: false };
  const page = await browser.open();
  await there(page);
  browser.peer.feed.messages = [];
  browser.peer.position = 2;
  await card(page).getByRole('button', { name: 'Open it' }).click();
  await page.getByText('This isn’t available right now.').waitFor(soon);
  await gone(page);
  expect(page.url()).toBe(`${browser.peer.origin}/`);

  browser.peer.gate = { open: true, url: 'javascript:document.title="owned"' };
  browser.peer.feed.messages = [aMessage()];
  browser.peer.position = 3;
  await page.reload();
  await card(page).getByRole('button', { name: 'Open it' }).click();
  await page.getByText('This isn’t available right now.').waitFor(soon);
  expect(await page.title()).toBe('Project Sixteen');

  browser.peer.gate = { open: true, url: '/opened' };
  browser.peer.feed.messages = [aMessage({ id: 'gated', campaign: 'gated' })];
  browser.peer.position = 4;
  await page.reload();
  await card(page).getByRole('button', { name: 'Open it' }).click();
  await page.waitForURL('**/opened');
  await expect.poll(() => browser.peer.receipts.get('gated.1')?.clicked, soon).toBeDefined();
});

test('a modal holds the focus, closes by Escape, gives the focus back, and is claimed once over all tabs', async () => {
  const page = await browser.open();
  await page.waitForFunction(async () => window.throughline?.ready);
  await expect.poll(() => browser.peer.streams.size).toBe(1);
  await page.locator('#host').focus();
  browser.peer.feed.messages = [
    aMessage({
      id: 'modal',
      campaign: 'modal',
      format: 'modal',
      feedback: { question: 'Useful?' },
    }),
  ];
  browser.peer.position = 2;
  browser.peer.send('sync', { position: 2, withinMs: 0 });
  const dialog = page.getByRole('dialog', { name: 'Resource planning is here' });
  await dialog.waitFor(soon);
  const stops = [];
  for (let press = 0; press < 4; press++) {
    stops.push(await focused(page));
    await page.keyboard.press('Tab');
  }
  expect(stops).toEqual(['Open it', 'Give feedback', 'Dismiss', 'Open it']);
  const other = await browser.open();
  await other.waitForTimeout(1_000);
  expect(await other.getByRole('dialog').count()).toBe(0);
  await page.bringToFront();
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached', ...soon });
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('host');
  await expect
    .poll(() => browser.peer.receipts.get('modal.1'), soon)
    .toMatchObject({ claim: 'claim-token' });
  await expect.poll(() => browser.peer.receipts.get('modal.1')?.dismissed, soon).toBeDefined();
  expect(browser.peer.log.filter((line) => line === 'POST /claim')).toHaveLength(1);
});

test('feedback is sent from a message and from the panel; an error keeps the words', async () => {
  const question = 'Does it fit how you plan?';
  browser.peer.feed.messages = [
    aMessage({ id: 'asks', campaign: 'asks', format: 'feed', feedback: { question } }),
  ];
  browser.peer.feedbackStatus = 503;
  const page = await browser.open();
  await page.getByRole('button', { name: 'Notifications, 1 unread' }).click();
  await card(page).getByRole('button', { name: 'Give feedback' }).click();
  await page.getByRole('button', { name: 'Send' }).click();
  await page.getByText('Write a few words first.').waitFor(soon);
  await page.getByLabel(question).fill('Weeks fit, days would help.');
  await page.getByLabel('4', { exact: true }).check();
  await page.getByRole('button', { name: 'Send' }).click();
  await page.getByText('This could not be sent.').waitFor(soon);
  browser.peer.feedbackStatus = 202;
  await page.getByRole('button', { name: 'Send' }).click();
  await page.getByText('Thank you.').waitFor(soon);
  const [about] = browser.peer.feedback;
  expect(about).toMatchObject({
    text: 'Weeks fit, days would help.',
    rating: 4,
    message: 'asks',
    epoch: 1,
    page: `${browser.peer.origin}/`,
  });
  await page.getByRole('article').getByRole('button', { name: 'Close' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Give feedback' }).last().click();
  await page.getByLabel('What should we know?').fill('More of this.');
  await page.keyboard.press('Tab');
  await page.getByRole('button', { name: 'Send' }).click();
  await expect.poll(() => browser.peer.feedback.length, soon).toBe(2);
  expect(browser.peer.feedback[1]).toEqual({
    id: expect.any(String),
    text: 'More of this.',
    page: `${browser.peer.origin}/`,
  });
});

test('the panel opens with the focus in it, counts what is unread, and closes by Escape to the bell', async () => {
  browser.peer.feed.messages = [
    aMessage({ format: 'feed', content: titled('In the feed') }),
    aMessage({
      format: 'changelog',
      content: titled('In the log'),
      publishedAt: new Date(Date.now() - 3 * 86_400_000).toISOString(),
    }),
    aMessage({ format: 'badge', content: titled('New') }),
  ];
  const page = await browser.open();
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
  expect(await focused(page)).toBe('Notifications');
});

test('a toast goes by itself only if there is nothing to press', async () => {
  browser.peer.feed.messages = [
    aMessage({ format: 'toast', content: titled('Just saying'), action: null }),
    aMessage({ format: 'toast', content: titled('Press me') }),
  ];
  const page = await browser.open();
  await there(page, 'Just saying');
  await page.waitForTimeout(9_000);
  expect(await card(page, 'Just saying').count()).toBe(0);
  expect(await card(page, 'Press me').count()).toBe(1);
});

test('where the page brings its own flag client, a message shows only if both agree', async () => {
  browser.peer.scriptAttributes = '';
  browser.peer.feed.messages = [
    aMessage({
      format: 'toast',
      content: titled('Agreed'),
      flag: { key: 'agreed', value: { b: 1, a: [2] } },
    }),
    aMessage({
      format: 'toast',
      content: titled('Refused'),
      flag: { key: 'refused', value: true },
    }),
    aMessage({ format: 'toast', content: titled('Promises nothing'), flag: null }),
  ];
  const page = await browser.open();
  await page.evaluate(async (identity) => {
    const { createThroughline } = await self.load('/sdk/index.js');
    const values: Record<string, unknown> = { agreed: { a: [2], b: 1 }, refused: false };
    const listeners: (() => void)[] = [];
    createThroughline({
      environmentKey: 'client-side-id-of-the-test',
      identity: () => identity,
      flagClient: {
        variation: (key) => values[key],
        on: (_event, listener) => listeners.push(listener),
      },
      bell: '#slot',
      theme: 'dark',
    });
    document.addEventListener('click', () => {
      values.agreed = null;
      for (const listener of listeners) listener();
    });
  }, browser.peer.identity('ada'));
  await there(page, 'Agreed');
  await there(page, 'Promises nothing');
  expect(await card(page, 'Refused').count()).toBe(0);
  expect(await page.locator('#slot').getByRole('button', { name: 'Notifications' }).count()).toBe(
    1,
  );
  await page.locator('#host').click();
  await gone(page, 'Agreed');
  expect(await card(page, 'Promises nothing').count()).toBe(1);
});
