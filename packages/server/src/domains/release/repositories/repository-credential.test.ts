import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, normalize } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { releaseApp, until, type ReleaseApp } from '../testing/release-app.ts';

const password = 'pa$$ "word%0a';
let own: ReleaseApp;
let server: Server;
let address: string;

/** The remote's files over HTTP, as Git can fetch them from any web server, for one user only. */
beforeAll(async () => {
  own = await releaseApp();
  const expected = `Basic ${Buffer.from(`ada@example.com:${password}`).toString('base64')}`;
  server = createServer((request, response) => {
    if (request.headers.authorization !== expected) {
      response.writeHead(401, { 'www-authenticate': 'Basic realm="git"' }).end();
      return;
    }
    const { pathname } = new URL(request.url ?? '/', 'http://x');
    readFile(join(own.source.root, normalize(pathname))).then(
      (bytes) => response.end(bytes),
      () => response.writeHead(404).end(),
    );
  });
  server.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/shop.git`;
  own.source.remoteGit('update-server-info');
  await own.admin.call('release.changeReleaseSettings', { body: { remoteHosts: ['127.0.0.1'] } });
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await own.stop();
});

test('a remote is asked with the credential, which nobody can read again', async () => {
  const { admin, app } = own;
  const { ref } = await admin.call('release.connectRepository', {
    body: { address, credential: { username: 'ada@example.com', password: 'wrong' } },
  });
  const view = () => admin.call('release.getRepository', { params: { id: ref } });
  const reaches = (state: string) =>
    until(async () => (await view()).state === state && (await view()), state);
  expect(await reaches('unreachable')).toMatchObject({
    fetchProblem: 'The remote asks for other credentials.',
    credential: { username: 'ada@example.com' },
  });
  const change = async (credential: { username: string; password: string } | null) => {
    const { revision: ifMatch } = await view();
    await admin.call('release.changeRepository', {
      params: { id: ref },
      body: { credential },
      ifMatch,
    });
    await admin.call('release.fetchRepository', { params: { id: ref } });
  };
  await change({ username: 'ada@example.com', password });
  expect(await reaches('connected')).toMatchObject({ defaultBranch: 'main', commits: 1 });
  const { rows } = await sql<{ text: string }>`
    select (select string_agg(ledger.after::text, ' ') from ledger) ||
      (select string_agg(repository::text, ' ') from repository) as text
  `.execute(app.database.db);
  expect(rows[0]?.text).toContain('ada@example.com');
  expect(rows[0]?.text).not.toContain('pa$$');
  expect(JSON.stringify(await view())).not.toContain('pa$$');

  await change(null);
  expect(await reaches('unreachable')).toMatchObject({ credential: null });
});

test('a credential for a folder, or one that could break a line, is refused', async () => {
  const { admin, source } = own;
  const attempt = (to: string, username: string) =>
    admin.attempt('release.connectRepository', {
      body: { address: to, credential: { username, password: 'x' } },
    });
  expect(await attempt(source.remote, 'ada')).toMatchObject({
    status: 422,
    body: { code: 'release.credential_refused' },
  });
  expect(await attempt(address, 'ada\npassword=x')).toMatchObject({ status: 422 });
  expect(await attempt(address.replace('//', '//ada:x@'), 'ada')).toMatchObject({
    status: 422,
    body: { code: 'release.address_refused' },
  });
});
