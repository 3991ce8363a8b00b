import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { card, setUpBrowser, soon, there, titled } from './testing/test-browser.ts';
import { aMessage } from './testing/test-peer.ts';

const browser = setUpBrowser();

const inline = (type: string, words: string): object => ({
  type,
  children: [{ type: 'text', text: words }],
});
const list = {
  type: 'list',
  children: [
    { type: 'item', children: [inline('strong', 'By week')] },
    { type: 'item', children: [inline('code', 'GET /crews')] },
  ],
};
const link = {
  type: 'paragraph',
  children: [
    { type: 'text', text: 'More in ' },
    { ...inline('link', 'the guide'), href: '/docs' },
    { type: 'text', text: '.' },
  ],
};
const feedback = { question: 'Does it fit how you plan?' };
const publishedAt = new Date(Date.now() - 86_400_000).toISOString();

async function findings(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}

/** Pictures for a person to look at, if `THROUGHLINE_SHOTS` names a folder. */
async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env.THROUGHLINE_SHOTS;
  if (folder !== undefined) await page.screenshot({ path: `${folder}/${name}.png` });
}

test.each(['light', 'dark'] as const)(
  'axe finds nothing in the %s theme, with everything open',
  async (theme) => {
    browser.peer.feed.messages = [
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
    const page = await browser.open();
    await page.emulateMedia({ colorScheme: theme });
    await there(page);
    await picture(page, `closed-${theme}`);
    await page.getByRole('button', { name: /Notifications/ }).click();
    await card(page, 'Plan crews by week').getByRole('button', { name: 'Give feedback' }).click();
    await page.getByRole('button', { name: 'Send' }).click();
    await picture(page, `panel-${theme}`);
    expect(await findings(page)).toEqual([]);
    await page.keyboard.press('Escape');
    const content = titled('Plan crews by week', [link, list]);
    browser.peer.feed.messages = [aMessage({ format: 'modal', content, feedback })];
    browser.peer.position = 2;
    browser.peer.send('sync', { position: 2, withinMs: 0 });
    await page.getByRole('dialog').waitFor(soon);
    await page.getByRole('button', { name: 'Give feedback' }).click();
    await picture(page, `modal-${theme}`);
    expect(await findings(page)).toEqual([]);
    await page.setViewportSize({ width: 320, height: 640 });
    await picture(page, `modal-narrow-${theme}`);
    expect(await findings(page)).toEqual([]);
  },
);
