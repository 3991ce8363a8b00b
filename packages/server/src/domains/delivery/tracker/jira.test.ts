import { createHmac } from 'node:crypto';
import { parseReference, toReference, type Id, type Reference } from '@throughline/contract';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createEntity } from '../../../platform/entities/entity.ts';
import { createTestApp, type Caller, type TestApp } from '../../../testing/test-app.ts';
import { jiraSite } from '../testing/jira-site.ts';

let app: TestApp;
let admin: Caller;
let grace: Caller;
let site: Awaited<ReturnType<typeof jiraSite>>;
let tracker: Reference<'tracker'>;
let field: Reference<'unit'>;
let operations: Reference<'unit'>;
let backlog: Reference<'followed_backlog'>;
let offline: Reference<'initiative'>;

const secret = "It's a Secret to Everybody";
const running = {
  id: 37,
  name: 'Sprint 12',
  state: 'active',
  startDate: '2026-11-16T09:00:00.000Z',
  endDate: '2026-11-27T17:00:00.000Z',
  goal: 'Forms without a network',
} as const;
const next = {
  id: 38,
  name: 'Sprint 13',
  state: 'future',
  startDate: '2026-11-30T09:00:00.000Z',
  endDate: '2026-12-11T17:00:00.000Z',
} as const;

const idOf = (ref: string) => parseReference(ref)?.id ?? '';
const storiesOf = async (unit: Reference<'unit'>) =>
  (await admin.call('delivery.listStories', { query: { ownerUnit: unit } })).items;
const storyOf = async (title: string) => {
  const found = [...(await storiesOf(field)), ...(await storiesOf(operations))].find(
    (story) => story.title === title,
  );
  if (!found) throw new Error(`no story ${title}`);
  return admin.call('delivery.getStory', { params: { id: found.ref } });
};
const following = (id = backlog) => admin.call('delivery.getFollowedBacklog', { params: { id } });
/** Has the backlog take its next steps, as its job would within a minute. */
const goOn = (id = backlog) =>
  app.write(({ tx }) => app.jobs.enqueue(tx, 'delivery.follow-backlog', { backlog: idOf(id) }));
const pass = (minutes: number) => app.clock.set(app.clock.now().add({ minutes }));
const eventually = (check: () => Promise<void>) =>
  vi.waitFor(check, { timeout: 10_000, interval: 50 });
const inAppTime = (text: string) => text.replace('Z', '.000+0000');

function deliver(body: unknown, signature?: string) {
  const payload = JSON.stringify(body);
  return app.http.inject({
    method: 'POST',
    url: `/api/v1/trackers/${tracker}/deliveries`,
    headers: {
      'content-type': 'application/json',
      'x-hub-signature':
        signature ?? `sha256=${createHmac('sha256', secret).update(payload).digest('hex')}`,
    },
    payload,
  });
}

/** The example of Atlassian's documentation of webhooks, cut to its envelope. */
const published = (issue: { id: string; key: string }, event = 'jira:issue_updated') => ({
  id: 2,
  timestamp: 1_525_698_237_764,
  issue: {
    id: issue.id,
    self: `https://your-domain.atlassian.net/rest/api/2/issue/${issue.id}`,
    key: issue.key,
    fields: {
      summary: 'I feel the need for speed',
      created: '2009-12-16T23:46:10.612-0600',
      description: 'Make the issue nav load 10x faster',
      labels: ['UI', 'dialogue', 'move'],
    },
  },
  changelog: {
    items: [
      {
        toString: 'A new summary.',
        to: null,
        fromString: 'What is going on here?????',
        from: null,
        fieldtype: 'jira',
        field: 'summary',
      },
    ],
    id: 10_124,
  },
  webhookEvent: event,
});

