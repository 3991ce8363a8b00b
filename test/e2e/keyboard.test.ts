import { expect, test } from 'vitest';
import { openBrowserSession } from '../support/browser-session.ts';

const { page, api, visit, settle, url } = await openBrowserSession();

const heading = () => page.locator('main h1').textContent();

test('⌘K finds a unit by its name, and Enter goes to its page', async () => {
  await visit('/');
  await page.keyboard.press('Control+k');
  const field = page.getByRole('combobox', { name: 'Search or run a command' });
  await field.fill('Resource Management');
  await page
    .getByRole('option', { name: /^Resource Management/ })
    .first()
    .waitFor();
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/units\/unt_/);
  await settle();
  expect(await heading()).toBe('Resource Management');
  expect(await page.title()).toBe('Resource Management · Throughline');
});

test('g and then h goes home from anywhere', async () => {
  await visit('/people');
  await page.keyboard.press('g');
  await page.keyboard.press('h');
  await page.waitForURL(`${url}/`);
  expect(await page.locator('nav [aria-current="page"]').textContent()).toBe('Home');
});

test('letters typed into a field are text, not commands', async () => {
  await visit('/people');
  await page.getByLabel('Search by name or address').click();
  await page.keyboard.type('gh');
  await settle();
  expect(new URL(page.url()).pathname).toBe('/people');
});

test('? shows the keys, and Escape puts the focus back', async () => {
  await visit('/people');
  await page.keyboard.press('?');
  const help = page.getByRole('dialog', { name: 'Keys on this page' });
  await help.waitFor();
  expect(await help.textContent()).toContain('Next row');
  await page.keyboard.press('Escape');
  await help.waitFor({ state: 'detached' });
});

test('j and k walk the directory and Enter opens the person', async () => {
  await visit('/people');
  const names = await page
    .locator('main tbody tr a')
    .evaluateAll((links) =>
      links
        .filter((link) => link.getAttribute('href')?.startsWith('/people/') === true)
        .map((link) => link.textContent),
    );
  for (const key of ['j', 'j', 'j', 'k']) await page.keyboard.press(key);
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/people\/per_/);
  await settle();
  // Three down and one up from before the first row: the second.
  expect(await heading()).toBe(names[1]);
});

test('the skip link leads past the navigation', async () => {
  await visit('/people');
  await page.keyboard.press('Tab');
  expect(await page.locator(':focus').textContent()).toBe('Skip to content');
  await page.keyboard.press('Enter');
  await page.locator('main:focus').waitFor();
});

test('a theme that is chosen stays after the page is loaded again', async () => {
  await visit('/');
  const paper = () => page.evaluate('getComputedStyle(document.documentElement).backgroundColor');
  const light = await paper();
  await page.getByRole('button', { name: 'Appearance' }).click();
  await page.getByRole('menuitemcheckbox', { name: 'Dark' }).click();
  await page.locator('html[data-theme="dark"]').waitFor();
  await page.reload();
  await page.locator('main h1').waitFor();
  expect(await page.locator('html').getAttribute('data-theme')).toBe('dark');
  expect(await paper()).not.toBe(light);
});

test('going back returns to the filtered list that one left', async () => {
  await visit('/people?q=Hemendra');
  await page.getByRole('link', { name: 'Hemendra Pal' }).click();
  await page.waitForURL(/\/people\/per_/);
  await settle();
  await page.goBack();
  await settle();
  expect(new URL(page.url()).search).toBe('?q=Hemendra');
  await page.getByRole('link', { name: 'Hemendra Pal' }).waitFor();
});

test('values are uploaded by keys alone: the focus goes into the dialog, and back', async () => {
  const [unit] = (await api.call('org.listUnits', { query: {} })).items;
  const { ref } = await api.call('catalog.createMetric', {
    body: {
      title: 'Uploaded',
      definition: 'Counted for a test',
      ownerUnit: unit?.ref ?? '',
      unit: '%',
      direction: 'up',
    },
  });
  await visit(`/metrics/${ref}`);
  await page.getByRole('button', { name: 'Upload CSV' }).focus();
  await page.keyboard.press('Enter');
  const field = page.getByLabel('Or paste it');
  await field.and(page.locator(':focus')).waitFor();
  await page.keyboard.insertText('day,value\n2026-11-02,45.5\n');
  await page.keyboard.press('Tab');
  const record = page.getByRole('button', { name: 'Record 1 value' });
  await record.waitFor();
  await record.focus();
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Upload CSV' }).and(page.locator(':focus')).waitFor();
  await page.getByRole('table', { name: 'Values' }).getByText('45.5').waitFor();
});

test('a connection is made and its acts are reached by keys alone', async () => {
  await visit('/connections');
  await page.getByRole('button', { name: 'Add a connection' }).first().focus();
  await page.keyboard.press('Enter');
  await page.getByRole('textbox', { name: /^Name/ }).and(page.locator(':focus')).waitFor();
  await page.keyboard.type('Warehouse');
  await page.keyboard.press('Tab');
  await page.keyboard.type('postgres://reader:secret@127.0.0.1:5499/facts?sslmode=disable');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  // From the table with its keys to the acts of its row.
  await page.getByRole('group', { name: /^Connections/ }).focus();
  for (const act of ['Test', 'Change', 'Delete']) {
    await page.keyboard.press('Tab');
    expect(await page.locator(':focus').textContent()).toBe(act);
  }
});
