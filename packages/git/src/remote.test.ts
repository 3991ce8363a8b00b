import { spawn } from 'node:child_process';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openCache } from './cache.ts';
import { commitTree } from './commit-tree.ts';
import { readCommit } from './commits.ts';
import { fetchRemote } from './fetch-remote.ts';
import { pushRef } from './push-refs.ts';
import type { Remote } from './remote.ts';
import { temporaryFolder, workTree, type WorkTree } from './testing/test-repository.ts';

const password = 'pa$$ "word%0a';

/** Git's own HTTP server (git-http-backend, a CGI program) behind basic authentication. */
async function served(source: WorkTree): Promise<{ port: number; requests: IncomingMessage[] }> {
  const requests: IncomingMessage[] = [];
  const expected = `Basic ${Buffer.from(`ada@example.com:${password}`).toString('base64')}`;
  const server = createServer((request, response) => {
    requests.push(request);
    if (request.url?.startsWith('/moved')) {
      const { port } = server.address() as AddressInfo;
      const location = `http://127.0.0.1:${port}${request.url.replace('/moved', '')}`;
      response.writeHead(302, { location }).end();
    } else if (request.headers.authorization !== expected) {
      response.writeHead(401, { 'www-authenticate': 'Basic realm="git"' }).end();
    } else backend(dirname(source.path), request, response);
  });
  server.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { port: (server.address() as AddressInfo).port, requests };
}

