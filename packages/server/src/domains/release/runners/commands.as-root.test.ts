import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { releaseApp, until, type ReleaseApp } from '../testing/release-app.ts';

let own: ReleaseApp;
let secrets: string;
let repository: Awaited<ReturnType<ReleaseApp['connect']>>;
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
    network: `perl -MIO::Socket::INET -e 'exit(IO::Socket::INET->new(PeerAddr => "127.0.0.1:${new URL(own.address).port}") ? 0 : 1)'`,
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
  repository = await own.connect();
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

test('a step’s secret is its own: masked in its log, and out of reach of a step beside it', async () => {
  const secret = 'tok-1d9f3a-very-secret';
  await own.admin.call('release.setDeploymentSecret', {
    params: { id: repository },
    body: { name: 'TOKEN', value: secret },
  });
  const holds = await own.environment('holds');
  const looks = await own.environment('looks');
  // Whoever looks knows what to look for only by its form.
  const look = `cat /proc/[0-9]*/environ 2>/dev/null | tr '\\0' '\\n' | grep -o 'tok-1d[a-z0-9-]*' || echo nothing`;
  const pipeline = {
    version: 1,
    environments: {
      holds: {
        steps: [
          {
            name: 'Hold',
            run: 'echo "begun with $TOKEN"; printf %s "$TOKEN" | base64; sleep 60',
            secrets: ['TOKEN'],
            memory: '512m',
          },
        ],
      },
      looks: {
        steps: [
          { name: 'Look', run: `set +e\n${look}\nenv | grep TOKEN` + '\ntrue' },
          { name: 'With the network', run: `set +e\n${look}\ntrue`, network: true },
        ],
      },
    },
  };
  own.source.commit('feat: secret', { '.throughline/pipeline.yaml': JSON.stringify(pipeline) });
  await own.fetch(repository);
  const release = await own.cut(repository);
  const deploy = async (environment: typeof holds) =>
    (await own.admin.call('release.deployRelease', { body: { release, environment } })).ref;
  const log = async (ref: Awaited<ReturnType<typeof deploy>>, step: number) => {
    const attempt = (await own.deployment(ref)).steps[step]?.attempts[0]?.ref;
    return attempt === undefined
      ? ''
      : (await own.admin.call('release.getAttemptLog', { params: { id: attempt } })).text;
  };
  const holding = await deploy(holds);
  // The log holds neither the secret nor its base64: `***` in both lines.
  await until(async () => (await log(holding, 0)).split('***').length === 3, 'the masked log');
  const looking = await deploy(looks);
  await own.reaches(looking, 'succeeded', 'failed');
  expect(await log(looking, 0)).toBe('nothing\n');
  expect(await log(looking, 1)).toBe('nothing\n');
  const written = await log(holding, 0);
  expect(written).toContain('begun with ***');
  expect(written).not.toContain(secret);
  await own.admin.call('release.cancelDeployment', { params: { id: holding }, body: {} });
  await own.reaches(holding, 'cancelled');
});