beforeAll(async () => {
  app = await createTestApp({ now: '2026-11-23T09:00:00Z' });
  site = await jiraSite(() => app.clock.now().epochMilliseconds);
  admin = await app.member({ administrator: true, name: 'Ada' });
  grace = await app.member({ name: 'Grace', roles: [{ role: 'contributor', unit: null }] });
  const company = (
    await admin.call('org.createUnit', { body: { name: 'Company', level: 'company' } })
  ).ref;
  const unit = async (name: string) =>
    (await admin.call('org.createUnit', { body: { name, level: 'organisation', parent: company } }))
      .ref;
  field = await unit('Field');
  operations = await unit('Operations');
  const initiative = await app.write((context) =>
    createEntity(context, { kind: 'initiative', title: 'Offline forms', state: 'building' }),
  );
  offline = toReference('initiative', initiative.id);
  const at = '2026-11-20T09:00:00.000+0000';
  const epic = { id: '500', key: 'FLD-1', summary: 'offline forms ' };
  const put = site.put;
  put({ id: '500', key: 'FLD-1', project: 'FLD', summary: 'offline forms', updated: at, level: 1 });
  put({
    id: '99291',
    key: 'FLD-2',
    project: 'FLD',
    summary: 'Save without a network',
    status: { name: 'In Progress', category: 'indeterminate' },
    points: 5,
    email: 'member-2@throughline.test',
    parent: epic,
    sprints: [running],
    updated: at,
  });
  put({
    id: '99292',
    key: 'FLD-3',
    project: 'FLD',
    summary: 'Say what is not sent yet',
    email: 'nobody@acme.test',
    sprints: [running],
    updated: at,
  });
  put({
    id: '99293',
    key: 'FLD-4',
    project: 'FLD',
    summary: 'Count drafts',
    status: { name: 'Ready for QA', category: 'indeterminate' },
    updated: at,
  });
  put({
    id: '99294',
    key: 'FLD-5',
    project: 'FLD',
    summary: 'Long ago',
    status: { name: 'Done', category: 'done' },
    updated: '2026-01-02T09:00:00.000+0000',
  });
  site.sprints.set(37, running);
});
afterAll(async () => {
  await app.stop();
  await site.stop();
});

test('a tracker is connected by an administrator; its token is tried and never answered', async () => {
  const body = {
    name: 'Acme’s Jira',
    system: 'jira' as const,
    address: site.address,
    account: 'robot@acme.test',
    token: 'wrong',
  };
  expect(await grace.attempt('delivery.createTracker', { body })).toMatchObject({ status: 403 });
  tracker = (await admin.call('delivery.createTracker', { body })).ref;
  const params = { id: tracker };
  const refused = await admin.call('delivery.testTracker', { params });
  expect(refused).toEqual({ account: null, problem: 'It doesn’t accept the token.' });
  await admin.call('delivery.changeTracker', { params, body: { token: 'jira-token' } });
  expect(await admin.call('delivery.testTracker', { params })).toMatchObject({
    account: 'A robot',
  });
  const listed = await admin.attempt('delivery.listTrackers');
  expect(JSON.stringify(listed.body)).not.toContain('jira-token');
  const sources = await admin.call('delivery.findTrackerSources', { params, query: { q: 'f' } });
  expect(sources.items).toContainEqual({ kind: 'project', key: 'FLD', title: 'Field' });
  expect(sources.items).toContainEqual({ kind: 'board', key: '7', title: 'Field board' });
});

test('stories come page by page, after a wait that the tool asked for', async () => {
  site.beBusy(0);
  const made = await admin.call('delivery.followBacklog', {
    body: { tracker, unit: field, source: { kind: 'project', key: 'FLD' } },
  });
  backlog = made.ref;
  const again = await admin.attempt('delivery.followBacklog', {
    body: { tracker, unit: operations, source: { kind: 'project', key: 'FLD' } },
  });
  expect(again).toMatchObject({ status: 409, body: { code: 'already_exists' } });
  await eventually(async () => expect((await following()).phase).toBe('following'));
  // The epic is no story, and what was done in January is the past.
  expect(await following()).toMatchObject({ imported: 3, stories: 3, problem: null });
  expect((await storiesOf(field)).map(({ title }) => title).toSorted()).toEqual([
    'Count drafts',
    'Save without a network',
    'Say what is not sent yet',
  ]);

  pass(11);
  site.beBusy(1);
  const before = site.asked.length;
  await goOn();
  await eventually(async () => expect((await following()).problem).toBe('It asks to wait 30 s.'));
  await goOn();
  await eventually(async () => expect((await following()).problem).not.toBeNull());
  expect(site.asked.length).toBe(before + 1);
  pass(1);
  await goOn();
  await eventually(async () => expect((await following()).problem).toBeNull());
});

