import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An issue of a small Jira site, in Jira's words. */
export interface SiteIssue {
  id: string;
  key: string;
  project: string;
  summary: string;
  status?: { name: string; category: 'new' | 'indeterminate' | 'done' };
  resolution?: string;
  points?: number;
  email?: string;
  parent?: { id: string; key: string; summary: string };
  sprints?: SiteSprint[];
  updated: string;
  level?: number;
}

/** A sprint of the site. */
export interface SiteSprint {
  id: number;
  name: string;
  state: 'future' | 'active' | 'closed';
  startDate?: string;
  endDate?: string;
  goal?: string;
}

const fieldsOf = (issue: SiteIssue) => ({
  summary: issue.summary,
  description: `What ${issue.key} is about`,
  status: {
    name: issue.status?.name ?? 'To Do',
    statusCategory: { key: issue.status?.category ?? 'new' },
  },
  resolution: issue.resolution ? { name: issue.resolution } : null,
  assignee: issue.email
    ? { displayName: `Who is ${issue.email}`, emailAddress: issue.email }
    : null,
  issuetype: { name: 'Story', subtask: false, hierarchyLevel: issue.level ?? 0 },
  parent: issue.parent && {
    id: issue.parent.id,
    key: issue.parent.key,
    fields: { summary: issue.parent.summary },
  },
  created: '2026-11-02T10:00:00.000+0100',
  updated: issue.updated,
  resolutiondate: issue.status?.category === 'done' ? issue.updated : null,
  customfield_10016: issue.points ?? null,
  customfield_10020: issue.sprints ?? null,
});

const projects = [
  { id: '10000', key: 'FLD', name: 'Field' },
  { id: '10001', key: 'OPS', name: 'Operations' },
];

/** What of a query in Jira's language the site understands, as a condition. */
function matches(jql: string, issue: SiteIssue, now: number): boolean {
  const project = /project = (\d+)/.exec(jql)?.[1];
  if (project && projects.find(({ id }) => id === project)?.key !== issue.project) return false;
  const ids = /id in \(([^)]*)\)/.exec(jql)?.[1];
  if (ids !== undefined && !ids.split(', ').includes(issue.id)) return false;
  const minutes = /updated >= -(\d+)m/.exec(jql)?.[1];
  const updated = Date.parse(issue.updated);
  if (minutes && updated < now - Number(minutes) * 60_000) return false;
  const open = issue.status?.category !== 'done';
  return !jql.includes('statusCategory != Done') || open || updated >= now - 90 * 86_400_000;
}

/**
 * A small Jira site that answers over HTTP what Jira Cloud's REST API publishes: search by token,
 * fields, projects, sprints. Pages have two issues.
 */
export async function jiraSite(now: () => number) {
  const issues = new Map<string, SiteIssue>();
  const sprints = new Map<number, SiteSprint>();
  const asked: string[] = [];
  const queries: string[] = [];
  let busy = 0;

  const answer = (method: string, url: URL, body: Record<string, unknown>): unknown => {
    const path = url.pathname;
    if (path === '/rest/api/2/myself') return { displayName: 'A robot' };
    if (path === '/rest/api/2/field') {
      return [
        { id: 'summary', name: 'Summary' },
        {
          id: 'customfield_10016',
          name: 'Story Points',
          schema: { custom: 'com.atlassian.jira.plugin.system.customfieldtypes:float' },
        },
        {
          id: 'customfield_10020',
          name: 'Sprint',
          schema: { custom: 'com.pyxis.greenhopper.jira:gh-sprint' },
        },
      ];
    }
    if (path === '/rest/api/2/project/search') return { values: projects };
    if (path === '/rest/agile/1.0/board') return { values: [{ id: 7, name: 'Field board' }] };
    const key = /^\/rest\/api\/2\/project\/(\w+)$/.exec(path)?.[1];
    if (key) return projects.find((one) => one.key === key);
    const sprint = /^\/rest\/agile\/1\.0\/sprint\/(\d+)$/.exec(path)?.[1];
    if (sprint) return sprints.get(Number(sprint));
    const jql = typeof body['jql'] === 'string' ? body['jql'] : '';
    const found = [...issues.values()].filter((issue) => matches(jql, issue, now()));
    if (path === '/rest/api/3/search/approximate-count') return { count: found.length };
    if (method !== 'POST' || path !== '/rest/api/2/search/jql') return undefined;
    queries.push(jql);
    const from = Number(body['nextPageToken'] ?? 0);
    const page = found.slice(from, from + 2);
    return {
      issues: page.map((issue) => ({ id: issue.id, key: issue.key, fields: fieldsOf(issue) })),
      ...(from + 2 < found.length ? { nextPageToken: String(from + 2) } : { isLast: true }),
    };
  };

  const server = createServer((request, response) => {
    void read(request).then((text) => {
      const url = new URL(request.url ?? '/', 'http://site');
      asked.push(`${request.method} ${url.pathname}`);
      if (busy > 0) {
        busy -= 1;
        response.writeHead(429, { 'retry-after': '30' }).end();
        return;
      }
      const wanted = `Basic ${Buffer.from('robot@acme.test:jira-token').toString('base64')}`;
      if (request.headers.authorization !== wanted) {
        response.writeHead(401).end();
        return;
      }
      const body = text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
      const said = answer(request.method ?? 'GET', url, body);
      response
        .writeHead(said === undefined ? 404 : 200, { 'content-type': 'application/json' })
        .end(JSON.stringify(said ?? { errorMessages: ['No such thing'] }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${port}`,
    issues,
    sprints,
    asked,
    queries,
    put(issue: SiteIssue) {
      issues.set(issue.id, issue);
    },
    /** Answers so many requests with 429. */
    beBusy(times: number) {
      busy = times;
    },
    stop: () => new Promise((resolve) => server.close(resolve)),
  };
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
