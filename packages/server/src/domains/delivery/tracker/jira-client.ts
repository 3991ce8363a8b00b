import { z } from 'zod';
import type { OutsideFetch } from '../../../platform/outside/outside-fetch.ts';
import { askTracker } from './ask-tracker.ts';
import { jiraStory, jiraSprint, type JiraIssue } from './jira-story.ts';
import {
  TrackerFault,
  type BacklogScope,
  type OutsideSource,
  type OutsideStory,
  type PageWanted,
  type TrackerClient,
} from './outside-story.ts';

const pageSize = 100;
/** What is done for longer is the past, and isn't read at first. */
const doneDays = 90;

const issue = z.object({
  id: z.string(),
  key: z.string(),
  fields: z.record(z.string(), z.unknown()),
});
const cloudPage = z.object({ issues: z.array(issue), nextPageToken: z.string().nullish() });
const serverPage = z.object({ issues: z.array(issue), startAt: z.number(), total: z.number() });
const field = z.object({
  id: z.string(),
  name: z.string(),
  schema: z.object({ custom: z.string().optional() }).optional(),
});
const board = z.object({ id: z.number(), name: z.string() });
const project = z.object({
  id: z.string(),
  key: z.string(),
  name: z.string(),
  style: z.string().optional(),
});
const configuration = z.object({
  filter: z.object({ id: z.coerce.string().regex(/^\d+$/) }),
  estimation: z.object({ field: z.object({ fieldId: z.string() }).optional() }).optional(),
});

const greenhopper = 'com.pyxis.greenhopper.jira';
const customs = {
  sprint: `${greenhopper}:gh-sprint`,
  epic: `${greenhopper}:gh-epic-link`,
  points: `${greenhopper}:jsw-story-points`,
};

const common = [
  'summary',
  'description',
  'status',
  'resolution',
  'assignee',
  'issuetype',
  'parent',
  'created',
  'updated',
  'resolutiondate',
];

/**
 * Asks Jira: its Cloud with an account's e-mail address and API token, a Data Center with a personal
 * access token alone. Pages go by what each offers: a token there, a place here.
 */
