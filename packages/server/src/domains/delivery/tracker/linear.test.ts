import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Reference } from '@throughline/contract';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createTestApp, type Caller, type TestApp } from '../../../testing/test-app.ts';

let app: TestApp;
let admin: Caller;
let unit: Reference<'unit'>;
let tracker: Reference<'tracker'>;
let stop: () => Promise<unknown>;

const team = '2174add1-f7c8-44e3-bbf3-2d60b5ea8bc9';
const secret = 'a signing secret of Linear';
const issue = {
  id: '539068e2-ae88-4d09-bd75-22eb4a59612f',
  identifier: 'ENG-1',
  url: 'https://linear.app/acme/issue/ENG-1/queue',
  title: 'Queue what is not sent',
  description: 'So that nothing is lost.',
  estimate: 3,
  createdAt: '2026-11-02T10:00:00.000Z',
  updatedAt: '2026-11-20T10:00:00.000Z',
  startedAt: '2026-11-10T10:00:00.000Z' as string | null,
  completedAt: null as string | null,
  state: { name: 'In Progress', type: 'started' },
  assignee: { name: 'Ada', email: 'member-1@throughline.test' },
  cycle: {
    id: 'c1',
    number: 7,
    name: null,
    description: null,
    startsAt: '2026-11-23T00:00:00.000Z',
    endsAt: '2026-12-07T00:00:00.000Z',
    completedAt: null,
  },
  project: { id: 'p1', name: 'Offline', description: '' },
};
const issues = [issue];
const filters: unknown[] = [];
let limitedUntil = 0;

/** Linear's GraphQL API as far as it is asked: one team, its issues, its limits. */
async function linearWorkspace() {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const say = (status: number, body: unknown, headers: Record<string, string> = {}) =>
        response
          .writeHead(status, { 'content-type': 'application/json', ...headers })
          .end(JSON.stringify(body));
      if (request.url !== '/graphql' || request.headers.authorization !== 'lin_api_key') {
        const extensions = { code: 'AUTHENTICATION_ERROR' };
        say(400, { errors: [{ message: 'Authentication required', extensions }] });
        return;
      }
      if (app.clock.now().epochMilliseconds < limitedUntil) {
        const extensions = { code: 'RATELIMITED' };
        const errors = [{ message: 'Rate limit exceeded', extensions }];
        say(400, { errors }, { 'x-ratelimit-requests-reset': String(limitedUntil) });
        return;
      }
      const { query, variables } = JSON.parse(Buffer.concat(chunks).toString('utf8')) as {
        query: string;
        variables: { filter?: { id?: { in: string[] } } };
      };
      if (query.includes('teams(')) {
        const node = {
          id: team,
          key: 'ENG',
          name: 'Engineering',
          issueEstimationType: 'fibonacci',
        };
        say(200, { data: { teams: { nodes: [node] } } });
        return;
      }
      filters.push(variables.filter);
      const wanted = variables.filter?.id?.in;
      const nodes = issues.filter(({ id }) => wanted?.includes(id) ?? true);
      const pageInfo = { hasNextPage: false, endCursor: null };
      say(200, { data: { issues: { nodes, pageInfo } } });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  stop = () => new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** The envelope of Linear's documentation of webhooks. */
function deliver(type: string, id: string) {
  const payload = JSON.stringify({
    action: 'update',
    actor: { id: 'b5ea5f1f-8adc-4f52-b4bd-ab4e84cf51ba', type: 'user', name: 'Someone' },
    createdAt: '2026-11-23T12:53:18.084Z',
    data: { id, identifier: 'ENG-1' },
    url: 'https://linear.app/issue/LIN-1778/foo-bar',
    type,
    organizationId: 'abc1234',
    webhookTimestamp: 1_676_056_940_508,
    webhookId: '000042e3-d123-4980-b49f-8e140eef9329',
  });
  return app.http.inject({
    method: 'POST',
    url: `/api/v1/trackers/${tracker}/deliveries`,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'linear-delivery': '234d1a4e-b617-4388-90fe-adc3633d6b72',
      'linear-event': type,
      'linear-signature': createHmac('sha256', secret).update(payload).digest('hex'),
    },
    payload,
  });
}

