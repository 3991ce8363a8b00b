import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { afterAll, expect, test } from 'vitest';
import { eventually } from '../support/api-client.ts';
import { openForm } from '../support/browser-line-form.ts';
import { openBrowserSession } from '../support/browser-session.ts';
import { createCustomerRepository } from '../support/customer-repository.ts';

/** What deploys: it is told by webhook and calls back; and what is deployed, which gates ask. */
const key = 'the key of what deploys';
const told: { step: string; wave: string; fence: number; callback: string }[] = [];
let callsBack = true;
let status = 200;
const service = createServer((request, response) => {
  let body = '';
  request.on('data', (chunk: Buffer) => (body += chunk.toString()));
  request.on('end', () => {
    if (request.method !== 'POST') {
      response.writeHead(status).end();
      return;
    }
    const message = JSON.parse(body) as (typeof told)[number] & { variables: { WAVE?: string } };
    const one = { ...message, wave: message.variables.WAVE ?? '' };
    told.push(one);
    response.writeHead(202).end();
    if (callsBack) setTimeout(() => void callBack(one), 20);
  });
});
service.listen(0, '127.0.0.1');
await once(service, 'listening');
const bound = service.address();
const address = `http://127.0.0.1:${typeof bound === 'object' && bound ? bound.port : 0}`;

const hook = (name: string) =>
  `{ name: ${name}, webhook: "${address}/roll-out", secret: DEPLOYER, answers: by-callback }`;
const repository = createCustomerRepository(`version: 1
environments:
  production:
    strategies:
      rings: { ring: [canary, early, everyone] }
      once: { rolling: 2 }
    strategy: rings
    wave:
      steps: [${hook('Roll out')}]
      gates: [{ name: Answers, http: "${address}/health", timeout: 1, interval: 1 }]
      rollback: [${hook('Take back')}]
    health: { http: "${address}/health", interval: 1 }
`);
afterAll(() => {
  service.close();
  repository.remove();
});

const { page, api, url, visit, settle, crash } = await openBrowserSession({
  variables: { THROUGHLINE_REPOSITORY_ROOTS: repository.folder },
});
page.setDefaultTimeout(20_000);
const main = page.getByRole('main');

