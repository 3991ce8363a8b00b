import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request that the site was asked, with its body. */
export interface SiteAsked {
  readonly method: string;
  readonly path: string;
  readonly token: string;
  readonly body: Record<string, unknown>;
}

const textOf = (body: Readonly<Record<string, unknown>>) =>
  typeof body['body'] === 'string' ? body['body'] : '';

/**
 * As much of GitHub's (below `/api/v3`, as an Enterprise Server has it) and GitLab's REST API as is
 * used: statuses, comments, requests, over HTTP, with tokens checked and limits on demand.
 */
export async function forgeSite() {
  const asked: SiteAsked[] = [];
  const comments = new Map<number, string>();
  let busy = 0;
  let refuse: { status: number; message: string } | undefined;

  const answer = ({ method, path, body }: SiteAsked): { status: number; body?: unknown } => {
    const commented = /\/(?:issues|merge_requests)\/\d+\/(?:comments|notes)$/.test(path);
    const one = /\/(?:comments|notes)\/(\d+)$/.exec(path)?.[1];
    if (one) {
      if (!comments.has(Number(one))) return { status: 404, body: { message: 'Not Found' } };
      comments.set(Number(one), textOf(body));
      return { status: 200, body: { id: Number(one), body: body['body'] } };
    }
    if (commented && method === 'GET') {
      return { status: 200, body: [...comments].map(([id, text]) => ({ id, body: text })) };
    }
    if (commented) {
      const id = comments.size + 1;
      comments.set(id, textOf(body));
      return { status: 201, body: { id, body: body['body'] } };
    }
    if (path.includes('/statuses/')) return { status: 201, body: {} };
    if (path.endsWith('/pulls')) {
      const address = 'https://github.example/Codertocat/Hello-World/pull/9';
      return { status: 201, body: { number: 9, html_url: address } };
    }
    if (path.endsWith('/merge_requests') && method === 'POST') {
      return {
        status: 201,
        body: { iid: 9, web_url: 'https://gitlab.example/x/-/merge_requests/9' },
      };
    }
    if (path === '/api/v3/repos/Codertocat/Hello-World') {
      return { status: 200, body: { full_name: 'Codertocat/Hello-World' } };
    }
    if (path === '/api/v4/projects/gitlabhq%2Fgitlab-test') {
      return { status: 200, body: { path_with_namespace: 'gitlabhq/gitlab-test' } };
    }
    return { status: 404, body: { message: 'Not Found' } };
  };

  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString('utf8');
      const path = (request.url ?? '').split('?')[0] ?? '';
      const given = request.headers.authorization ?? request.headers['private-token'] ?? '';
      const one: SiteAsked = {
        method: request.method ?? '',
        path,
        token: String(given),
        body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>),
      };
      asked.push(one);
      const say = (status: number, body: unknown, headers: Record<string, string> = {}) =>
        response
          .writeHead(status, { 'content-type': 'application/json', ...headers })
          .end(JSON.stringify(body));
      const installation = /\/app\/installations\/\d+\/access_tokens$/.test(path);
      if (installation && /^bearer [\w-]+\.[\w-]+\.[\w-]+$/i.test(one.token)) {
        say(201, { token: 'installed-forge-token', expires_at: '2099-01-01T00:00:00Z' });
      } else if (!one.token.endsWith('forge-token')) {
        say(401, { message: 'Bad credentials' });
      } else if (busy > 0) {
        busy -= 1;
        say(429, { message: 'Too many requests' }, { 'retry-after': '45' });
      } else if (refuse && one.method === 'POST') {
        say(refuse.status, { message: refuse.message });
      } else {
        const { status, body } = answer(one);
        say(status, body);
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    comments,
    /** Answers so many requests with 429. */
    beBusy(times: number) {
      busy = times;
    },
    /** Refuses what is posted. */
    refuse(status: number, message: string) {
      refuse = { status, message };
    },
    stop: () => new Promise((resolve) => server.close(resolve)),
  };
}