test('a followed story says whose it is and since when, and what it means here', async () => {
  const story = await storyOf('Save without a network');
  expect(story).toMatchObject({
    state: 'in-progress',
    estimate: 5,
    assignee: { title: 'Grace' },
    implements: [{ ref: offline, title: 'Offline forms' }],
    sprint: { title: 'Sprint 12', state: 'running' },
    followed: {
      system: 'jira',
      tracker: 'Acme’s Jira',
      key: 'FLD-2',
      address: `${site.address}/browse/FLD-2`,
      status: 'In Progress',
      gone: '',
    },
  });
  expect(story.createdAt).toBe('2026-11-23T09:00:00.000Z');
  expect(story.moves[0]).toMatchObject({ at: '2026-11-02T09:00:00.000Z', to: 'open' });
  const other = await storyOf('Say what is not sent yet');
  expect(other).toMatchObject({
    assignee: null,
    followed: { assignee: 'Who is nobody@acme.test' },
  });
  const sprint = await admin.call('delivery.getSprint', {
    params: { id: story.sprint?.ref as Reference<'sprint'> },
  });
  expect(sprint).toMatchObject({
    goal: 'Forms without a network',
    startsOn: '2026-11-16',
    endsOn: '2026-11-27',
    planned: 5,
    stories: [{ committed: true }, { committed: true }],
  });
});

test('what Jira rules is changed there alone; its rank and its work are ours', async () => {
  const story = await storyOf('Count drafts');
  const change = (body: object) =>
    admin.attempt('delivery.changeStory', {
      params: { id: story.ref },
      body,
      ifMatch: story.revision,
    });
  for (const body of [{ state: 'done' }, { title: 'Count' }, { estimate: 3 }]) {
    expect(await change(body)).toMatchObject({
      status: 409,
      body: { code: 'delivery.ruled_elsewhere', address: `${site.address}/browse/FLD-4` },
    });
  }
  const first = await storyOf('Save without a network');
  await admin.call('delivery.rankStory', { params: { id: story.ref }, body: { after: null } });
  expect(
    await change({ title: story.title, acceptance: 'The count is right', implements: [offline] }),
  ).toMatchObject({ status: 200 });
  const sprint = first.sprint?.ref as Reference<'sprint'>;
  expect(
    await admin.attempt('delivery.closeSprint', {
      params: { id: sprint },
      body: {},
      ifMatch: 2,
    }),
  ).toMatchObject({ status: 409, body: { code: 'delivery.ruled_elsewhere' } });
});

test('a state means here what somebody says, and stories move at once', async () => {
  expect((await following()).states).toContainEqual({
    name: 'Ready for QA',
    means: 'in-progress',
    chosen: false,
    stories: 1,
  });
  await admin.call('delivery.changeFollowedBacklog', {
    params: { id: backlog },
    body: { states: { 'Ready for QA': 'in-review' } },
  });
  expect(await storyOf('Count drafts')).toMatchObject({ state: 'in-review' });
});

test('a webhook without the right signature is refused, and its tracker says so', async () => {
  await admin.call('delivery.changeTracker', {
    params: { id: tracker },
    body: { webhookSecret: secret },
  });
  const issue = { id: '99291', key: 'FLD-2' };
  const refused = await deliver(published(issue), `sha256=${'0'.repeat(64)}`);
  expect(refused.statusCode).toBe(401);
  expect(refused.json()).toMatchObject({ code: 'webhook.signature_wrong' });
  const [listed] = (await admin.call('delivery.listTrackers', {})).items;
  expect(listed?.refused?.says).toContain('not that of the secret');
  expect(listed?.deliveries).toEqual([]);
});