export function jiraClient(deps: {
  readonly address: string;
  readonly account: string;
  readonly token: string;
  readonly fetch: OutsideFetch;
  readonly now: () => Temporal.Instant;
}): TrackerClient {
  const { address, account, token, fetch, now } = deps;
  const cloud = account !== '';
  const authorization = cloud
    ? `Basic ${Buffer.from(`${account}:${token}`).toString('base64')}`
    : `Bearer ${token}`;
  const ask = <S extends z.ZodType>(schema: S, path: string, body?: unknown) =>
    askTracker(fetch, schema, {
      // A path is added to the address, which may have one of its own (`/jira`).
      url: new URL(`${address.replace(/\/+$/, '')}${path}`),
      headers: { authorization },
      body,
      now: now(),
      fault: (response) =>
        response.status === 404
          ? new TrackerFault('There is no such thing there, or the token may not read it.')
          : undefined,
    });

  const fieldsOf = ({ estimate, sprint, epic }: BacklogScope) => [
    ...common,
    ...[estimate, sprint, epic].flatMap((one) => one ?? []),
  ];
  const shaped = (scope: BacklogScope, issues: readonly JiraIssue[]) =>
    issues.flatMap((one) => jiraStory(one, scope, address) ?? []);

  const search = async (
    scope: BacklogScope,
    asked: { jql: string; cursor: string | null; ids?: readonly string[] },
  ) => {
    const { jql, cursor, ids } = asked;
    const wanted = { jql, fields: fieldsOf(scope), maxResults: pageSize };
    if (cloud) {
      const found = await ask(cloudPage, '/rest/api/2/search/jql', {
        ...wanted,
        ...(cursor === null ? {} : { nextPageToken: cursor }),
        // The index may lag behind what a webhook has just said; of these it is brought up first.
        ...(ids ? { reconcileIssues: ids.map(Number) } : {}),
      });
      return { stories: shaped(scope, found.issues), next: found.nextPageToken ?? null };
    }
    const startAt = cursor === null ? 0 : Number(cursor);
    const found = await ask(serverPage, '/rest/api/2/search', { ...wanted, startAt });
    const end = found.startAt + found.issues.length;
    return {
      stories: shaped(scope, found.issues),
      next: end < found.total && found.issues.length > 0 ? String(end) : null,
    };
  };

  const count = async (jql: string) => {
    if (!cloud) {
      const asked = { jql, maxResults: 0, fields: ['key'] };
      return (await ask(serverPage, '/rest/api/2/search', asked)).total;
    }
    const counted = z.object({ count: z.number() });
    return (await ask(counted, '/rest/api/3/search/approximate-count', { jql })).count;
  };

  /** What still matters: what isn't done, and what was done lately. */
  const everything = (query: string) =>
    `${query} AND (statusCategory != Done OR updated >= -${doneDays}d)`;

  return {
    async account() {
      const me = await ask(z.object({ displayName: z.string() }), '/rest/api/2/myself');
      return me.displayName;
    },
    async sources(text) {
      const like = encodeURIComponent(text);
      const boards = await ask(
        z.object({ values: z.array(board) }),
        `/rest/agile/1.0/board?maxResults=20&name=${like}`,
      );
      const projects = cloud
        ? (
            await ask(
              z.object({ values: z.array(project) }),
              `/rest/api/2/project/search?maxResults=20&query=${like}`,
            )
          ).values
        : (await ask(z.array(project), '/rest/api/2/project')).filter(({ key, name }) =>
            `${key} ${name}`.toLowerCase().includes(text.toLowerCase()),
          );
      return [
        ...projects.slice(0, 20).map(({ key, name }): OutsideSource => ({
          kind: 'project',
          key,
          title: name,
        })),
        ...boards.values.map(({ id, name }): OutsideSource => ({
          kind: 'board',
          key: String(id),
          title: name,
        })),
      ];
    },
    async scopeOf({ kind, key }) {
      if (kind === 'team') throw new TrackerFault('Jira has projects and boards, no teams.');
      const fields = await ask(z.array(field), '/rest/api/2/field');
      const custom = (type: string) => fields.find(({ schema }) => schema?.custom === type)?.id;
      const found = await (kind === 'board' ? boardScope(key) : projectScope(key));
      const points =
        fields.find(({ name }) => name === 'Story Points')?.id ?? custom(customs.points) ?? null;
      const scope: BacklogScope = {
        query: found.query,
        estimate:
          found.estimate ?? (found.simple ? (custom(customs.points) ?? points) : points) ?? null,
        sprint: custom(customs.sprint) ?? null,
        epic: custom(customs.epic) ?? null,
      };
      return { title: found.title, scope, total: await count(everything(found.query)) };
    },
    page(scope, { since, now: at, cursor }: PageWanted) {
      // A moment in a query would be read in the account's own zone; so many minutes ago isn't.
      const minutes = since ? Math.ceil(since.until(at).total('minutes')) + 2 : 0;
      const jql = since
        ? `${scope.query} AND updated >= -${minutes}m ORDER BY updated ASC`
        : `${everything(scope.query)} ORDER BY created ASC`;
      return search(scope, { jql, cursor });
    },
    async stories(scope, ids): Promise<OutsideStory[]> {
      const numbers = ids.filter((id) => /^\d+$/.test(id));
      if (numbers.length === 0) return [];
      const jql = `${scope.query} AND id in (${numbers.join(', ')})`;
      return (await search(scope, { jql, cursor: null, ids: numbers })).stories;
    },
    async sprint(id) {
      if (!/^\d+$/.test(id)) return undefined;
      return jiraSprint(await ask(z.unknown(), `/rest/agile/1.0/sprint/${id}`));
    },
  };

  async function boardScope(key: string) {
    if (!/^\d+$/.test(key)) throw new TrackerFault('A board is named by its number.');
    const { name } = await ask(board, `/rest/agile/1.0/board/${key}`);
    const path = `/rest/agile/1.0/board/${key}/configuration`;
    const { filter, estimation } = await ask(configuration, path);
    const estimate = estimation?.field?.fieldId ?? null;
    return { title: name, query: `filter = ${filter.id}`, estimate, simple: false };
  }

  async function projectScope(key: string) {
    const path = `/rest/api/2/project/${encodeURIComponent(key)}`;
    const { id, name, style } = await ask(project, path);
    if (!/^\d+$/.test(id)) throw new TrackerFault('Its project has no number.');
    return { title: name, query: `project = ${id}`, estimate: null, simple: style === 'next-gen' };
  }
}
