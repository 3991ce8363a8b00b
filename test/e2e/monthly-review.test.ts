import type { Locator } from 'playwright-core';
import { expect, test } from 'vitest';
import { openBrowserSession } from '../support/browser-session.ts';

const session = await openBrowserSession();
const { page, api, visit, settle } = session;
page.setDefaultTimeout(20_000);

const units = await api.call('org.listUnits', {});
const ownerUnit = units.items.find(({ key }) => key === 'product-and-design')?.ref ?? '';
const cadences = await api.call('rhythm.listCadences', { query: { limit: 200 } });
const cadence = cadences.items.find(({ key }) => key === 'product-monthly')?.ref ?? '';
const today = Temporal.Now.plainDateISO('UTC');
const daysAgo = (days: number) => today.subtract({ days }).toString();

async function productWithMetric(product: string, title: string, value: number, on: string) {
  const { ref } = await api.call('catalog.createProduct', {
    body: { title: product, summary: `What ${product} does`, ownerUnit },
  });
  const metric = await api.call('catalog.createMetric', {
    body: {
      title,
      definition: 'Counted each day',
      unit: '%',
      direction: 'up',
      freshnessDays: 7,
      ownerUnit,
      measures: [ref],
    },
  });
  await enter(metric.ref, value, on);
  return metric.ref;
}
const enter = (id: string, value: number, on: string) =>
  api.call('catalog.recordMetricValue', { params: { id }, body: { on, value, note: '' } });

const fresh = await productWithMetric('Bidding', 'Bids answered', 61, daysAgo(1));
await productWithMetric('Invoicing', 'Invoices paid', 80, daysAgo(2));
const old = await productWithMetric('Drawings', 'Drawings opened', 42, daysAgo(9));
const review = (days: number) =>
  api.call('rhythm.createReview', {
    body: {
      cadence,
      startsAt: Temporal.Now.instant()
        .add({ hours: 24 * days })
        .toString(),
    },
  });
const [first, second] = [await review(2), await review(32)];

const main = page.getByRole('main');
const figure = (label: string) => main.getByRole('group', { name: label, exact: true });
interface Drawn {
  getComputedStyle(element: unknown): { color: string };
}
/** The colour of a text, as the browser draws it. */
const colourOf = (text: Locator) =>
  text.evaluate((element) => (globalThis as unknown as Drawn).getComputedStyle(element).color);

async function freeze(ref: string) {
  await visit(`/reviews/${ref}`);
  await page.getByRole('button', { name: 'Freeze', exact: false }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: /^Freeze/ }).click();
  await main.getByText('SHA-256').waitFor();
  await settle();
}

test('the Monthly Product Review is frozen with all three; what is nine days old is grey', async () => {
  await freeze(first.ref);
  const grey = figure('Drawings opened');
  await grey.getByText(/^stale, of/).waitFor();
  const note = await colourOf(grey.getByText(/^stale, of/));
  expect(await colourOf(figure('Drawings opened').getByRole('button'))).toBe(note);
  expect(await colourOf(figure('Bids answered').getByRole('button'))).not.toBe(note);
  expect(
    await figure('Invoices paid')
      .getByText(/^stale/)
      .count(),
  ).toBe(0);
  await main.getByText(/Version 1 of Monthly Product Review/).waitFor();
});

test('next month’s pack tells what changed since, to the figure, and in words', async () => {
  await enter(fresh, 67, today.toString());
  await enter(old, 40, today.toString());
  await freeze(second.ref);
  const rows = page
    .getByRole('table', { name: 'Figures that changed' })
    .getByRole('row')
    .filter({ hasText: 'The whole product' });
  const cells = await rows.evaluateAll((found) =>
    found.map((row) => [...row.querySelectorAll('td, th')].map((cell) => cell.textContent)),
  );
  // Invoices did not change; the other two did: 42 → 40 and 61 → 67.
  expect(cells.map((row) => row.slice(1, 6))).toEqual([
    ['Bids answered', '61', '67', '%', 'changed'],
    ['Drawings opened', '42', '40', '%', 'changed'],
  ]);
  await main.getByText(/^Before: .*1 .*stale/).waitFor();
});

test('each figure opens its records: as they were at the freeze, and now', async () => {
  await visit(`/reviews/${first.ref}`);
  for (const name of ['Bids answered', 'Invoices paid', 'Drawings opened']) {
    await figure(name).getByRole('button').click();
    const dialog = page.getByRole('dialog', { name });
    await dialog.getByRole('link', { name, exact: true }).waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
  }
  await figure('Bids answered').getByRole('button').click();
  const dialog = page.getByRole('dialog', { name: 'Bids answered' });
  await dialog.getByText('61 %').waitFor();
  await dialog.getByText('67 %').waitFor();
  await dialog.getByRole('link', { name: 'Bids answered' }).click();
  await page.waitForURL(`**/metrics/${fresh}`);
});