const eventually = (check: () => Promise<void>) =>
  vi.waitFor(check, { timeout: 10_000, interval: 50 });
const stories = async () =>
  (await admin.call('delivery.listStories', { query: { ownerUnit: unit } })).items;
const backlogs = async () =>
  (await admin.call('delivery.listFollowedBacklogs', { query: { unit } })).items;

beforeAll(async () => {
  app = await createTestApp({ now: '2026-11-23T09:00:00Z' });
  const address = await linearWorkspace();
  admin = await app.member({ administrator: true, name: 'Ada' });
  unit = (await admin.call('org.createUnit', { body: { name: 'Acme', level: 'company' } })).ref;
  tracker = (
    await admin.call('delivery.createTracker', {
      body: {
        name: 'Linear',
        system: 'linear',
        address,
        token: 'lin_api_key',
        webhookSecret: secret,
      },
    })
  ).ref;
});
afterAll(async () => {
  await app.stop();
  await stop();
});

test('a Linear team’s issues come with their cycle, and with when they were begun', async () => {
  await admin.call('delivery.followBacklog', {
    body: { tracker, unit, source: { kind: 'team', key: 'ENG' } },
  });
  await eventually(async () => expect(await stories()).toHaveLength(1));
  expect(filters[0]).toMatchObject({ team: { id: { eq: team } } });
  const [row] = await stories();
  if (!row) throw new Error('there is a story');
  const story = await admin.call('delivery.getStory', { params: { id: row.ref } });
  expect(story).toMatchObject({
    title: 'Queue what is not sent',
    state: 'in-progress',
    estimate: 3,
    startedAt: '2026-11-10T10:00:00.000Z',
    assignee: { title: 'Ada' },
    // A cycle that ends at midnight has its last day before.
    sprint: { title: 'Cycle 7', state: 'running' },
    followed: { system: 'linear', key: 'ENG-1', address: issue.url },
  });
  const sprint = await admin.call('delivery.getSprint', {
    params: { id: story.sprint?.ref as Reference<'sprint'> },
  });
  expect(sprint).toMatchObject({ startsOn: '2026-11-23', endsOn: '2026-12-06' });
});

test('Linear’s own way to ask for patience is respected, and what was said meanwhile isn’t lost', async () => {
  const now = app.clock.now();
  limitedUntil = now.add({ minutes: 4 }).epochMilliseconds;
  issues[0] = {
    ...issue,
    state: { name: 'Done', type: 'completed' },
    updatedAt: '2026-11-23T09:00:00.000Z',
    completedAt: '2026-11-23T09:00:00.000Z',
  };
  expect((await deliver('Issue', issue.id)).statusCode).toBe(200);
  await eventually(async () =>
    expect(await backlogs()).toMatchObject([{ problem: 'It asks to wait 240 s.' }]),
  );
  app.clock.set(now.add({ minutes: 5 }));
  await deliver('Issue', issue.id);
  await app.jobs.runDue(now, app.clock.now());
  const [row] = await stories();
  if (!row) throw new Error('there is a story');
  await eventually(async () =>
    expect(await admin.call('delivery.getStory', { params: { id: row.ref } })).toMatchObject({
      state: 'done',
      doneAt: '2026-11-23T09:00:00.000Z',
    }),
  );
  expect(await backlogs()).toMatchObject([{ problem: null }]);
});

test('a webhook about what isn’t followed is taken, and asks nothing', async () => {
  const asked = filters.length;
  const answer = await deliver('Comment', team);
  expect(answer.json()).toEqual({ says: 'nothing that is followed' });
  expect(filters.length).toBe(asked);
});
