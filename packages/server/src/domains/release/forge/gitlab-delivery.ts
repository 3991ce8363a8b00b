import { z } from 'zod';
import type { ForgeDelivery, ForgeNews, RequestNews } from './forge-news.ts';

const mergeEvent = z.object({
  user: z.object({ username: z.string() }).optional(),
  object_attributes: z.object({
    iid: z.number().int(),
    url: z.string(),
    title: z.string(),
    state: z.string(),
    action: z.string().optional(),
    draft: z.boolean().optional(),
    work_in_progress: z.boolean().optional(),
    source_branch: z.string(),
    target_branch: z.string(),
    source_project_id: z.number(),
    target_project_id: z.number(),
    last_commit: z.object({ id: z.string(), author: z.object({ name: z.string() }).optional() }),
    updated_at: z.string(),
  }),
  labels: z.array(z.object({ title: z.string() })).default([]),
  assignees: z.unknown().optional(),
});
const pipelineEvent = z.object({
  object_attributes: z.object({
    sha: z.string(),
    status: z.string(),
    url: z.string().nullish(),
    detailed_status: z.string().nullish(),
  }),
});

/** `2013-12-03T17:23:34Z`, or `2013-12-03 17:23:34 UTC` as GitLab's older hooks write it. */
function momentOf(text: string): string {
  const iso = text.replace(/^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d) (?:UTC|\+0000)$/, '$1T$2Z');
  const at = Date.parse(iso);
  return new Date(Number.isNaN(at) ? 0 : at).toISOString();
}

const states = { merged: 'merged', closed: 'closed' } as const;
const approvals = {
  approved: 'approved',
  approval: 'approved',
  unapproved: 'none',
  unapproval: 'none',
} as const;

function requestOf({ object_attributes: it, labels }: z.output<typeof mergeEvent>): RequestNews {
  return {
    kind: 'request',
    number: it.iid,
    address: it.url,
    title: it.title,
    author: it.last_commit.author?.name ?? '',
    branch: it.source_project_id === it.target_project_id ? it.source_branch : null,
    target: it.target_branch,
    head: it.last_commit.id,
    state: it.state in states ? states[it.state as keyof typeof states] : 'open',
    draft: it.draft ?? it.work_in_progress ?? false,
    labels: labels.map(({ title }) => title),
    changedAt: momentOf(it.updated_at),
  };
}

const running = new Set(['created', 'waiting_for_resource', 'preparing', 'pending', 'running']);

function newsOf(event: string, body: unknown): ForgeNews[] | undefined {
  switch (event) {
    case 'Push Hook':
    case 'Tag Push Hook':
      return [{ kind: 'push' }];
    case 'Merge Request Hook': {
      const { data } = mergeEvent.safeParse(body);
      if (!data) return undefined;
      const request = requestOf(data);
      const action = data.object_attributes.action ?? '';
      if (!(action in approvals)) return [request];
      const verdict = approvals[action as keyof typeof approvals];
      const reviewer = data.user?.username ?? '';
      return [{ kind: 'review', number: request.number, reviewer, verdict, request }];
    }
    case 'Pipeline Hook': {
      const { data } = pipelineEvent.safeParse(body);
      if (!data) return undefined;
      const { sha, status, url, detailed_status: says } = data.object_attributes;
      const state = running.has(status) ? 'pending' : status === 'success' ? 'success' : 'failure';
      return [
        { kind: 'check', sha, name: 'pipeline', state, says: says ?? status, url: url ?? null },
      ];
    }
    default:
      return [];
  }
}

/** A webhook of GitLab's; undefined where it isn't shaped as published. */
export function gitlabDelivery(event: string, body: unknown): ForgeDelivery | undefined {
  const attributes = z.object({ action: z.string().optional() });
  const { data } = z.object({ object_attributes: attributes.optional() }).safeParse(body);
  const news = newsOf(event, body);
  return news && { event: [event, data?.object_attributes?.action ?? ''].join(' ').trim(), news };
}