test('a signed webhook has its issue looked at, and what it says itself counts for nothing', async () => {
  const issue = site.issues.get('99292');
  if (!issue) throw new Error('there is such an issue');
  site.put({
    ...issue,
    points: 2,
    status: { name: 'In Review', category: 'indeterminate' },
    updated: '2026-11-23T09:20:00.000+0000',
  });
  for (let times = 0; times < 2; times++) {
    expect((await deliver(published(issue))).statusCode).toBe(200);
  }
  await eventually(async () =>
    expect(await storyOf('Say what is not sent yet')).toMatchObject({
      state: 'in-review',
      estimate: 2,
    }),
  );
  const [listed] = (await admin.call('delivery.listTrackers', {})).items;
  expect(listed).toMatchObject({
    refused: null,
    deliveries: [
      { event: 'jira:issue_updated FLD-3', says: 'looked at again' },
      { event: 'jira:issue_updated FLD-3', says: 'looked at again' },
    ],
  });
});

test('an answer that is older than what is known changes nothing', async () => {
  const issue = site.issues.get('99292');
  if (!issue) throw new Error('there is such an issue');
  site.put({ ...issue, summary: 'An old title', updated: '2026-11-21T09:00:00.000+0000' });
  await deliver(published(issue));
  // Hints are settled in their order: once the later one is seen, the earlier one was.
  const later = site.issues.get('99293');
  if (!later) throw new Error('there is such an issue');
  site.put({ ...later, points: 1, updated: '2026-11-23T09:25:00.000+0000' });
  await deliver(published(later));
  await eventually(async () =>
    expect(await storyOf('Count drafts')).toMatchObject({ estimate: 1 }),
  );
  expect(await storyOf('Say what is not sent yet')).toMatchObject({ state: 'in-review' });
  site.put(issue);
});

test('what changed without a webhook is found by looking, by so many minutes ago', async () => {
  const issue = site.issues.get('99293');
  if (!issue) throw new Error('there is such an issue');
  pass(15);
  const updated = inAppTime(app.clock.now().toString());
  site.put({ ...issue, summary: 'Count all drafts', updated });
  await goOn();
  await eventually(async () =>
    expect((await storiesOf(field)).map(({ title }) => title)).toContain('Count all drafts'),
  );
  expect(site.queries.findLast((jql) => /updated >= -\d+m/.test(jql))).toMatch(
    /^project = 10000 AND updated >= -\d+m ORDER BY updated ASC$/,
  );
});

test('a sprint that ends there ends here: what wasn’t done spills over into the next', async () => {
  const over = { ...running, state: 'closed' as const };
  site.sprints.set(37, over);
  const updated = inAppTime(app.clock.now().toString());
  const one = site.issues.get('99291');
  const other = site.issues.get('99292');
  if (!one || !other) throw new Error('there are such issues');
  site.put({
    ...one,
    status: { name: 'Done', category: 'done' },
    sprints: [over],
    updated,
  });
  site.put({ ...other, sprints: [over, next], updated });
  await deliver({ timestamp: 1, webhookEvent: 'sprint_closed', sprint: { id: 37 } });
  await deliver(published(one));
  await deliver(published(other));
  await eventually(async () =>
    expect((await storyOf('Say what is not sent yet')).sprint).toMatchObject({
      title: 'Sprint 13',
      state: 'planned',
    }),
  );
  const sprints = await admin.call('delivery.listSprints', { query: { ownerUnit: field } });
  const closed = sprints.items.find(({ title }) => title === 'Sprint 12');
  expect(closed).toMatchObject({ state: 'closed' });
  const detail = await admin.call('delivery.getSprint', {
    params: { id: closed?.ref as Reference<'sprint'> },
  });
  const outcomes = detail.stories.map(({ title, outcome }) => [title, outcome]);
  expect(outcomes).toContainEqual(['Say what is not sent yet', 'spilled']);
});

