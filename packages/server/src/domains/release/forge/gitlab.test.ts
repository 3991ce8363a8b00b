import { expect, onTestFinished, test } from 'vitest';
import { outsideFetch } from '../../../platform/outside/outside-fetch.ts';
import { forgeSite } from '../testing/forge-site.ts';
import { ForgeFault } from './forge-client.ts';
import { gitlabClient } from './gitlab-client.ts';
import { gitlabDelivery } from './gitlab-delivery.ts';

/** The example of GitLab's documentation of webhooks (merge request events), cut to what is told of the request. */
const mergeRequest = (changes: Record<string, unknown> = {}) => ({
  object_kind: 'merge_request',
  event_type: 'merge_request',
  user: { id: 1, name: 'Administrator', username: 'root', email: 'admin@example.com' },
  project: { id: 1, name: 'Gitlab Test', path_with_namespace: 'gitlabhq/gitlab-test' },
  object_attributes: {
    id: 99,
    iid: 1,
    target_branch: 'master',
    source_branch: 'ms-viewport',
    source_project_id: 14,
    target_project_id: 14,
    author_id: 51,
    title: 'MS-Viewport',
    created_at: '2013-12-03T17:23:34Z',
    updated_at: '2013-12-03T17:23:34Z',
    state: 'opened',
    draft: false,
    url: 'http://example.com/diaspora/merge_requests/1',
    last_commit: {
      id: 'da1560886d4f094c3e6c9ef40349f7d38b5d27d7',
      message: 'fixed readme',
      author: { name: 'GitLab dev user', email: 'gitlabdev@dv6700.(none)' },
    },
    action: 'open',
    ...changes,
  },
  labels: [{ id: 206, title: 'API', color: '#ffffff', project_id: 14 }],
});

test('a merge request is read as published, its approvals as reviews', () => {
  expect(gitlabDelivery('Merge Request Hook', mergeRequest())).toEqual({
    event: 'Merge Request Hook open',
    news: [
      {
        kind: 'request',
        number: 1,
        address: 'http://example.com/diaspora/merge_requests/1',
        title: 'MS-Viewport',
        author: 'GitLab dev user',
        branch: 'ms-viewport',
        target: 'master',
        head: 'da1560886d4f094c3e6c9ef40349f7d38b5d27d7',
        state: 'open',
        draft: false,
        labels: ['API'],
        changedAt: '2013-12-03T17:23:34.000Z',
      },
    ],
  });
  const read = (changes: Record<string, unknown>) =>
    gitlabDelivery('Merge Request Hook', mergeRequest(changes))?.news[0];
  expect(read({ action: 'approved' })).toMatchObject({
    kind: 'review',
    reviewer: 'root',
    verdict: 'approved',
  });
  expect(read({ action: 'unapproved' })).toMatchObject({ verdict: 'none' });
  expect(read({ state: 'merged', action: 'merge' })).toMatchObject({ state: 'merged' });
  // A fork's branch is not among ours.
  expect(read({ source_project_id: 15 })).toMatchObject({ branch: null });
  expect(read({ updated_at: '2013-12-03 17:23:34 UTC' })).toMatchObject({
    changedAt: '2013-12-03T17:23:34.000Z',
  });
});

test('a pipeline is a check of its commit, a push a reason to fetch, anything else nothing', () => {
  const sha = 'bcbb5ec396a2c0f828686f14fac9b80b780504f2';
  const pipeline = (status: string) =>
    gitlabDelivery('Pipeline Hook', {
      object_kind: 'pipeline',
      object_attributes: { id: 31, ref: 'master', sha, status, detailed_status: 'passed' },
    })?.news[0];
  expect(pipeline('success')).toMatchObject({ name: 'pipeline', sha, state: 'success' });
  expect(pipeline('running')).toMatchObject({ state: 'pending' });
  expect(pipeline('canceled')).toMatchObject({ state: 'failure' });
  expect(gitlabDelivery('Push Hook', { object_kind: 'push' })?.news).toEqual([{ kind: 'push' }]);
  expect(gitlabDelivery('Wiki Page Hook', {})?.news).toEqual([]);
  expect(gitlabDelivery('Merge Request Hook', { object_attributes: {} })).toBeUndefined();
});

async function client() {
  const site = await forgeSite();
  onTestFinished(() => void site.stop());
  const now = Temporal.Instant.from('2026-11-23T09:00:00Z');
  const gitlab = gitlabClient({
    address: site.address,
    project: 'gitlabhq/gitlab-test',
    token: 'forge-token',
    fetch: outsideFetch({ hosts: ['127.0.0.1'], timeoutMs: 2000, mostBytes: 100_000 }),
    now: () => now,
  });
  return { site, gitlab };
}

test('GitLab is told statuses in its own words, and one note is kept up to date', async () => {
  const { site, gitlab } = await client();
  expect(await gitlab.project()).toBe('gitlabhq/gitlab-test');
  await gitlab.setStatus('abc', {
    name: 'throughline/merge-queue',
    state: 'failure',
    says: 'Put out',
    url: 'https://throughline.test/changes/x',
  });
  expect(site.asked.at(-1)).toMatchObject({
    method: 'POST',
    path: '/api/v4/projects/gitlabhq%2Fgitlab-test/statuses/abc',
    token: 'forge-token',
    body: { state: 'failed', name: 'throughline/merge-queue' },
  });
  const mark = '<!-- throughline -->';
  const first = await gitlab.comment(1, { known: null, mark, body: `${mark}\nOne` });
  await gitlab.comment(1, { known: first, mark, body: `${mark}\nTwo` });
  // A crash before the id was kept: the note is found by its mark.
  await gitlab.comment(1, { known: null, mark, body: `${mark}\nThree` });
  // Somebody deleted the note that was known.
  await gitlab.comment(1, { known: '77', mark, body: `${mark}\nFour` });
  expect([...site.comments.values()]).toEqual([`${mark}\nFour`]);
  const made = await gitlab.openRequest({
    branch: 'a',
    target: 'master',
    title: 'A title',
    body: '',
  });
  expect(made).toEqual({ number: 9, address: 'https://gitlab.example/x/-/merge_requests/9' });
});

test('saying the same status again is no fault, and a limit says for how long', async () => {
  const { site, gitlab } = await client();
  const status = { name: 'n', state: 'pending' as const, says: '', url: 'https://x.test' };
  site.refuse(400, 'Cannot transition status via :enqueue from :pending (Reason(s): …)');
  await gitlab.setStatus('abc', status);
  site.beBusy(1);
  await expect(gitlab.setStatus('abc', status)).rejects.toMatchObject({ retryAfter: 45 });
  await expect(gitlab.setStatus('abc', status)).resolves.toBeUndefined();
  site.refuse(400, 'sha is invalid');
  await expect(gitlab.setStatus('abc', status)).rejects.toBeInstanceOf(ForgeFault);
});
