import { afterAll, expect, test } from 'vitest';
import { eventually } from '../support/api-client.ts';
import { formOf } from '../support/browser-line-form.ts';
import { openBrowserSession } from '../support/browser-session.ts';
import { createCustomerRepository } from '../support/customer-repository.ts';

/** One command that breaks where the file `broken` is, and a way back. */
const pipeline = `version: 1
steps:
  - name: Load the price list
    run: "if [ -f broken ]; then echo reading price-list.txt; echo 'Error: price-list.txt line 3 has no amount' >&2; exit 3; fi; echo fine"
    repeatable: true
rollback:
  - { name: Put back, run: "echo putting back", repeatable: true }
`;
const repository = createCustomerRepository(pipeline);
afterAll(() => repository.remove());

const { page, api, visit } = await openBrowserSession({
  variables: { THROUGHLINE_REPOSITORY_ROOTS: repository.folder },
});
page.setDefaultTimeout(20_000);

const connected = await api.call('release.connectRepository', {
  body: { address: repository.folder },
});
const fetched = async () => {
  await api.call('release.fetchRepository', { params: { id: connected.ref } });
  await eventually(async () => {
    const { items } = await api.call('release.listCommits', {
      params: { id: connected.ref },
      query: { limit: 50 },
    });
    return items.some(({ subject }) => subject === lastSubject);
  }, 'the fetch');
};
let lastSubject = 'chore: begin the service';

async function place(key: string, production: boolean) {
  const body = { key, title: key, stage: 'deployment' as const, production };
  return (await api.call('release.createEnvironment', { body })).ref;
}

async function release(message: string, file: string, text: string) {
  repository.commit('main', file, text, message);
  lastSubject = message;
  await fetched();
  const { ref } = await api.call('release.cutRelease', { body: { repository: connected.ref } });
  await eventually(async () => {
    const { state } = await api.call('release.getRelease', { params: { id: ref } });
    return state === 'cut';
  }, 'the release');
  return ref;
}

async function deploy(to: string, what: string, ...states: string[]) {
  const { ref } = await api.call('release.deployRelease', {
    body: { release: what, environment: to },
  });
  await eventually(
    async () => {
      const { state } = await api.call('release.getDeployment', { params: { id: ref } });
      return states.includes(state);
    },
    `a deployment that is ${states.join(' or ')}`,
  );
  return ref;
}

const region = (name: string) => page.getByRole('region', { name, exact: true });

test('walk 8, the failure room: a failure is met, held, rolled back from there, and known when it comes again', async () => {
  const staging = await place('preview', false);
  const production = await place('live', true);
  const first = await release('feat: prices', 'prices.txt', 'one\n');
  await deploy(staging, first, 'succeeded');
  await deploy(production, first, 'succeeded');
  const second = await release('fix: price-list with regions', 'price-list.txt', 'one\n');
  repository.commit('main', 'broken', 'yes\n', 'chore: leave a marker');
  const third = await release('feat: more prices', 'more.txt', 'two\n');
  expect(second).not.toBe(third);
  await deploy(production, third, 'failed');

  await visit('/failures');
  const row = page.getByRole('row', { name: /live: Load the price list/ });
  await row.getByText('Production').waitFor();
  await row.getByRole('checkbox').check();
  await page.getByRole('button', { name: 'Hold', exact: true }).click();
  const hold = await formOf(page, 'Hold it for later?');
  await hold.type('Reason', 'The supplier sends a new list');
  await hold.submit('Hold');
  await row.getByText('Held').waitFor();
  // It needs nobody now, so Home is silent about it; the board isn't.
  await visit('/delivery-board');
  await region('What runs where').getByText('Step failed').waitFor();

  await visit('/failures');
  await page.getByRole('link', { name: /live: Load the price list/ }).click();
  await page.getByText('Nothing new begins in its place.').waitFor();
  await region('Evidence').getByText('price-list.txt line 3 has no amount').waitFor();
  // The commit that touches the file that the log names is the first suspect.
  const [, suspect] = await region('Suspects').getByRole('row').allTextContents();
  expect(suspect).toContain('fix: price-list with regions');
  expect(suspect).toContain('The log names price-list.txt, which it touches.');
  await region('Is rolling back safe?').getByText('Safe', { exact: true }).waitFor();
  await region('Runbook').getByText('Read the lines around the error.').waitFor();

  await page.getByRole('button', { name: 'Roll back', exact: true }).click();
  const back = await formOf(page, 'Roll back?');
  await back.type('Reason', 'The list is wrong');
  await back.dialog.getByRole('button', { name: 'Roll back' }).click();
  // Production asks for the version to be typed.
  await back.dialog.getByText(/Type \S+ to confirm: this touches production/).waitFor();
  const version = (await api.call('release.getRelease', { params: { id: third } })).version;
  await back.type(`Type ${version} to confirm`, version);
  await back.submit('Roll back');
  await page.getByText('Settled by rolling back').waitFor();

  await deploy(staging, third, 'failed');
  await visit('/failures');
  await page
    .getByRole('row', { name: /preview: Load the price list/ })
    .getByText('Seen 1× before')
    .waitFor();
  await page.getByRole('link', { name: /preview: Load the price list/ }).click();
  await region('Seen before').getByText('What ended it: rolling back (1×).').waitFor();

  await visit('/delivery-board?tab=performance');
  // Two deployments to production ended, and one of them failed.
  const failRate = page.getByRole('group', { name: 'Change fail rate' });
  await failRate.getByRole('button', { name: /^50 %/ }).click();
  await page
    .getByRole('dialog')
    .getByRole('link', { name: / to live$/ })
    .waitFor();
});
