import { z } from 'zod';
import type { OutsideFetch } from '../../../platform/outside/outside-fetch.ts';
import { askTracker } from './ask-tracker.ts';
import {
  TrackerFault,
  type BacklogScope,
  type OutsideSprint,
  type OutsideStory,
  type TrackerClient,
} from './outside-story.ts';

const pageSize = 50;
/** What is done for longer is the past, and isn't read at first. */
const doneHours = 90 * 24;

const cycle = z.object({
  id: z.string(),
  number: z.number(),
  name: z.string().nullish(),
  description: z.string().nullish(),
  startsAt: z.string(),
  endsAt: z.string(),
  completedAt: z.string().nullish(),
});
const issue = z.object({
  id: z.string(),
  identifier: z.string(),
  url: z.string(),
  title: z.string(),
  description: z.string().nullish(),
  estimate: z.number().nullish(),
  createdAt: z.string(),
  updatedAt: z.string(),
  startedAt: z.string().nullish(),
  completedAt: z.string().nullish(),
  state: z.object({ name: z.string(), type: z.string() }),
  assignee: z.object({ name: z.string(), email: z.string().nullish() }).nullish(),
  cycle: cycle.nullish(),
  project: z
    .object({ id: z.string(), name: z.string(), description: z.string().nullish() })
    .nullish(),
});
const issues = z.object({
  issues: z.object({
    nodes: z.array(issue),
    pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullish() }),
  }),
});

const cycleFields = 'id number name description startsAt endsAt completedAt';
const issueFields = `id identifier url title description estimate createdAt updatedAt startedAt
  completedAt state { name type } assignee { name email } cycle { ${cycleFields} }
  project { id name description }`;
const issuesQuery = `query($first: Int!, $after: String, $filter: IssueFilter) {
  issues(first: $first, after: $after, filter: $filter, orderBy: updatedAt) {
    nodes { ${issueFields} } pageInfo { hasNextPage endCursor }
  }
}`;

const failures = z.object({
  errors: z
    .array(
      z.object({
        message: z.string(),
        extensions: z
          .object({ code: z.string().optional(), userPresentableMessage: z.string().optional() })
          .optional(),
      }),
    )
    .min(1),
});

/** For how long Linear wants to be left alone: its limits come as an error, with the moment they end. */
function linearFault(
  response: Response,
  body: unknown,
  now: Temporal.Instant,
): TrackerFault | undefined {
  const read = failures.safeParse(body);
  const [error] = read.success ? read.data.errors : [];
  if (!error) return undefined;
  if (error.extensions?.code === 'RATELIMITED') {
    const reset = Number(response.headers.get('x-ratelimit-requests-reset'));
    const seconds = Math.ceil((reset - now.epochMilliseconds) / 1000);
    const wait = Math.min(3600, Math.max(1, Number.isFinite(seconds) && reset > 0 ? seconds : 60));
    return new TrackerFault(`It asks to wait ${wait} s.`, wait);
  }
  if (error.extensions?.code === 'AUTHENTICATION_ERROR') {
    return new TrackerFault('It doesn’t accept the token.');
  }
  return new TrackerFault(`It says: ${error.extensions?.userPresentableMessage ?? error.message}`);
}

