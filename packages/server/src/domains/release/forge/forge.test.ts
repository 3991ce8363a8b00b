import { createHmac } from 'node:crypto';
import type { Reference } from '@throughline/contract';
import examples from '@octokit/webhooks-examples' with { type: 'json' };
import { afterAll, beforeAll, expect, test } from 'vitest';
import { forgeSite } from '../testing/forge-site.ts';
import { releaseApp, until, type ReleaseApp } from '../testing/release-app.ts';

let own: ReleaseApp;
let site: Awaited<ReturnType<typeof forgeSite>>;
let repository: Reference<'repository'>;
let change: Reference<'change'>;

const secret = "It's a Secret to Everybody";
const token = 'forge-token';

type Payload = Record<string, unknown>;
interface PullPayload extends Payload {
  pull_request: Payload & { head: Payload; updated_at: string };
}

/** The published example of an event, of an action where it has some. */
function published(name: string, action?: string): Payload {
  const all = examples as unknown as { name: string; examples: Payload[] }[];
  const found = all
    .find((event) => event.name === name)
    ?.examples.find((one) => action === undefined || one['action'] === action);
  if (!found) throw new Error(`no example of ${name} ${action}`);
  return structuredClone(found);
}

function deliver(event: string, body: Payload, signature?: string) {
  const payload = JSON.stringify(body);
  const signed = `sha256=${createHmac('sha256', secret).update(payload).digest('hex')}`;
  return own.app.http.inject({
    method: 'POST',
    url: `/api/v1/repositories/${repository}/forge/deliveries`,
    headers: {
      'content-type': 'application/json',
      'user-agent': 'GitHub-Hookshot/044aadd',
      'x-github-delivery': '72d3162e-cc78-11e3-81ab-4c9367dc0958',
      'x-github-event': event,
      'x-hub-signature-256': signature ?? signed,
    },
    payload,
  });
}

/** The published pull request as it would be of our branch, changed at a moment. */
function pull(action: string, changedAt: string, changes: Payload = {}): PullPayload {
  const body = published('pull_request', action) as PullPayload;
  const { pull_request: it } = body;
  Object.assign(it, { updated_at: changedAt, ...changes });
  it.head['sha'] = own.source.git('rev-parse', 'changes');
  return body;
}

const view = () => own.admin.call('release.getChange', { params: { id: change } });
const forge = async () => {
  const { forge: found } = await own.admin.call('release.getForge', { params: { id: repository } });
  if (!found) throw new Error('it is connected');
  return found;
};
const queue = () => own.admin.call('release.getQueue', { params: { id: repository } });
const statuses = () => site.asked.filter(({ path }) => path.includes('/statuses/'));

beforeAll(async () => {
  own = await releaseApp({
    '.throughline/release.yaml':
      'version: 1\nqueue:\n  label: ship it\n  checks: [{ name: default, outside: true }]\n',
  });
  site = await forgeSite();
  repository = await own.connect();
});
afterAll(async () => {
  await own.stop();
  await site.stop();
});

test('a repository is connected to its project; a private host needs an administrator’s leave', async () => {
  const params = { id: repository };
  const body = {
    system: 'github' as const,
    address: site.address,
    project: 'Codertocat/Hello-World',
    credentials: { kind: 'token' as const, token: 'wrong' },
    webhookSecret: secret,
  };
  await own.admin.call('release.connectForge', { params, body });
  const refused = await own.admin.call('release.testForge', { params });
  expect(refused.problem).toContain('no administrator listed');
  await own.admin.call('release.changeReleaseSettings', { body: { remoteHosts: ['127.0.0.1'] } });
  expect(await own.admin.call('release.testForge', { params })).toEqual({
    project: null,
    problem: 'It doesn’t accept the token.',
  });
  await own.admin.call('release.connectForge', {
    params,
    body: { ...body, credentials: { kind: 'token', token }, webhookSecret: undefined },
  });
  expect(await own.admin.call('release.testForge', { params })).toEqual({
    project: 'Codertocat/Hello-World',
    problem: null,
  });
  const shown = JSON.stringify(await forge());
  expect(shown).not.toContain(token);
  expect(shown).not.toContain(secret);
});

