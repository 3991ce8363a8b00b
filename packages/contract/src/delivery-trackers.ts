import { z } from 'zod';
import { storyStates } from './delivery-states.ts';
import { entityRefOf, idOf, referenceOf } from './ids.ts';
import { operation, upload } from './operation.ts';
import { entitySummary, instant } from './schemas.ts';

/** The tools whose stories can be followed. */
export const trackerSystems = ['jira', 'linear'] as const;

/** What of a tool a unit's backlog can follow. */
export const backlogSources = ['project', 'board', 'team'] as const;

/** How many deliveries of a tracker are remembered. */
export const deliveriesKept = 100;

const name = z.string().trim().min(1).max(100);
const token = z.string().trim().min(1).max(2000);
/** What signs webhooks: long enough that nobody guesses it. */
const webhookSecret = z.string().min(16).max(500);

/** Where a story is mastered when not here, and how fresh what is told of it is. */
export const followedStory = z.object({
  system: z.enum(trackerSystems),
  tracker: z.string(),
  key: z.string(),
  address: z.string(),
  /** Its state in the tool's own words. */
  status: z.string(),
  /** Whom the tool names where no person of the organisation has that address. */
  assignee: z.string(),
  /** Whether it gives the estimates, too; else they are given here. */
  estimates: z.boolean(),
  seenAt: instant,
  /** Why it is no longer there; empty while it is. */
  gone: z.string(),
});

const source = z.strictObject({
  kind: z.enum(backlogSources),
  /** A Jira project's key, a board's number, a Linear team's key. */
  key: z.string().trim().min(1).max(200),
});

const followedBacklogRow = z.object({
  ref: referenceOf('followed_backlog'),
  tracker: z.object({
    ref: referenceOf('tracker'),
    name: z.string(),
    system: z.enum(trackerSystems),
  }),
  unit: z.object({ ref: referenceOf('unit'), title: z.string() }),
  source: z.object({ kind: z.enum(backlogSources), key: z.string(), title: z.string() }),
  /** `importing` until every story was read once. */
  phase: z.enum(['importing', 'following']),
  /** How far the reading of everything is: how many came, of how many where the tool says so. */
  imported: z.number().int(),
  total: z.number().int().nullable(),
  /** How many stories here are ruled there. */
  stories: z.number().int(),
  /** When the tool last answered what had changed. */
  seenAt: instant.nullable(),
  /** Why it doesn't, or not yet; null while it does. */
  problem: z.string().nullable(),
});

const trackerView = z.object({
  ref: referenceOf('tracker'),
  name: z.string(),
  system: z.enum(trackerSystems),
  address: z.string(),
  account: z.string(),
  /** Where the tool sends its webhooks. */
  webhookAddress: z.string(),
  /** Whether their secret is known; without it they are refused, and only looking finds changes. */
  signed: z.boolean(),
  /** The last delivery that was refused, since the last that was taken. */
  refused: z.object({ at: instant, says: z.string() }).nullable(),
  deliveries: z.array(z.object({ at: instant, event: z.string(), says: z.string() })),
  createdAt: instant,
  createdBy: z.string(),
});

const trackerParams = z.object({ id: idOf('tracker') });
const backlogParams = z.object({ id: idOf('followed_backlog') });
const states = z.record(z.string().min(1).max(200), z.enum(storyStates));