test('an issue that is moved to another followed project goes to its team, history and all', async () => {
  const { ref } = await admin.call('delivery.followBacklog', {
    body: { tracker, unit: operations, source: { kind: 'project', key: 'OPS' } },
  });
  await eventually(async () => expect((await following(ref)).phase).toBe('following'));
  const before = await storyOf('Count all drafts');
  const issue = site.issues.get('99293');
  if (!issue) throw new Error('there is such an issue');
  const updated = inAppTime(app.clock.now().toString());
  site.put({ ...issue, key: 'OPS-9', project: 'OPS', summary: 'Count all drafts', updated });
  await deliver(published({ id: '99293', key: 'OPS-9' }));
  await eventually(async () =>
    expect(await storyOf('Count all drafts')).toMatchObject({
      ref: before.ref,
      ownerUnit: { title: 'Operations' },
      followed: { key: 'OPS-9', address: `${site.address}/browse/OPS-9`, gone: '' },
    }),
  );
});

test('an issue that is deleted there is dropped here, and is ours from then on', async () => {
  site.issues.delete('99292');
  await deliver(published({ id: '99292', key: 'FLD-3' }, 'jira:issue_deleted'));
  await eventually(async () =>
    expect(await storyOf('Say what is not sent yet')).toMatchObject({
      state: 'dropped',
      sprint: null,
      followed: { gone: 'Deleted there, or moved out of Field' },
    }),
  );
  const story = await storyOf('Say what is not sent yet');
  await admin.call('delivery.changeStory', {
    params: { id: story.ref },
    body: { state: 'open' },
    ifMatch: story.revision,
  });
});

test('what vanishes without a word is found when everything is read, once a day', async () => {
  const { ref } = await storyOf('Save without a network');
  const left = site.issues.get('99291');
  if (!left) throw new Error('there is such an issue');
  site.put({
    ...left,
    id: '99300',
    key: 'FLD-10',
    summary: 'Left for a day',
    status: { name: 'To Do', category: 'new' },
    sprints: [],
    updated: inAppTime(app.clock.now().toString()),
  });
  await deliver(published({ id: '99300', key: 'FLD-10' }, 'jira:issue_created'));
  await eventually(async () =>
    expect((await storiesOf(field)).map(({ title }) => title)).toContain('Left for a day'),
  );
  site.issues.delete('99300');
  pass(25 * 60);
  admin = await app.member({ administrator: true, name: 'Another day' });
  await goOn();
  await eventually(async () =>
    expect(await storyOf('Left for a day')).toMatchObject({ state: 'dropped' }),
  );
  expect(await storyOf('Save without a network')).toMatchObject({ ref, state: 'done' });
});

test('an epic’s work is chosen by hand, and its stories follow', async () => {
  const other = await app.write((context) =>
    createEntity(context, { kind: 'initiative', title: 'Drafts', state: 'building' }),
  );
  const drafts = toReference('initiative', other.id);
  const { epics } = await following();
  expect(epics).toMatchObject([{ key: 'FLD-1', by: 'rule', implements: { ref: offline } }]);
  await admin.call('delivery.assignEpic', {
    params: { id: backlog },
    body: { epic: '500', implements: drafts },
  });
  const story = await storyOf('Save without a network');
  expect(story.implements.map(({ ref }) => ref)).toEqual([drafts]);
  await admin.call('delivery.syncFollowedBacklog', { params: { id: backlog } });
  await eventually(async () => expect((await following()).epics[0]?.by).toBe('hand'));
});

test('a backlog that follows no more keeps its stories, which are ours', async () => {
  const story = await storyOf('Save without a network');
  await admin.call('delivery.unfollowBacklog', { params: { id: backlog } });
  const free = await admin.call('delivery.getStory', { params: { id: story.ref } });
  expect(free).toMatchObject({ followed: null, title: 'Save without a network' });
  await admin.call('delivery.changeStory', {
    params: { id: story.ref },
    body: { title: 'Save offline' },
    ifMatch: free.revision,
  });
  const inUse = await admin.attempt('delivery.deleteTracker', { params: { id: tracker } });
  expect(inUse).toMatchObject({ status: 409, body: { code: 'in_use' } });
  expect(idOf(tracker) as Id<'tracker'>).not.toBe('');
});