test('a webhook that isn’t signed rightly is refused and does nothing', async () => {
  const answer = await deliver('push', published('push'), `sha256=${'0'.repeat(64)}`);
  expect(answer.statusCode).toBe(401);
  expect(answer.json()).toMatchObject({ code: 'webhook.signature_wrong' });
  expect((await forge()).refused?.says).toContain('x-hub-signature-256');
  expect((await forge()).deliveries).toEqual([]);
});

test('a push is fetched at once, and a request that came before its branch finds its change', async () => {
  own.source.git('checkout', '--quiet', '-b', 'changes');
  own.source.commit('feat: say hello to everybody', { 'hello.txt': 'hello\n' });
  own.source.git('checkout', '--quiet', 'main');
  const opened = await deliver('pull_request', pull('opened', '2026-11-23T09:00:00Z'));
  expect(opened.json()).toEqual({ says: 'kept until its branch is fetched' });
  expect((await deliver('push', published('push'))).json()).toEqual({ says: 'fetched at once' });
  change = await until(async () => {
    const query = { repository, state: 'open' as const };
    const { items } = await own.admin.call('release.listChanges', { query });
    return items.find(({ branch }) => branch === 'changes')?.ref;
  }, 'the change');
  await until(async () => (await view()).reviewRequest !== null, 'its request');
  expect(await view()).toMatchObject({
    labels: [],
    reviewRequest: {
      system: 'github',
      number: 2,
      address: 'https://github.com/Codertocat/Hello-World/pull/2',
      title: 'Update the README with new information.',
      author: 'Codertocat',
      target: 'master',
      state: 'open',
      review: 'none',
    },
  });
});

test('reviews add up: who wants changes outweighs who approves, until that is dismissed', async () => {
  const review = (login: string, state: string) => {
    const body = published('pull_request_review', 'submitted') as PullPayload;
    Object.assign(body.pull_request, { updated_at: '2026-11-23T09:01:00Z' });
    Object.assign(body['review'] as Payload, { state, user: { login } });
    return deliver('pull_request_review', body);
  };
  const said = async () => (await view()).reviewRequest?.review;
  await review('grace', 'approved');
  expect(await said()).toBe('approved');
  await review('alan', 'changes_requested');
  expect(await said()).toBe('changes-requested');
  await review('alan', 'commented');
  expect(await said()).toBe('changes-requested');
  await review('alan', 'dismissed');
  expect(await said()).toBe('approved');
});

test('news that is late or comes twice changes nothing', async () => {
  const late = pull('opened', '2026-11-22T09:00:00Z', { title: 'An older title' });
  expect((await deliver('pull_request', late)).json()).toEqual({ says: 'older than known' });
  const now = pull('opened', '2026-11-23T09:02:00Z', { title: 'A newer title' });
  for (let times = 0; times < 2; times++) await deliver('pull_request', now);
  expect((await view()).reviewRequest).toMatchObject({
    title: 'A newer title',
    review: 'approved',
  });
});

