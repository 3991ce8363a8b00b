import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { releaseApp, type ReleaseApp } from '../testing/release-app.ts';

let own: ReleaseApp;
let secrets: string;
const socket = createServer((connection) => connection.end('hello'));

beforeAll(async () => {
  // As a data folder is: root's own, with a socket in it.
  secrets = mkdtempSync(join(tmpdir(), 'throughline-secrets-'));
  writeFileSync(join(secrets, 'key'), 'the key');
  await new Promise<void>((resolve) => socket.listen(join(secrets, 'socket'), resolve));
  own = await releaseApp();
  await own.runner();
});
afterAll(async () => {
  socket.close();
  rmSync(secrets, { recursive: true, force: true });
  await own.stop();
});

test('a command cannot read what the server has: environment, memory, socket, data, network', async () => {
  const probes = {
    environment: `cat /proc/${process.pid}/environ`,
    memory: `head -c 1 /proc/${process.pid}/mem`,
    files: `ls /proc/${process.pid}/fd`,
    data: `cat ${secrets}/key`,
    socket: `perl -MIO::Socket::UNIX -e 'exit(IO::Socket::UNIX->new(Peer => "${secrets}/socket") ? 0 : 1)'`,
    signal: `kill -0 ${process.pid}`,
    runner: `for p in /proc/[0-9]*; do tr '\\0' '\\n' < $p/environ | grep THROUGHLINE_TOKEN_FD && exit 0; done; exit 1`,
    system: 'touch /usr/local/throughline-was-here',
    rights: 'test "$(id -u)" = 0',
  };
  const script = Object.entries(probes)
    .map(([name, probe]) => `if ( ${probe} ) >/dev/null 2>&1; then echo "reached ${name}"; fi`)
    .join('\n');
  const pipeline = JSON.stringify({
    version: 1,
    steps: [{ name: 'Look round', run: `set +e\n${script}\nenv | cut -d= -f1 | sort\necho done` }],
  });
  own.source.commit('feat: curious', { '.throughline/pipeline.yaml': pipeline });
  const repository = await own.connect();
  const release = await own.cut(repository);
  const environment = await own.environment('production');
  const { ref } = await own.admin.call('release.deployRelease', { body: { release, environment } });
  const view = await own.reaches(ref, 'succeeded', 'failed');
  const attempt = view.steps[0]!.attempts[0]!.ref;
  const { text } = await own.admin.call('release.getAttemptLog', { params: { id: attempt } });
  expect(text).not.toContain('reached');
  expect(text.split('\n').filter((name) => /TOKEN|URL|ADMIN|DATABASE/.test(name))).toEqual([]);
  expect(text).toMatch(/done\n$/);
});