async function callBack({ callback, fence }: (typeof told)[number]): Promise<number> {
  const body = JSON.stringify({ fence, outcome: 'succeeded' });
  const at = String(Math.floor(Date.now() / 1000));
  const signature = createHmac('sha256', key).update(`msg.${at}.${body}`).digest('base64');
  const response = await fetch(`${url}${new URL(callback).pathname}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'webhook-id': 'msg',
      'webhook-timestamp': at,
      'webhook-signature': `v1,${signature}`,
    },
    body,
  });
  return response.status;
}

let connected = '';

async function cut(): Promise<{ ref: string; version: string }> {
  const { ref } = await api.call('release.cutRelease', { body: { repository: connected } });
  return eventually(async () => {
    const release = await api.call('release.getRelease', { params: { id: ref } });
    return release.state === 'cut' && { ref, version: release.version };
  }, 'the release');
}

/** A wave of the deployment on the page. */
const wave = (name: string) => main.getByRole('listitem', { name, exact: true });
const waves = ['canary', 'early', 'everyone'];

test('the secret of what deploys is set on the page of its repository', async () => {
  repository.commit('main', 'service.txt', 'two\n', 'feat: a second service');
  const { ref } = await api.call('release.connectRepository', {
    body: { address: repository.folder, title: 'planning-api' },
  });
  connected = ref;
  await visit(`/repositories/${ref}?tab=secrets`);
  const form = await openForm(page, 'Set a secret', 'Set a secret');
  await form.type('Name', 'DEPLOYER');
  await form.type('Value', key);
  await form.submit('Set the secret');
  await main.getByRole('row').filter({ hasText: 'DEPLOYER' }).first().waitFor();
  expect(await page.content()).not.toContain(key);
});

let good: { ref: string; version: string };
let bad: { ref: string; version: string };
let failed = '';

test('a release goes out in three waves, which the plan says beforehand', async () => {
  good = await eventually(() => cut().catch(() => false as const), 'the first release');
  await visit(`/releases/${good.ref}`);
  const deploy = await openForm(page, 'Deploy', /^Deploy /);
  await deploy.tick(/^Production/);
  const plan = deploy.dialog.getByRole('region', { name: 'Plan' });
  await plan.getByText('Ring 2 of 3: early.').waitFor();
  await plan.getByText('A failed step holds it until a person decides.').waitFor();
  await deploy.type(`Type ${good.version} to confirm`, good.version);
  await deploy.submit('Deploy to Production');
  await main.getByText('Runs now').waitFor({ timeout: 60_000 });
  expect(told.map(({ step, wave: of }) => [step, of])).toEqual(
    waves.map((name) => ['Roll out', name]),
  );
});

test('the server is killed in the middle of a step: it goes on where it was, and tells nobody twice', async () => {
  repository.commit('main', 'board.txt', 'a board\n', 'feat: a board');
  await api.call('release.fetchRepository', { params: { id: connected } });
  bad = await eventually(() => cut().catch(() => false as const), 'the second release');
  told.length = 0;
  callsBack = false;
  const { items } = await api.call('release.listEnvironments', {});
  const production = items.find(({ production: is }) => is)?.ref ?? '';
  failed = (
    await api.call('release.deployRelease', { body: { release: bad.ref, environment: production } })
  ).ref;
  await visit(`/deployments/${failed}`);
  await expect.poll(() => told.length).toBe(1);
  await crash();
  await visit(`/deployments/${failed}`);
  await wave('canary').getByText('Running').first().waitFor();
  status = 503;
  callsBack = true;
  // The canary is up before the service goes down: its gate is asked once, and holds.
  expect(await callBack(told[0] ?? { step: '', wave: '', fence: 0, callback: '' })).toBe(204);
  await main.getByRole('heading', { name: 'Failure' }).waitFor({ timeout: 30_000 });
  expect(told).toHaveLength(1);
});

test('what failed is held, shown wave by wave, and rolled back', async () => {
  await main.getByRole('status').getByText('It is the wave “canary”, 1 of 3.').first().waitFor();
  await wave('canary').getByText('Held').first().waitFor();
  await wave('early').getByText('Waiting').first().waitFor();
  const back = await openForm(page, 'Roll back', /^Roll back /);
  await back.type(`Type ${bad.version} to confirm`, bad.version);
  await back.type('Reason', 'The canary does not answer.');
  await back.submit('Roll back');
  await wave('canary').getByText('Rolled back').first().waitFor({ timeout: 30_000 });
  await wave('early').getByText('Not begun').first().waitFor();
  expect(told.map(({ step, wave: of }) => `${step} ${of}`)).toEqual([
    'Roll out canary',
    'Take back canary',
  ]);
});

test('it goes there again only by an act; once it is unhealthy, its message leaves the open page', async () => {
  status = 200;
  await visit(`/releases/${bad.ref}`);
  const deploy = await openForm(page, 'Deploy', /^Deploy /);
  await deploy.tick(/^Production/);
  await deploy.tick('Deploy what was rolled back here');
  await deploy.type('Why in spite of that', 'The service was down, not the release.');
  await deploy.choose('Strategy', 'once');
  await deploy.type(`Type ${bad.version} to confirm`, bad.version);
  await deploy.submit('Deploy to Production');
  await main.getByText('Runs now').waitFor({ timeout: 60_000 });
  await main.getByText('Healthy', { exact: true }).first().waitFor();
  const deployment = new URL(page.url()).pathname.split('/').at(-1) ?? '';

  const { environment } = await api.call('release.getDeployment', { params: { id: deployment } });
  const units = await api.call('org.listUnits', { query: {} });
  const { ref: message } = await api.call('notify.createNotification', {
    body: {
      title: 'Plan the week on one board',
      body: 'Every crew, every day.',
      ownerUnit: units.items[0]?.ref ?? '',
      environment: environment.ref,
      class: 'maintenance',
      deployment,
    },
  });
  const params = { id: message };
  await api.call('notify.submitNotification', { params });
  const { revision } = await api.call('notify.getNotification', { params });
  const body = { reason: 'The only administrator so far.' };
  await api.call('notify.approveNotification', { params, ifMatch: revision, body });
  await api.call('notify.publishNotification', { params });
  const demo = await page.context().browser()?.newPage();
  if (!demo) throw new Error('the browser is gone');
  await demo.goto(`${url}/demo?as=sam`);
  const shown = demo.getByRole('article', { name: 'Plan the week on one board' });
  await shown.waitFor();

  status = 500;
  await shown.waitFor({ state: 'detached', timeout: 30_000 });
  await demo.close();

  await main.getByText('Unhealthy', { exact: true }).first().waitFor();
  const back = await openForm(page, 'Roll back', /^Roll back /);
  await back.tick('Every wave that had begun');
  await back.type(`Type ${bad.version} to confirm`, bad.version);
  await back.submit('Roll back');
  await wave('Batch 1').getByText('Rolled back').first().waitFor({ timeout: 30_000 });
  await settle();
  const gate = await api.call('platform.checkGate', {
    params: { key: 'release.deployment-healthy' },
    query: { about: deployment },
  });
  expect(gate).toMatchObject({ state: 'closed' });
});