/** Backlogs that follow Jira or Linear. */
export const trackerOperations = {
  createTracker: operation({
    method: 'POST',
    path: '/api/v1/trackers',
    summary: 'Connect a Jira site or a Linear workspace, whose stories backlogs here can follow',
    description:
      'With it an administrator allows the server to ask that host. The token and the secret are sealed and never answered.',
    permission: 'administrator',
    body: z.object({
      name,
      system: z.enum(trackerSystems),
      /** `https://acme.atlassian.net`, `https://api.linear.app`. */
      address: z.url({ protocol: /^https?$/ }).max(500),
      /** Of Jira Cloud, the e-mail address that the token belongs to; empty for a Data Center. */
      account: z.string().trim().max(200).default(''),
      token,
      webhookSecret: webhookSecret.optional(),
    }),
    output: z.object({ ref: referenceOf('tracker') }),
    status: 201,
    errors: ['already_exists', 'delivery.tracker_refused'],
  }),
  listTrackers: operation({
    method: 'GET',
    path: '/api/v1/trackers',
    summary: 'The tools whose stories are followed, with their last deliveries',
    permission: 'member',
    output: z.object({ items: z.array(trackerView) }),
  }),
  changeTracker: operation({
    method: 'PATCH',
    path: '/api/v1/trackers/{id}',
    summary: 'Rename a tracker, or replace its account, its token or the secret of its webhooks',
    permission: 'administrator',
    params: trackerParams,
    body: z.object({
      name: name.optional(),
      account: z.string().trim().max(200).optional(),
      token: token.optional(),
      webhookSecret: webhookSecret.optional(),
    }),
    errors: ['already_exists'],
  }),
  deleteTracker: operation({
    method: 'DELETE',
    path: '/api/v1/trackers/{id}',
    summary: 'Forget a tracker that no backlog follows',
    permission: 'administrator',
    params: trackerParams,
    errors: ['in_use'],
  }),
  testTracker: operation({
    method: 'POST',
    path: '/api/v1/trackers/{id}/test',
    summary: 'Ask a tracker who we are there',
    permission: 'administrator',
    params: trackerParams,
    output: z.object({
      /** The account that the token belongs to, as the tool names it. */
      account: z.string().nullable(),
      problem: z.string().nullable(),
    }),
  }),
  findTrackerSources: operation({
    method: 'GET',
    path: '/api/v1/trackers/{id}/sources',
    summary:
      'The projects, boards or teams of a tracker that a backlog can follow, asked of it now',
    permission: 'owner',
    params: trackerParams,
    query: z.object({ q: z.string().trim().max(100).default('') }),
    output: z.object({
      items: z.array(
        z.object({ kind: z.enum(backlogSources), key: z.string(), title: z.string() }),
      ),
      problem: z.string().nullable(),
    }),
  }),
  receiveDelivery: operation({
    method: 'POST',
    path: '/api/v1/trackers/{id}/deliveries',
    summary: 'Take a webhook of Jira (X-Hub-Signature) or Linear (Linear-Signature)',
    description:
      'It only says what to look at again: what is true is asked of the tool, so that deliveries that come twice, late or out of order do no harm.',
    permission: 'public',
    params: trackerParams,
    body: upload(['application/json'], 5_000_000),
    output: z.object({ says: z.string() }),
    errors: ['webhook.signature_wrong'],
  }),
  followBacklog: operation({
    method: 'POST',
    path: '/api/v1/followed-backlogs',
    summary: 'Have a unit’s backlog follow a Jira project or board, or a Linear team',
    permission: 'owner',
    body: z.object({ tracker: idOf('tracker'), unit: idOf('unit'), source }),
    output: z.object({ ref: referenceOf('followed_backlog') }),
    status: 201,
    errors: ['already_exists', 'delivery.tracker_refused'],
  }),
  listFollowedBacklogs: operation({
    method: 'GET',
    path: '/api/v1/followed-backlogs',
    summary: 'Which backlogs follow what, how far that is and how fresh',
    permission: 'member',
    query: z.object({ unit: idOf('unit').optional() }),
    output: z.object({ items: z.array(followedBacklogRow) }),
  }),
  getFollowedBacklog: operation({
    method: 'GET',
    path: '/api/v1/followed-backlogs/{id}',
    summary: 'What a backlog follows, with what its states and epics mean here',
    permission: 'member',
    params: backlogParams,
    output: followedBacklogRow.extend({
      /** The tool's states that stories were seen in, and what each means here. */
      states: z.array(
        z.object({
          name: z.string(),
          means: z.enum(storyStates),
          /** Somebody said so; else it is told from the tool's own grouping of states. */
          chosen: z.boolean(),
          stories: z.number().int(),
        }),
      ),
      /** Jira's epics and Linear's projects, with the work that their stories implement. */
      epics: z.array(
        z.object({
          id: z.string(),
          key: z.string(),
          title: z.string(),
          implements: entitySummary.nullable(),
          /** `hand`: somebody chose it; `rule`: it names the work, or bears its title. */
          by: z.enum(['hand', 'rule']).nullable(),
          stories: z.number().int(),
        }),
      ),
    }),
  }),
  changeFollowedBacklog: operation({
    method: 'PATCH',
    path: '/api/v1/followed-backlogs/{id}',
    summary: 'Say what the tool’s states mean here; the given ones replace what was said before',
    permission: 'owner',
    params: backlogParams,
    body: z.object({ states }),
  }),
  assignEpic: operation({
    method: 'POST',
    path: '/api/v1/followed-backlogs/{id}/epics',
    summary: 'Say which initiative or feature the stories of an epic or project implement',
    permission: 'owner',
    params: backlogParams,
    body: z.object({
      epic: z.string().min(1).max(200),
      /** Null: none, whatever it is called. */
      implements: entityRefOf('initiative', 'feature').nullable(),
    }),
  }),
  syncFollowedBacklog: operation({
    method: 'POST',
    path: '/api/v1/followed-backlogs/{id}/sync',
    summary: 'Read everything from the tool again, now',
    permission: 'owner',
    params: backlogParams,
    status: 202,
    output: z.object({ says: z.string() }),
  }),
  unfollowBacklog: operation({
    method: 'DELETE',
    path: '/api/v1/followed-backlogs/{id}',
    summary: 'Follow no more: the stories stay, and are ruled here from now on',
    permission: 'owner',
    params: backlogParams,
  }),
};