/** Asks Linear's GraphQL API with a personal API key or an OAuth token. */
export function linearClient(deps: {
  readonly address: string;
  readonly token: string;
  readonly fetch: OutsideFetch;
  readonly now: () => Temporal.Instant;
}): TrackerClient {
  const { address, token, fetch, now } = deps;
  const url = new URL('/graphql', address);
  // API keys go as they are; OAuth tokens are bearer tokens.
  const authorization = token.startsWith('lin_api_') ? token : `Bearer ${token}`;
  const ask = async <S extends z.ZodType>(
    schema: S,
    query: string,
    variables: Record<string, unknown> = {},
  ): Promise<z.output<S>> => {
    const at = now();
    const enveloped = z.object({ data: z.unknown() }).transform(({ data }, issues) => {
      const read = schema.safeParse(data);
      if (read.success) return read.data;
      issues.addIssue({ code: 'custom', message: read.error.issues[0]?.message ?? '' });
      return z.NEVER;
    });
    return askTracker(fetch, enveloped, {
      url,
      headers: { authorization },
      body: { query, variables },
      now: at,
      fault: (response, body) => linearFault(response, body, at),
    });
  };
  const found = async (filter: object, after: string | null) => {
    const { issues: page } = await ask(issues, issuesQuery, { first: pageSize, after, filter });
    const { hasNextPage, endCursor } = page.pageInfo;
    return {
      stories: page.nodes.map((node) => linearStory(node, now())),
      next: hasNextPage ? (endCursor ?? null) : null,
    };
  };
  const inTeam = ({ query }: BacklogScope) => ({ team: { id: { eq: query } } });

  return {
    async account() {
      const { viewer } = await ask(
        z.object({ viewer: z.object({ name: z.string() }) }),
        'query { viewer { name } }',
      );
      return viewer.name;
    },
    async sources(text) {
      const team = z.object({ key: z.string(), name: z.string() });
      const { teams } = await ask(
        z.object({ teams: z.object({ nodes: z.array(team) }) }),
        'query($filter: TeamFilter) { teams(first: 50, filter: $filter) { nodes { key name } } }',
        { filter: text === '' ? {} : { name: { containsIgnoreCase: text } } },
      );
      return teams.nodes.map(({ key, name }) => ({ kind: 'team', key, title: name }));
    },
    async scopeOf({ kind, key }) {
      if (kind !== 'team') throw new TrackerFault('In Linear a backlog follows a team.');
      const team = z.object({
        id: z.string(),
        name: z.string(),
        issueEstimationType: z.string(),
      });
      const { teams } = await ask(
        z.object({ teams: z.object({ nodes: z.array(team) }) }),
        'query($filter: TeamFilter) { teams(first: 1, filter: $filter) { nodes { id name issueEstimationType } } }',
        { filter: { key: { eq: key } } },
      );
      const [one] = teams.nodes;
      if (!one) throw new TrackerFault(`There is no team ${key} there.`);
      const estimate = one.issueEstimationType === 'notUsed' ? null : 'estimate';
      const scope = { query: one.id, estimate, sprint: 'cycle', epic: 'project' };
      return { title: one.name, scope, total: null };
    },
    page(scope, { since, now: at, cursor }) {
      const filter = since
        ? { updatedAt: { gte: since.subtract({ minutes: 2 }).toString() } }
        : {
            or: [
              { state: { type: { nin: ['completed', 'canceled', 'duplicate'] } } },
              { updatedAt: { gte: at.subtract({ hours: doneHours }).toString() } },
            ],
          };
      return found({ ...inTeam(scope), ...filter }, cursor);
    },
    async stories(scope, ids) {
      return (await found({ ...inTeam(scope), id: { in: ids } }, null)).stories;
    },
    async sprint(id) {
      const { cycles } = await ask(
        z.object({ cycles: z.object({ nodes: z.array(cycle) }) }),
        `query($filter: CycleFilter) { cycles(first: 1, filter: $filter) { nodes { ${cycleFields} } } }`,
        { filter: { id: { eq: id } } },
      );
      const [one] = cycles.nodes;
      return one && linearCycle(one, now());
    },
  };
}

function linearCycle(one: z.output<typeof cycle>, now: Temporal.Instant): OutsideSprint {
  const begun = Temporal.Instant.compare(Temporal.Instant.from(one.startsAt), now) <= 0;
  return {
    id: one.id,
    title: one.name || `Cycle ${one.number}`,
    goal: one.description ?? '',
    startsAt: one.startsAt,
    endsAt: one.endsAt,
    state: one.completedAt ? 'closed' : begun ? 'running' : 'planned',
  };
}

function categoryOf({ name, type }: z.output<typeof issue>['state']): OutsideStory['category'] {
  switch (type) {
    case 'completed':
      return 'done';
    case 'canceled':
    case 'duplicate':
      return 'dropped';
    case 'started':
      return /review/i.test(name) ? 'in-review' : 'in-progress';
    default:
      return 'open';
  }
}

function linearStory(node: z.output<typeof issue>, now: Temporal.Instant): OutsideStory {
  const { project } = node;
  return {
    id: node.id,
    key: node.identifier,
    address: node.url,
    title: node.title,
    description: node.description ?? '',
    status: node.state.name,
    category: categoryOf(node.state),
    estimate: node.estimate ?? null,
    assignee: node.assignee
      ? { name: node.assignee.name, email: node.assignee.email ?? null }
      : null,
    epic: project
      ? {
          id: project.id,
          key: project.name,
          title: project.name,
          text: project.description ?? '',
        }
      : null,
    sprints: node.cycle ? [linearCycle(node.cycle, now)] : [],
    createdAt: node.createdAt,
    startedAt: node.startedAt ?? null,
    doneAt: node.completedAt ?? null,
    changedAt: node.updatedAt,
  };
}
