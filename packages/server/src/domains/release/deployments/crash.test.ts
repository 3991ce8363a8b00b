import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import { createApp } from '../../../app.ts';
import { testSecrets } from '../../../testing/test-secrets.ts';
import { connect } from '../../../platform/database/connect.ts';
import { releaseApp, until } from '../testing/release-app.ts';

test('a deployment outlives the server that began it, and its running step runs once', async () => {
  const traces = mkdtempSync(join(tmpdir(), 'throughline-traces-'));
  onTestFinished(() => rmSync(traces, { recursive: true, force: true }));
  chmodSync(traces, 0o777);
  const own = await releaseApp({
    '.throughline/pipeline.yaml': JSON.stringify({
      version: 1,
      steps: [
        {
          name: 'Long',
          run: `echo x >> ${traces}/begun; until test -e ${traces}/go; do sleep 0.1; done; echo through`,
        },
        { name: 'Next', run: `echo x >> ${traces}/next` },
      ],
    }),
  });
  own.source.commit('feat: one');
  await own.runner();
  const release = await own.cut(await own.connect());
  const environment = await own.environment('production', true);
  const { ref } = await own.admin.call('release.deployRelease', { body: { release, environment } });
  await until(async () => {
    try {
      return readFileSync(join(traces, 'begun'), 'utf8') === 'x\n';
    } catch {
      return false;
    }
  }, 'the step');

  // The server is gone from one moment to the next: no database, no port, nothing finished.
  const { port } = own.app.http.server.address() as AddressInfo;
  const url = own.app.database.options.connectionString ?? '';
  await own.app.database.pool.end();
  own.app.http.server.closeAllConnections();
  await new Promise((resolve) => own.app.http.server.close(resolve));

  writeFileSync(join(traces, 'go'), '');
  const database = connect({ url }, 6);
  const next = await createApp({
    configuration: {
      host: '127.0.0.1',
      port,
      publicUrl: 'http://throughline.test',
      dataDir: '/nonexistent',
      databaseUrl: undefined,
      secretKey: undefined,
      adminKey: undefined,
      organisation: '',
      mail: undefined,
      demo: false,
      rehearsalBegins: undefined,
      rehearsalPort: 0,
      rehearsalUrl: 'http://rehearsal.test',
    },
    database,
    secrets: testSecrets,
    clock: own.app.clock,
    log: pino({ level: 'fatal' }),
    checkout: '/nonexistent',
    say: () => undefined,
  });
  onTestFinished(async () => {
    await next.stop();
    await database.close();
    await own.stop().catch(() => undefined);
  });
  await next.http.listen({ host: '127.0.0.1', port });
  const headers = { authorization: `Bearer ${own.admin.key}` };
  const view = await until(async () => {
    const response = await fetch(`http://127.0.0.1:${port}/api/v1/deployments/${ref}`, { headers });
    const found = (await response.json()) as { state: string; steps: { attempts: object[] }[] };
    return found.state === 'succeeded' && found;
  }, 'the deployment on the next server');
  expect(view.steps.map(({ attempts }) => attempts.length)).toEqual([1, 1]);
  expect(readFileSync(join(traces, 'begun'), 'utf8')).toBe('x\n');
  expect(readFileSync(join(traces, 'next'), 'utf8')).toBe('x\n');
});
