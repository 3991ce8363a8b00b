import { afterAll, expect, test } from 'vitest';
import { sourceRepository } from '../../packages/server/src/domains/release/testing/source-repository.ts';
import { eventually } from '../support/api-client.ts';
import { formOf, openForm } from '../support/browser-line-form.ts';
import { openBrowserSession } from '../support/browser-session.ts';

/** A file of eight lines; what is named in `at` stands on its line instead of its number. */
const lines = (at: Readonly<Record<number, string>> = {}) =>
  Array.from({ length: 8 }, (_, index) => `${at[index + 1] ?? `line ${index + 1}`}\n`).join('');

const source = sourceRepository({ 'total.txt': lines() });
source.git('tag', 'v1.3.0');
source.git('checkout', '--quiet', '-b', 'release/1.3');
source.commit('fix: a total of their own', { 'total.txt': lines({ 4: 'the total of 1.3' }) });
source.git('tag', 'v1.3.1');
source.git('checkout', '--quiet', '-b', 'release/1.4', 'main');
source.commit('docs: 1.4', { 'notes.txt': '1.4\n' });
source.git('tag', 'v1.4.0');
source.git('push', '--quiet', 'origin', '--tags');
source.git('checkout', '--quiet', '-b', 'fix/rounding', 'main');
source.commit('fix: round the total', { 'total.txt': lines({ 4: 'the rounded total' }) });
source.git('checkout', '--quiet', 'main');
afterAll(() => source.remove());

const { page, api, visit, settle } = await openBrowserSession({
  variables: { THROUGHLINE_REPOSITORY_ROOTS: source.root },
});
page.setDefaultTimeout(20_000);
const main = page.getByRole('main');
let repository = '';
let change = '';

const backportRow = (branch: string) =>
  main.getByRole('table', { name: 'Backports' }).getByRole('row').filter({ hasText: branch });

async function fetchNow(): Promise<void> {
  await api.call('release.fetchRepository', { params: { id: repository } });
}

/** Opens the backport to a line from the change's page, once it is in a state. */
async function openBackport(branch: string, state: string): Promise<void> {
  await visit(`/changes/${change}`);
  await backportRow(branch).getByRole('link', { name: state }).click();
  await page.waitForURL(/\/backports\/bpt_/);
  await settle();
}

async function land(branch: string): Promise<void> {
  await main.getByRole('button', { name: 'Land it' }).click();
  const dialog = page.getByRole('dialog', { name: `Land it on ${branch}?` });
  await dialog.getByRole('button', { name: 'Land it' }).click();
  await main.getByText(`It is on ${branch}.`).first().waitFor();
}

test('a change’s page says what would happen to it on each line as soon as it is pushed', async () => {
  const made = await api.call('release.connectRepository', {
    body: { address: source.remote, title: 'Shop' },
  });
  repository = made.ref;
  change = await eventually(async () => {
    const { items } = await api.call('release.listChanges', { query: { repository } });
    return items[0]?.ref;
  }, 'the change');
  await visit(`/changes/${change}`);
  await backportRow('release/1.4').getByText('Clean').waitFor();
  await backportRow('release/1.3').getByText('Conflict').waitFor();
  await visit(`/repositories/${repository}?tab=backports`);
  const matrix = main.getByRole('table', { name: 'Open changes against lines' });
  await matrix.getByText('Conflict in 1 file').waitFor();
});

test('the fix lands, and its backport to 1.4 is picked cleanly and landed', async () => {
  await visit(`/changes/${change}`);
  await main.getByRole('button', { name: 'Backport to all' }).click();
  const asking = page.getByRole('dialog', { name: /^Backport to / });
  await asking.getByRole('button', { name: 'Backport', exact: true }).click();
  await backportRow('release/1.4').getByText('Waiting').waitFor();
  source.git('merge', '--quiet', '--no-ff', '-m', "Merge branch 'fix/rounding'", 'fix/rounding');
  source.git('push', '--quiet', 'origin', 'main');
  await fetchNow();
  // Nobody presses refresh: the page follows.
  await backportRow('release/1.4').getByText('Ready').waitFor();
  await openBackport('release/1.4', 'Ready');
  await land('release/1.4');
  expect(source.remoteGit('log', '-1', '--format=%s', 'release/1.4')).toBe('fix: round the total');
});

test('the conflict on 1.3 is settled in its page, side by side, and lands', async () => {
  await openBackport('release/1.3', 'In conflict');
  const place = main.getByRole('group', { name: 'Place 1 of 1 in total.txt' });
  await place.getByText('the total of 1.3').waitFor();
  await place.getByText('the rounded total').waitFor();
  await place.getByText('line 4').waitFor();
  const settleIt = main.getByRole('button', { name: 'Settle and go on' });
  expect(await settleIt.isDisabled()).toBe(true);
  await place.getByRole('button', { name: 'Take the line’s' }).focus();
  await page.keyboard.press('b');
  const text = main.getByLabel('The text of total.txt');
  expect(await text.inputValue()).toBe(lines({ 4: 'the total of 1.3\nthe rounded total' }));
  await text.fill(lines({ 4: 'the rounded total of 1.3' }));
  await settleIt.click();
  await main.getByText('Picked cleanly onto release/1.3').first().waitFor();
  await land('release/1.3');
  expect(`${source.remoteGit('show', 'release/1.3:total.txt')}\n`).toBe(
    lines({ 4: 'the rounded total of 1.3' }),
  );
});

test('a patch release is cut from the line, and its tag is on it', async () => {
  await visit(`/repositories/${repository}?tab=lines`);
  await main.getByRole('link', { name: 'release/1.3' }).click();
  await page.waitForURL(/\/release-lines\/rln_/);
  await settle();
  const cut = await openForm(page, 'Cut a release', /^Cut a release of /);
  await cut.dialog.getByText('1.3.2', { exact: true }).waitFor();
  await cut.dialog.getByText('fix: round the total').first().waitFor();
  await cut.submit('Cut the release');
  await page.waitForURL(/\/releases\/rel_/);
  await eventually(
    async () => source.remoteGit('tag', '--list').split('\n').includes('v1.3.2'),
    'the tag',
  );
  expect(source.remoteGit('rev-parse', 'v1.3.2^{commit}')).toBe(
    source.remoteGit('rev-parse', 'release/1.3'),
  );
});

test('where the fix is by now is one question', async () => {
  const sha = source.git('rev-parse', 'fix/rounding');
  await visit('/');
  await page.keyboard.press('Control+k');
  const palette = page.getByRole('combobox', { name: 'Search or run a command' });
  await palette.fill(sha.slice(0, 9));
  await page.getByRole('option', { name: `Where is ${sha.slice(0, 9)}?` }).click();
  await main.getByRole('link', { name: 'release/1.3' }).waitFor();
  await main.getByText('The default branch').waitFor();
  await main.getByRole('link', { name: 'Shop 1.3.2' }).waitFor();
});

test('a hotfix begins from the tag, for the next patch', async () => {
  await main.getByRole('link', { name: 'Shop 1.3.2' }).click();
  await page.waitForURL(/\/releases\/rel_/);
  await settle();
  await main.getByRole('button', { name: 'Start a hotfix' }).click();
  const form = await formOf(page, 'Start a hotfix of 1.3.2');
  await form.type('Why', 'Totals are negative');
  await form.submit('Start it');
  await eventually(
    async () => source.remoteGit('branch', '--list').includes('hotfix/1.3.3'),
    'the branch',
  );
});
