import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Page } from 'playwright-core';
import { afterAll, expect, test } from 'vitest';
import { formOf, openForm } from '../support/browser-line-form.ts';
import { openBrowserSession } from '../support/browser-session.ts';
import { createCustomerRepository, pipelineText } from '../support/customer-repository.ts';

/** What the pipeline's gate asks. */
let serviceAnswers = 503;
const service = createServer((_request, response) => response.writeHead(serviceAnswers).end());
service.listen(0, '127.0.0.1');
await once(service, 'listening');
const address = service.address();
const port = typeof address === 'object' && address ? address.port : 0;
const repository = createCustomerRepository(pipelineText(`http://127.0.0.1:${port}/health`));
afterAll(() => {
  service.close();
  repository.remove();
});

const { page, api, url, visit, settle } = await openBrowserSession({
  variables: { THROUGHLINE_REPOSITORY_ROOTS: repository.folder },
});
page.setDefaultTimeout(20_000);

const unit = 'Resource Management';
const names = {
  priority: 'Crews planned on one board',
  objective: 'Superintendents plan a week in minutes',
  metric: 'Weekly planning time',
  initiative: 'Resource planning board',
  feature: 'Planning board',
  message: 'Plan the week on one board',
  launch: 'Resource planning for everybody',
  action: 'Call five superintendents',
};

// Where each step left its page: the next ones go there.
const at: Record<string, string> = {};
let demo: Page | undefined;

const main = page.getByRole('main');

async function arrive(name: string, path: RegExp): Promise<void> {
  await page.waitForURL(path);
  await settle();
  at[name] = new URL(page.url()).pathname;
}

function refOf(name: string): string {
  return at[name]?.split('/').at(-1) ?? '';
}

function told() {
  if (!demo) throw new Error('the sample application is not open');
  return demo.getByRole('article', { name: names.message });
}

test('⌘K finds Resource Management, whose page names its head', async () => {
  await visit('/');
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Search or run a command' }).fill(unit);
  await page
    .getByRole('option', { name: /^Resource Management/ })
    .first()
    .click();
  await arrive('unit', /\/units\/unt_/);
  await main.getByRole('link', { name: 'Hemendra Pal' }).first().waitFor();
});