test('a label there queues the change here; the forge is told, once for each thing to tell', async () => {
  site.beBusy(1);
  const labels = [{ name: 'ship it' }];
  await deliver('pull_request', pull('labeled', '2026-11-23T09:03:00Z', { labels }));
  await until(async () => (await view()).queue?.state === 'queued', 'its place in the queue');
  expect((await view()).labels).toEqual(['ship it']);
  await until(async () => (await forge()).problem === 'It asks to wait 45 s.', 'the wait');
  const asked = site.asked.length;
  own.app.clock.set(own.app.clock.now().add({ seconds: 46 }));
  await deliver('pull_request', pull('labeled', '2026-11-23T09:03:30Z', { labels }));
  await until(async () => (await forge()).problem === null && site.comments.size === 1, 'a report');
  expect(site.asked.length).toBeGreaterThan(asked);
  const head = own.source.git('rev-parse', 'changes');
  expect(statuses().at(-1)).toMatchObject({
    path: `/api/v3/repos/Codertocat/Hello-World/statuses/${head}`,
    body: { context: 'throughline/merge-queue', state: 'pending' },
  });
  expect([...site.comments.values()][0]).toMatch(/^<!-- throughline -->\n.*In the merge queue as/s);
});

test('a status that comes in is a check of the queue, and what landed is told there', async () => {
  const build = await until(async () => {
    const { builds } = await queue();
    const running = builds.find(({ state }) => state === 'running');
    return own.source.remoteGit('for-each-ref').includes(running?.sha ?? '-') && running;
  }, 'a build');
  const body = published('status');
  Object.assign(body, { sha: build.sha, state: 'success' });
  // The example is of the context `default`, which the workflow names as its check.
  expect((await deliver('status', body)).json()).toEqual({ says: 'check kept' });
  await until(async () => (await view()).state === 'merged', 'its landing', 30_000);
  await until(
    async () => statuses().at(-1)?.body['state'] === 'success',
    'the status of what landed',
  );
  expect(site.comments.size).toBe(1);
  await until(
    async () => [...site.comments.values()][0]?.includes('- Landed') ?? false,
    'the comment',
  );
});

test('a check run is a check of its commit; our own word is not taken for somebody else’s', async () => {
  const run = await deliver('check_run', published('check_run', 'completed'));
  expect(run.json()).toEqual({ says: 'check kept' });
  const body = published('status');
  Object.assign(body, { context: 'throughline/merge-queue' });
  expect((await deliver('status', body)).json()).toEqual({ says: 'our own word' });
  expect((await deliver('star', published('star'))).json()).toEqual({
    says: 'nothing that matters here',
  });
});

test('a pull request is opened for a change’s branch, or the forge’s reason is told', async () => {
  own.source.git('checkout', '--quiet', '-b', 'more');
  own.source.commit('feat: more', { 'more.txt': 'more\n' });
  own.source.git('checkout', '--quiet', 'main');
  await own.fetch(repository);
  const more = await until(async () => {
    const query = { repository, state: 'open' as const };
    const { items } = await own.admin.call('release.listChanges', { query });
    return items.find(({ branch }) => branch === 'more')?.ref;
  }, 'the change');
  const params = { id: more };
  const made = await own.admin.call('release.openReviewRequest', { params, body: {} });
  expect(made.number).toBe(9);
  expect(site.asked.findLast(({ path }) => path.endsWith('/pulls'))?.body).toMatchObject({
    head: 'more',
    base: 'main',
    title: 'feat: more',
  });
  expect((await own.admin.call('release.getChange', { params })).reviewRequest).toMatchObject({
    number: 9,
    target: 'main',
    state: 'open',
  });
  site.refuse(422, 'A pull request already exists for Codertocat:more.');
  const again = await own.admin.attempt('release.openReviewRequest', { params, body: {} });
  expect(again).toMatchObject({ status: 409, body: { code: 'release.forge_refused' } });
  expect(again.body['detail']).toContain('already exists');
});

test('a token isn’t sent to another host than the one that it was given for', async () => {
  const params = { id: repository };
  const body = {
    system: 'github' as const,
    address: 'https://github.example',
    project: 'Codertocat/Hello-World',
  };
  await own.admin.call('release.connectForge', { params, body });
  expect(await forge()).toMatchObject({ credentials: 'none', signed: true });
  await own.admin.call('release.disconnectForge', { params });
  expect(await own.admin.call('release.getForge', { params })).toEqual({ forge: null });
});
