import { z } from 'zod';
import type { ForgeDelivery, ForgeNews, RequestNews } from './forge-news.ts';

const pullRequest = z.object({
  number: z.number().int(),
  html_url: z.string(),
  title: z.string(),
  state: z.string(),
  draft: z.boolean().optional(),
  merged: z.boolean().optional(),
  merged_at: z.string().nullish(),
  user: z.object({ login: z.string() }).nullish(),
  labels: z.array(z.object({ name: z.string() })).default([]),
  head: z.object({
    ref: z.string(),
    sha: z.string(),
    repo: z.object({ full_name: z.string() }).nullish(),
  }),
  base: z.object({ ref: z.string(), repo: z.object({ full_name: z.string() }) }),
  updated_at: z.string(),
});
const pullEvent = z.object({ action: z.string(), pull_request: pullRequest });
const reviewEvent = z.object({
  action: z.string(),
  review: z.object({ state: z.string(), user: z.object({ login: z.string() }).nullish() }),
  pull_request: pullRequest,
});
const statusEvent = z.object({
  sha: z.string(),
  context: z.string(),
  state: z.enum(['pending', 'success', 'failure', 'error']),
  description: z.string().nullish(),
  target_url: z.string().nullish(),
});
const checkEvent = z.object({
  action: z.string(),
  check_run: z.object({
    name: z.string(),
    head_sha: z.string(),
    status: z.string(),
    conclusion: z.string().nullish(),
    details_url: z.string().nullish(),
    output: z.object({ title: z.string().nullish() }).partial().optional(),
  }),
});

function requestOf(pull: z.output<typeof pullRequest>): RequestNews {
  const own = pull.head.repo?.full_name === pull.base.repo.full_name;
  const merged = pull.merged === true || typeof pull.merged_at === 'string';
  return {
    kind: 'request',
    number: pull.number,
    address: pull.html_url,
    title: pull.title,
    author: pull.user?.login ?? '',
    branch: own ? pull.head.ref : null,
    target: pull.base.ref,
    head: pull.head.sha,
    state: merged ? 'merged' : pull.state === 'closed' ? 'closed' : 'open',
    draft: pull.draft ?? false,
    labels: pull.labels.map(({ name }) => name),
    changedAt: pull.updated_at,
  };
}

const verdicts = {
  approved: 'approved',
  changes_requested: 'changes-requested',
  dismissed: 'none',
} as const;

const passed = new Set(['success', 'neutral', 'skipped']);

function newsOf(event: string, body: unknown): ForgeNews[] | undefined {
  switch (event) {
    case 'push':
    case 'create':
    case 'delete':
      return [{ kind: 'push' }];
    case 'pull_request': {
      const { data } = pullEvent.safeParse(body);
      return data && [requestOf(data.pull_request)];
    }
    case 'pull_request_review': {
      const { data } = reviewEvent.safeParse(body);
      if (!data) return undefined;
      const said = data.review.state.toLowerCase();
      const request = { ...requestOf(data.pull_request) };
      // A comment alone is no verdict, and leaves the reviewer's last one.
      if (!(said in verdicts)) return [request];
      const verdict = verdicts[said as keyof typeof verdicts];
      const reviewer = data.review.user?.login ?? '';
      return [{ kind: 'review', number: request.number, reviewer, verdict, request }];
    }
    case 'status': {
      const { data } = statusEvent.safeParse(body);
      if (!data) return undefined;
      const { sha, context, description, target_url: url } = data;
      const state = data.state === 'error' ? 'failure' : data.state;
      return [
        { kind: 'check', sha, name: context, state, says: description ?? '', url: url ?? null },
      ];
    }
    case 'check_run': {
      const { data } = checkEvent.safeParse(body);
      if (!data) return undefined;
      const { name, head_sha: sha, status, conclusion, details_url: url, output } = data.check_run;
      const done = status === 'completed' ? passed.has(conclusion ?? '') : undefined;
      const state = done === undefined ? 'pending' : done ? 'success' : 'failure';
      return [
        {
          kind: 'check',
          sha,
          name,
          state,
          says: output?.title ?? conclusion ?? '',
          url: url ?? null,
        },
      ];
    }
    default:
      return [];
  }
}

/** A webhook of GitHub's; undefined where it isn't shaped as published. */
export function githubDelivery(event: string, body: unknown): ForgeDelivery | undefined {
  const { data } = z.object({ action: z.string().optional() }).safeParse(body);
  const news = newsOf(event, body);
  return news && { event: [event, data?.action ?? ''].join(' ').trim(), news };
}