test('strategy: a plan is begun and adopted with its priority, and an objective serves it', async () => {
  await visit('/plans');
  const plan = await openForm(page, 'Begin a plan', 'Begin a plan');
  await plan.type('Title', 'Fiscal year 2027');
  await plan.pick('Led by', unit);
  await plan.type('Fiscal year', '2027');
  await plan.submit('Begin');
  await arrive('plan', /\/plans\/pln_/);

  const priority = await openForm(page, 'Priority', 'Add a priority');
  await priority.type('Title', names.priority);
  await priority.submit('Add');
  await arrive('priority', /\/priorities\//);

  await visit(at['plan'] ?? '');
  const adopt = await openForm(page, 'Adopt', /^Adopt /);
  await adopt.submit('Adopt the plan');

  await visit(at['priority'] ?? '');
  const objective = await openForm(page, 'Objective', 'Add an objective');
  await objective.type('Objective', names.objective);
  await objective.pick('Unit', unit);
  await objective.type('Fiscal year', '2027');
  await objective.submit('Add');
  await arrive('objective', /\/objectives\//);
});

test('catalog: a metric is defined and has a value', async () => {
  await visit('/metrics');
  const metric = await openForm(page, 'Define a metric', 'Define a metric');
  await metric.type('Name', names.metric);
  await metric.type('Definition', 'Median minutes from opening the board to publishing the week.');
  await metric.pick('Owner unit', unit);
  await metric.type('Unit', 'minutes');
  await metric.choose('Direction', 'Less is better');
  await metric.type('Target', '20');
  await metric.submit('Define');
  await arrive('metric', /\/metrics\//);
  const value = await openForm(page, 'Record a value', `Record ${names.metric}`);
  await value.type('Value', '48');
  await value.submit('Record');
  await main.getByRole('table', { name: 'Values' }).getByText('48').first().waitFor();
});

test('strategy: a key result, and the initiative of Resource Management', async () => {
  await visit(at['objective'] ?? '');
  const keyResult = await openForm(page, 'Key result', 'Add a key result');
  await keyResult.type('Key result', 'Planning time from 60 to 20 minutes');
  await keyResult.choose('Where its value comes from', 'A metric: each new value checks it in');
  await keyResult.pick('Metric', names.metric);
  await keyResult.type('From', '60');
  await keyResult.type('To', '20');
  await keyResult.type('Unit', 'minutes');
  await keyResult.choose('Direction', 'Down: less is better');
  await keyResult.submit('Add');
  await arrive('keyResult', /\/key-results\//);

  await visit(at['objective'] ?? '');
  const initiative = await openForm(page, 'Initiative', 'Begin an initiative');
  await initiative.type('Title', names.initiative);
  await initiative.pick('Owner unit', unit);
  await initiative.submit('Begin');
  await arrive('initiative', /\/initiatives\//);
});

test('catalog: a product, a feature that delivers the initiative, a service', async () => {
  await visit('/products');
  const product = await openForm(page, 'Add a product', 'Add a product');
  await product.type('Name', 'Workforce');
  await product.pick('Owner unit', unit);
  await product.submit('Add');
  await arrive('product', /\/products\/\w/);

  const feature = await openForm(page, 'Feature', 'Add a feature');
  await feature.type('Name', names.feature);
  await feature.pick('Owner unit', unit);
  await feature.choose('State', 'Building');
  await feature.pick('Delivers', names.initiative);
  await feature.submit('Add');
  await arrive('feature', /\/features\//);

  await visit(at['product'] ?? '');
  const made = await openForm(page, 'Service', 'Add a service');
  await made.type('Name', 'planning-api');
  await made.pick('Owner unit', unit);
  await made.submit('Add');
  await arrive('service', /\/services\//);
});

test('release: the repository is connected, and its branch joins the initiative', async () => {
  const branch = `feature/${refOf('initiative')}-planning-board`;
  repository.commit(branch, 'board.txt', 'a board\n', 'feat: plan a week on one board');
  await visit('/repositories');
  const form = await openForm(page, 'Connect a repository', 'Connect a repository');
  await form.type('Address', repository.folder);
  await form.type('Title', 'planning-api');
  await form.pick('Owner', unit);
  await form.submit('Connect');
  await arrive('repository', /\/repositories\//);
  const change = main.getByRole('row').filter({ hasText: branch });
  await change.getByRole('link', { name: names.initiative }).first().waitFor();

  repository.merge(branch, 'Merge the planning board');
  await main.getByRole('button', { name: 'Fetch now' }).click();
  await visit(`/changes?repository=${refOf('repository')}&state=merged`);
  await main.getByRole('row').filter({ hasText: branch }).first().waitFor();
});

test('release: a preview says 1.1.0, and the release is cut', async () => {
  await visit(at['repository'] ?? '');
  const form = await openForm(page, 'Cut a release', /^Cut a release of/);
  await form.dialog.getByText('1.1.0', { exact: true }).waitFor();
  await form.dialog.getByText('plan a week on one board').first().waitFor();
  await form.submit('Cut the release');
  await arrive('release', /\/releases\//);
  await expect.poll(() => repository.tags(), { timeout: 30_000 }).toContain('v1.1.0');
  await main.getByRole('button', { name: 'Deploy' }).first().waitFor();
});

test('release: the gate fails with its evidence, is tried again, and the deployment succeeds', async () => {
  const deploy = await openForm(page, 'Deploy', /^Deploy /);
  await deploy.tick(/^Production/);
  await deploy.type('Type 1.1.0 to confirm', '1.1.0');
  await deploy.submit('Deploy to Production');
  await arrive('deployment', /\/deployments\//);
  await main.getByRole('heading', { name: 'Failure' }).waitFor({ timeout: 60_000 });
  expect(await main.textContent()).toContain('503');

  serviceAnswers = 200;
  const retry = await openForm(page, 'Retry the step', 'Run the step again?');
  await retry.type('Type 1.1.0 to confirm', '1.1.0');
  await retry.submit('Retry the step');
  await main.getByText('Runs now').waitFor({ timeout: 60_000 });
  // Health is said by a monitor, a program: it has no screen.
  await api.call('release.reportHealth', {
    params: { id: refOf('deployment') },
    body: { state: 'healthy', says: 'The probe answers.', seconds: 3600 },
  });
  await main.getByText('The probe answers.').first().waitFor();
});

async function switchFlag(to: 'on' | 'off'): Promise<void> {
  await main.getByRole('switch').click();
  const dialog = page.getByRole('dialog', { name: /^Turn resource-planning/ });
  await dialog.getByLabel('Type resource-planning to confirm').fill('resource-planning');
  await dialog.getByRole('button', { name: `Turn ${to}` }).click();
}

test('flags: resource-planning is targeted, rolled out and turned on in production', async () => {
  await visit('/flags');
  const flag = await openForm(page, 'New flag', 'New flag');
  await flag.type('Title', names.initiative);
  await flag.type('Key', 'resource-planning');
  await flag.pick('Owner', unit);
  await flag.pick('Feature that it gates', names.feature);
  await flag.tick('Browsers and mobile apps may evaluate it');
  await flag.submit('Create the flag');
  await arrive('flag', /\/flags\//);

  await main.getByRole('tab', { name: /^Production/ }).click();
  await main.getByRole('button', { name: 'Edit', exact: true }).click();
  await main.getByRole('button', { name: 'Add rule' }).click();
  await main.getByRole('button', { name: 'Add condition' }).click();
  const condition = main.getByRole('group', { name: 'Condition 1' });
  await condition.getByLabel('Attribute').fill('segment');
  await condition.getByLabel('Values').fill('general-contractor');
  await main
    .getByLabel('They get', { exact: true })
    .last()
    .selectOption({ label: 'A share of each (rollout)' });
  const shares = main.getByLabel(/^Share of /);
  for (const [place, share] of ['25', '75'].entries()) {
    await shares.nth(place).fill(share);
    await shares.nth(place).press('Tab');
  }
  await main.getByText('The shares add up to 100 %.').waitFor();
  await main.getByRole('button', { name: 'Save for Production' }).click();
  const save = await formOf(page, /^Change resource-planning in Production/);
  await save.type('Type resource-planning to confirm', 'resource-planning');
  await save.submit('Save for Production');
  await main.getByRole('switch', { name: 'Off in Production' }).waitFor();
  await switchFlag('on');
  await main.getByRole('switch', { name: 'On in Production' }).waitFor();
});

test('notify: the message is written, approved, published and told in the sample application', async () => {
  const { items } = await api.call('entities.listEntities', { query: { kind: 'deployment' } });
  await visit('/notifications');
  const form = await openForm(page, 'New notification', 'New notification');
  await form.type('Title', names.message);
  await form.type('Text', 'Every crew, every day, **one** board.');
  await form.pick('Owner unit', unit);
  await form.pick('Environment', 'Production');
  await form.pick('Flag that promises it', names.initiative);
  await form.choose('Promised variation', 'Shown (true)');
  await form.pick('Deployment that carries it', items[0]?.title ?? '');
  await form.pick('Announces', names.initiative, 'initiative');
  await form.type('Ask for feedback', 'Does it fit how you plan?');
  await form.submit('Write the draft');
  await arrive('notification', /\/notifications\//);
  await main.getByRole('button', { name: 'Ask for approval' }).click();
  const approve = await openForm(page, 'Approve', 'Approve exactly this');
  await approve.type('Reason, where you approve your own work', 'The only administrator so far.');
  await approve.submit('Approve');
  await main.getByRole('button', { name: 'Publish' }).click();
  await main.getByRole('button', { name: 'Withdraw' }).waitFor();

  // A window of its own: of two tabs in one window the hidden one is slowed down by the browser.
  demo = await page.context().browser()?.newPage();
  if (!demo) throw new Error('the browser is gone');
  await demo.goto(`${url}/demo?as=sam`);
  await told().waitFor();
  await demo.getByRole('heading', { name: 'Resource planning' }).waitFor();
});

test('engagement: feedback is given in the widget and reaches the team', async () => {
  await told().getByRole('button', { name: 'Give feedback' }).click();
  await told().getByLabel('Does it fit how you plan?').fill('Now I can see who is free.');
  await told().getByLabel('5', { exact: true }).check();
  await told().getByRole('button', { name: 'Send' }).click();
  await demo?.getByText('Thank you. Your feedback has reached the team.').first().waitFor();
  await visit('/feedback');
  await main.getByText('Now I can see who is free.').first().waitFor();
});

test('delivery: the design of the board is submitted and approved', async () => {
  await visit('/design-releases');
  const design = await openForm(page, 'Submit a design', 'Submit a design');
  await design.type('Title', 'Planning board, first release');
  await design.pick('Owner unit', unit);
  await design.pick('Designs of', names.initiative);
  await design.type('Design file', 'https://design.example/planning-board');
  await design.type('Version', '1');
  await design.submit('Submit');
  await arrive('design', /\/design-releases\//);
  const verdict = await openForm(page, 'Give the verdict', /^Verdict on/);
  await verdict.tick(/^Approved/);
  await verdict.submit('Give the verdict');
});

test('launch: it is planned with the flag and the deployment, and announced', async () => {
  await visit('/launches');
  const form = await openForm(page, 'Plan a launch', 'Plan a launch');
  await form.type('Title', names.launch);
  await form.pick('Owner unit', unit);
  await form.type('T0, the day of the launch', '2027-01-20');
  await form.pick('Launches', names.initiative);
  await form.pick('Uses the flag', names.initiative);
  const questions = form.dialog.getByRole('group').filter({ has: page.getByRole('radio') });
  // Two answers of two points and four of one: eight points, tier 3 (seven to ten).
  const asked = await questions.count();
  for (let place = 0; place < asked; place++) {
    await questions
      .nth(place)
      .getByRole('radio')
      .nth(place < 2 ? 1 : 0)
      .check();
  }
  await form.dialog.getByText('8 points: a launch of tier 3.').waitFor();
  await form.submit('Plan');
  await arrive('launch', /\/launches\//);

  const change = await openForm(page, 'Change', /^Change /);
  await change.pick('Carried by the deployment', '');
  await change.submit('Change');

  await visit(at['notification'] ?? '');
  const relation = await openForm(page, 'Add relation', 'Add a relation');
  await relation.choose('This notification', 'announces');
  await relation.pick('To', names.launch);
  await relation.submit('Add');
});

test('launch: what is ready is confirmed, and it goes', async () => {
  await visit(at['launch'] ?? '');
  const acts = main.getByRole('button', { name: /^Acts on / });
  const items = await acts.evaluateAll((all) =>
    all.map((one) => one.getAttribute('aria-label') ?? ''),
  );
  for (const item of items) {
    await main.getByRole('button', { name: item, exact: true }).click();
    await page.getByRole('menu').waitFor();
    const confirm = page.getByRole('menuitem', { name: 'Confirm', exact: true });
    if ((await confirm.count()) === 0) {
      await page.keyboard.press('Escape');
      await page.getByRole('menu').waitFor({ state: 'hidden' });
      continue;
    }
    await confirm.click();
    const seen = await formOf(page, /^Confirm: /);
    const link = seen.dialog.getByLabel(/^Address/);
    if ((await link.count()) > 0) await link.fill('https://docs.example/planning-board');
    await seen.type('Note', 'Seen.');
    await seen.submit('Confirm');
    await settle();
  }
  const decide = await openForm(page, 'Decide', /^Decide on /);
  await decide.tick(/^Go/);
  await decide.type('Reason', 'Every P0 is met.');
  await decide.submit('Decide');
  await main.getByRole('button', { name: 'Say that it is launched' }).waitFor();
});

test('turning the flag off takes the message from the open page within a second', async () => {
  await visit(at['flag'] ?? '');
  await main.getByRole('tab', { name: /^Production/ }).click();
  await main.getByRole('switch', { name: 'On in Production' }).waitFor();
  await told().waitFor();
  const gone = told()
    .waitFor({ state: 'detached' })
    .then(() => performance.now());
  const confirmed = page
    .waitForResponse((response) => response.request().method() !== 'GET' && response.ok())
    .then(() => performance.now());
  await switchFlag('off');
  expect((await gone) - (await confirmed)).toBeLessThan(1000);
  await main.getByRole('switch', { name: 'Off in Production' }).waitFor();
  await switchFlag('on');
  await told().waitFor();
});

test('rhythm: the Monthly Product Review is frozen, decides, and leaves an action for Home', async () => {
  await visit('/cadences');
  await main
    .getByRole('link', { name: /Monthly Product Review/ })
    .first()
    .click();
  await arrive('cadence', /\/cadences\//);
  const review = await openForm(
    page,
    'Put a review on the calendar',
    'Put a review on the calendar',
  );
  await review.type('Date', '2026-12-08');
  await review.type('Time', '09:00');
  await review.submit('Put on the calendar');
  await arrive('review', /\/reviews\//);
  const freeze = await openForm(page, 'Freeze the pack', 'Freeze the pack?');
  await freeze.submit('Freeze the pack');
  await main.getByText(/^[0-9a-f]{64}$/).waitFor();
  await main.getByRole('link', { name: 'Enter the room' }).click();
  await arrive('room', /\/reviews\/.*\/room$/);
  await main.getByRole('button', { name: 'Begin the review' }).click();

  const decision = await openForm(page, 'Propose a decision', 'Propose a decision');
  await decision.type('Question', 'How does the planning board do?');
  await decision.type('Options', 'It is at risk');
  const named = decision.dialog.getByRole('button', { name: 'Clear Decider' });
  if ((await named.count()) > 0) await named.click();
  await decision.dialog.getByRole('button', { name: 'Add an effect' }).click();
  const effect = decision.dialog.getByLabel(/^What it does/);
  const health = effect.locator('option[value="strategy.set-initiative-health"]');
  await health.waitFor({ state: 'attached' });
  await effect.selectOption('strategy.set-initiative-health');
  await decision.pick('To what', names.initiative);
  await decision.choose('Health', 'amber');
  await decision.type('Reason', 'Adoption is behind.');
  await decision.submit('Propose');
  await main.getByRole('button', { name: 'Decide: How does the planning board do?' }).click();
  const confirm = await formOf(page, 'How does the planning board do?');
  await confirm.submit('Decide: It is at risk');

  const action = await openForm(page, 'Add action', 'Add an action');
  await action.type('What is to be done', names.action);
  await action.type('Due', '2026-12-11');
  await action.submit('Add');
  const readBack = main.getByRole('region', { name: 'Read-back', exact: true });
  await readBack.getByText(names.action).waitFor();
  await readBack.getByRole('button', { name: 'It was read back' }).click();
  await readBack.getByRole('button', { name: 'Close the review' }).click();
  await visit(at['initiative'] ?? '');
  await main.getByText('Adoption is behind.').first().waitFor();

  await visit('/');
  const need = main.getByRole('listitem').filter({ hasText: names.action });
  await need.getByRole('button', { name: 'Done' }).click();
  await need.waitFor({ state: 'detached' });
});

test('the trace of the message leads up to the priority and down to the feedback', async () => {
  await visit(at['notification'] ?? '');
  await main.getByRole('link', { name: 'Trace' }).click();
  await arrive('trace', /\/trace\//);
  const ribbon = main.getByRole('navigation', { name: 'The line' });
  expect(await ribbon.getByRole('listitem').count()).toBe(12);
  for (const stage of [
    'Priority',
    'Objective',
    'Initiative',
    'Flag',
    'Launch',
    'Deployment',
    'Notification',
    'Feedback',
  ]) {
    await ribbon.getByRole('link', { name: new RegExp(`^${stage}`) }).waitFor();
  }
  await main.getByRole('group', { name: `Priority: ${names.priority}` }).waitFor();
  await main
    .getByRole('group', { name: /^Feedback: / })
    .first()
    .waitFor();
  await visit(at['initiative'] ?? '');
  const whole = main.getByRole('navigation', { name: 'The line' });
  for (const stage of [
    'Feature',
    'Change',
    'Release',
    'Deployment',
    'Launch',
    'Notification',
    'Feedback',
  ]) {
    await whole.getByRole('link', { name: new RegExp(`^${stage}`) }).waitFor();
  }
});
