import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { openBrowserSession } from '../support/browser-session.ts';
import { auditAccessibility } from '../support/page-audit.ts';

const folder = resolve(import.meta.dirname, '../../organisations/procore');
const { page, api, visit, settle, takeFaults } = await openBrowserSession();

const people = readFileSync(resolve(folder, 'people.yaml'), 'utf8');

async function choose(file: string, text: string): Promise<void> {
  await page
    .locator('input[data-choose="files"]')
    .setInputFiles({ name: file, mimeType: 'application/yaml', buffer: Buffer.from(text) });
  await settle();
}

async function findPeople(name: string): Promise<string[]> {
  const { items } = await api.call('org.listPeople', { query: { q: name } });
  return items.map((person) => person.name);
}

/** An answer with an error's status is written to the console by the browser itself. */
function expectRefusal(status: number): void {
  expect(takeFaults()).toEqual([expect.stringContaining(`with a status of ${status}`)]);
}

test('the folder that the installation was started with has nothing to import', async () => {
  await visit('/chart');
  await page.getByRole('link', { name: 'Import and export' }).click();
  await page.getByRole('heading', { level: 1, name: 'Import and export' }).waitFor();
  await page.locator('input[data-choose="folder"]').setInputFiles(folder);
  await page.getByText('there is nothing to import').waitFor();
  await page.getByText(/^0 created, 0 changed, 0 ended, \d+ unchanged$/).waitFor();
  const main = await page.locator('main').textContent();
  expect(main).toContain('learning/welcome.md');
  // The folder's own tests are no part of an organisation.
  expect(main).toMatch(/Left out, .*facts\.test\.ts/);
});

test('a fault is shown with its file, its record and its field, and nothing is imported', async () => {
  await visit('/organisation-import');
  const wrong = people.replace('name: Beth Daggert', 'name: Beth Daggert\n    nickname: Beth');
  await choose('people.yaml', wrong);
  const row = page.getByRole('row', { name: /people\.yaml.*beth-daggert/ });
  expect(await row.textContent()).toContain('nickname');
  expect(await auditAccessibility(page)).toEqual([]);
  expectRefusal(422);
});

test('a plan says what it does, and is imported exactly so', async () => {
  await visit('/organisation-import');
  const text = people.replace(
    'name: Bryan Wasicek',
    'name: Bryan Wasicek\n\n  - key: nora-newcomer\n    name: Nora Newcomer',
  );
  await choose('people.yaml', text);
  await page.getByText('1 created, 0 changed, 0 ended, 4 unchanged').waitFor();
  await page.getByRole('row', { name: /created.*Nora Newcomer.*people\.yaml/ }).waitFor();
  expect(await findPeople('Nora')).toEqual([]);
  expect(await auditAccessibility(page)).toEqual([]);

  await page.getByRole('button', { name: 'Import as planned' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Import', exact: true }).click();
  await page.getByText('The organisation was imported.').waitFor();
  await page.getByText('0 created, 0 changed, 0 ended, 5 unchanged').waitFor();
  expect(await findPeople('Nora')).toEqual(['Nora Newcomer']);
});

test('a plan that was overtaken is not imported', async () => {
  await visit('/organisation-import');
  await choose('people.yaml', people.replace('name: Hemendra Pal', 'name: Hemendra P. Pal'));
  await page.getByText(/0 created, 1 changed/).waitFor();
  const { items } = await api.call('org.listPeople', { query: { q: 'Hemendra' } });
  const { ref } = items[0] ?? { ref: '' };
  const { revision } = await api.call('entities.getEntity', { params: { ref } });
  await api.call('org.changePerson', {
    params: { id: ref },
    ifMatch: revision,
    body: { name: 'Hemendra P. Pal' },
  });
  await page.getByRole('button', { name: 'Import as planned' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Import', exact: true }).click();
  await page.getByRole('dialog').getByRole('alert').waitFor();
  expect(await page.getByRole('dialog').textContent()).toContain('Plan again');
  expectRefusal(409);
});

test('the export is an archive that can be imported again', async () => {
  await visit('/organisation-import');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Export the organisation' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('organisation.zip');
  const archive = readFileSync(await download.path()).toString('utf8');
  expect(archive.startsWith('PK')).toBe(true);
  expect(archive).toContain('nora-newcomer');
  const { documents } = await api.call('imports.exportOrganisation', {});
  const plan = await api.call('imports.planImport', { body: { documents } });
  expect(plan).toMatchObject({ created: 0, changed: 0, ended: 0 });
});