function backend(root: string, request: IncomingMessage, response: ServerResponse): void {
  const url = new URL(request.url ?? '/', 'http://x');
  const child = spawn('git', ['http-backend'], {
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: root,
      GIT_PROJECT_ROOT: root,
      GIT_HTTP_EXPORT_ALL: '1',
      GIT_CONFIG_COUNT: '1',
      GIT_CONFIG_KEY_0: 'http.receivepack',
      GIT_CONFIG_VALUE_0: 'true',
      GIT_PROTOCOL: String(request.headers['git-protocol'] ?? ''),
      PATH_INFO: url.pathname,
      QUERY_STRING: url.search.slice(1),
      REQUEST_METHOD: request.method ?? 'GET',
      CONTENT_TYPE: request.headers['content-type'] ?? '',
      HTTP_CONTENT_ENCODING: request.headers['content-encoding'] ?? '',
      REMOTE_USER: 'ada',
    },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  request.pipe(child.stdin);
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.on('close', () => {
    const output = Buffer.concat(chunks);
    const end = output.indexOf('\r\n\r\n');
    for (const line of output.subarray(0, end).toString().split('\r\n')) {
      const [name = '', value = ''] = line.split(': ');
      if (name === 'Status') response.statusCode = Number.parseInt(value, 10);
      else response.setHeader(name, value);
    }
    response.end(output.subarray(end + 4));
  });
}

function repository(): { source: WorkTree; first: string } {
  const source = workTree();
  const first = source.commit('first', { a: 'x' });
  source.run('config', 'core.bare', 'true');
  return { source, first };
}

async function open(remote: Omit<Remote, 'allow'>) {
  const directory = join(temporaryFolder(), 'cache');
  return await openCache({ directory, remote: { allow: ['http'], ...remote } });
}

test('over HTTP a remote is fetched and pushed to with credentials that are nowhere written', async () => {
  const { source, first } = repository();
  const { port } = await served(source);
  const cache = await open({
    address: `http://127.0.0.1:${port}/source/.git`,
    credentials: { username: 'ada@example.com', password },
  });
  expect((await fetchRemote(cache)).defaultBranch).toBe('main');
  const { tree } = await readCommit(cache, first);
  const author = { name: 'A', email: 'a@b', at: '2024-06-01T00:00:00Z' };
  const to = await commitTree(cache, { tree, parents: [first], message: 'next\n', author });
  const push = await pushRef(cache, { ref: 'refs/heads/main', to, expected: first });
  expect(push).toMatchObject({ outcome: 'landed' });
  expect(source.run('rev-parse', 'main')).toBe(to);
});

test('wrong or no credentials are denied, and no error shows them', async () => {
  const { source, first } = repository();
  const { port } = await served(source);
  const address = `http://127.0.0.1:${port}/source/.git`;
  await expect(fetchRemote(await open({ address }))).rejects.toMatchObject({
    code: 'access_denied',
  });
  const wrong = { username: 'ada@example.com', password: 'wrong-s3cret' };
  const cache = await open({ address, credentials: wrong });
  const error = await fetchRemote(cache).catch((failure: unknown) => failure);
  expect(error).toMatchObject({ code: 'access_denied' });
  expect(JSON.stringify(error) + String(error)).not.toContain('s3cret');
  const push = { ref: 'refs/heads/main', to: undefined, expected: first };
  expect(await pushRef(cache, push)).toMatchObject({ outcome: 'denied' });
});

test('a missing repository is told apart from a missing host', async () => {
  const { source } = repository();
  const { port } = await served(source);
  const credentials = { username: 'ada@example.com', password };
  const missing = await open({ address: `http://127.0.0.1:${port}/other.git`, credentials });
  await expect(fetchRemote(missing)).rejects.toMatchObject({ code: 'not_a_repository' });
});

test('a pinned host is reached at its address, without a name server', async () => {
  const { source } = repository();
  const { port, requests } = await served(source);
  const cache = await open({
    address: `http://git.does-not-exist.invalid:${port}/source/.git`,
    credentials: { username: 'ada@example.com', password },
    pinned: ['127.0.0.1'],
  });
  expect((await fetchRemote(cache)).defaultBranch).toBe('main');
  expect(requests[0]?.headers.host).toBe(`git.does-not-exist.invalid:${port}`);
  const named = { ...cache.remote, pinned: ['localhost'] };
  await expect(fetchRemote({ ...cache, remote: named })).rejects.toMatchObject({
    code: 'address_refused',
  });
});

test('a redirect is not followed: it could lead anywhere', async () => {
  const { source } = repository();
  const { port, requests } = await served(source);
  const cache = await open({
    address: `http://127.0.0.1:${port}/moved/source/.git`,
    credentials: { username: 'ada@example.com', password },
  });
  await expect(fetchRemote(cache)).rejects.toMatchObject({ code: 'unreachable' });
  expect(requests.map(({ url }) => url?.startsWith('/moved'))).toEqual([true]);
  expect(requests[0]?.headers.authorization).toBeUndefined();
});

test('all HTTP goes through a given proxy', async () => {
  const asked: string[] = [];
  const proxy = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.writeHead(403).end();
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => proxy.once('listening', resolve));
  onTestFinished(() => {
    proxy.closeAllConnections();
    proxy.close();
  });
  const { port } = proxy.address() as AddressInfo;
  const cache = await open({
    address: 'http://git.does-not-exist.invalid/core.git',
    proxy: `http://127.0.0.1:${port}`,
  });
  await expect(fetchRemote(cache)).rejects.toMatchObject({ code: 'access_denied' });
  expect(asked[0]).toBe(
    'http://git.does-not-exist.invalid/core.git/info/refs?service=git-upload-pack',
  );
});

test('git:// and SSH refuse what they can’t honour', async () => {
  for (const [address, more] of [
    ['git://example.com/x', { pinned: ['192.0.2.1'] }],
    ['git://example.com/x', { proxy: 'http://127.0.0.1:1' }],
    ['ssh://git@example.com/x', { proxy: 'http://127.0.0.1:1' }],
    ['https://example.com/x', { pinned: [] }],
    ['https://example.com/x', { credentials: { username: 'a\nhost=evil', password: 'b' } }],
  ] as const) {
    const cache = await open({ address, ...more });
    const remote = { ...cache.remote, allow: ['git', 'ssh', 'https'] as const };
    await expect(fetchRemote({ ...cache, remote }), address).rejects.toMatchObject({
      code: 'address_refused',
    });
  }
});
