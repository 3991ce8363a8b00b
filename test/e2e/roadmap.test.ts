import { expect, test } from 'vitest';
import { eventually } from '../support/api-client.ts';
import { openBrowserSession } from '../support/browser-session.ts';
import { auditAccessibility, auditHeading, auditReflow } from '../support/page-audit.ts';

const { page, api, visit, settle, takeFaults } = await openBrowserSession();

const { today } = await api.call('strategy.getRoadmap', {});
const day = (days: number) => Temporal.PlainDate.from(today).add({ days }).toString();
const [unit] = (await api.call('org.listUnits', { query: {} })).items;
const make = async (title: string, body: object = {}) =>
  (
    await api.call('strategy.createInitiative', {
      body: { title, ownerUnit: unit?.ref ?? '', ...body },
    })
  ).ref;
const needed = await make('Tile service', { from: day(7), to: day(34), stage: 'building' });
const dependent = await make('Faster drawings', {
  from: day(41),
  to: day(90),
  dependsOn: [needed],
});
await make('Someday');

const windowOf = async (ref: string) => {
  const { from, to } = await api.call('strategy.getInitiative', { params: { id: ref } });
  return [from, to];
};
const bar = (ref: string) => page.locator(`[data-bar="${ref}"]`);

/** Drags by pixels from the middle of a bar. */
async function drag(ref: string, pixels: number, drop = true): Promise<void> {
  const box = await bar(ref).boundingBox();
  if (!box) throw new Error('the bar is not in view');
  const x = box.x + box.width / 2;
  const y = box.y + box.height / 2;
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + pixels / 2, y, { steps: 4 });
  await page.mouse.move(x + pixels, y, { steps: 4 });
  if (drop) await page.mouse.up();
}

test('dragging a bar moves both of its dates, and Undo takes it back', async () => {
  await visit('/roadmap?zoom=half');
  // Half a year: 5 px a day, so that 50 px are ten days.
  await drag(needed, -50);
  await eventually(
    async () => String(await windowOf(needed)) === `${day(-3)},${day(24)}`,
    'the moved window',
  );
  await page.getByRole('button', { name: 'Undo' }).click();
  await eventually(
    async () => String(await windowOf(needed)) === `${day(7)},${day(34)}`,
    'the former window',
  );
});

test('a drag that would break a dependency says so before the drop', async () => {
  await visit('/roadmap?zoom=half');
  // It ends on day 34, and what needs it begins on day 41: ten days on is three too late.
  await drag(needed, 50, false);
  await page.getByText('“Tile service” ends 3 days after “Faster drawings”').first().waitFor();
  await page.keyboard.press('Escape');
  await page.mouse.up();
  expect(await windowOf(needed)).toEqual([day(7), day(34)]);
});

test('keys move and resize what is selected', async () => {
  await visit('/roadmap?zoom=half');
  await page.getByRole('listbox').focus();
  // The first by its beginning is the needed one.
  await page.keyboard.press('ArrowDown');
  for (const key of ['Shift+ArrowRight', 'Shift+ArrowRight', 'Shift+ArrowUp', 'Alt+ArrowRight']) {
    await page.keyboard.press(key);
  }
  // Two days later, a week earlier: −5; its end a day later besides.
  await eventually(
    async () => String(await windowOf(needed)) === `${day(2)},${day(30)}`,
    'the keyed window',
  );
  await page.keyboard.press('Enter');
  await page.waitForURL(new RegExp(`/initiatives/${needed}`));
});

test('where somebody was faster both versions are shown, and mine can still be taken', async () => {
  await visit('/roadmap?zoom=half');
  await page.route('**/api/v1/live', (route) => route.abort());
  const { revision } = await api.call('strategy.getInitiative', { params: { id: dependent } });
  // Held until the bar was dropped: the page must not hear of the other change before.
  await page.route('**/api/v1/initiatives/*', async (route) => {
    await page.unroute('**/api/v1/initiatives/*');
    await api.call('strategy.changeInitiative', {
      params: { id: dependent },
      body: { to: day(120) },
      ifMatch: revision,
    });
    await route.continue();
  });
  await drag(dependent, 50);
  const dialog = page.getByRole('dialog', { name: 'Somebody changed Faster drawings before you' });
  await dialog.waitFor();
  expect(await dialog.textContent()).toContain('Theirs');
  expect(await windowOf(dependent)).toEqual([day(41), day(120)]);
  await dialog.getByRole('button', { name: 'Use mine' }).click();
  await eventually(
    async () => String(await windowOf(dependent)) === `${day(51)},${day(100)}`,
    'my window',
  );
  await page.unroute('**/api/v1/live');
  // The refusal and the cut stream stand in the console; nothing else does.
  expect(takeFaults().filter((fault) => !/412|live|ERR_FAILED/.test(fault))).toEqual([]);
});

test('filters stand in the URL and are there again after going back', async () => {
  await visit('/roadmap');
  await page.getByLabel('Search by title').fill('tile');
  await page.waitForURL(/q=tile/);
  await page.getByRole('tab', { name: 'Table' }).click();
  await page.getByRole('link', { name: 'Tile service' }).click();
  await page.waitForURL(/\/initiatives\//);
  await page.goBack();
  await settle();
  expect(new URL(page.url()).search).toBe('?q=tile&view=table');
  expect(await page.getByLabel('Search by title').inputValue()).toBe('tile');
  expect(await page.getByRole('link', { name: 'Faster drawings' }).count()).toBe(0);
});

test('a view is saved, chosen again and deleted with undo', async () => {
  await visit('/roadmap?stage=building');
  await page.getByRole('button', { name: 'Views' }).click();
  await page.getByRole('menuitem', { name: 'Save this view…' }).click();
  await page.getByLabel('Name').fill('What is built');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByRole('button', { name: 'What is built' }).waitFor();
  await visit('/');
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Search or run a command' }).fill('what is built');
  await page.getByRole('option', { name: 'What is built' }).click();
  await page.waitForURL(/\/roadmap\?stage=building/);
  await page.getByRole('button', { name: 'What is built' }).click();
  await page.getByRole('menuitem', { name: 'Delete “What is built”' }).click();
  await page.getByText('“What is built” is deleted').waitFor();
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByRole('button', { name: 'What is built' }).waitFor();
});

test('the board’s menu moves an initiative into a column', async () => {
  await visit('/roadmap?view=board');
  await page.getByRole('button', { name: 'Move Someday' }).click();
  await page.getByRole('menuitemcheckbox', { name: 'Now' }).click();
  await page.locator('[data-column="now"]').getByRole('link', { name: 'Someday' }).waitFor();
});

test.each(['', '?view=board', '?view=table'])(
  'it is sound in both themes and fits a narrow window: %s',
  async (search) => {
    await visit(`/roadmap${search}`);
    const found = [...(await auditHeading(page)), ...(await auditAccessibility(page))];
    expect([...found, ...(await auditReflow(page))]).toEqual([]);
  },
);
