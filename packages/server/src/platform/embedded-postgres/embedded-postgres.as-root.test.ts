import { chmodSync, cpSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';

import { ask, hold, ownerSuite } from '../../../../../test/support/database-owner-suite.ts';
import { openTrialAs } from '../../../../../test/support/holder-trial.ts';
import { removeEmbeddedPostgres, startEmbeddedPostgres } from './index.ts';

const quietly = { say: () => undefined, checkout: 'a test', address: 'nowhere' };

const trial = await openTrialAs('nobody');

ownerSuite(trial);

test('another account is turned away by its name, even where the socket is open to all', async () => {
  const dataDir = trial.dataDir('d'.repeat(100));
  const { holder, ready } = await hold(trial, dataDir);
  const socket = join(ready.host, '.s.PGSQL.5432');
  for (const path of [ready.host, socket]) chmodSync(path, 0o777);
  expect(await trial.runAs('daemon', knock(socket))).toContain('Peer authentication failed');
  await holder.end('SIGTERM');
});

test('a database that an ordinary user made runs as that user when root starts it', async () => {
  const dataDir = trial.dataDir();
  const first = await hold(trial, dataDir);
  await ask(first.ready, 'create table kept as select 1 as n');
  await first.holder.end('SIGTERM');
  const asRoot = await startEmbeddedPostgres({ ...quietly, dataDir });
  expect(await ask(asRoot.connection, 'select n from kept')).toEqual([{ n: 1 }]);
  await asRoot.stop();
  const again = await hold(trial, dataDir);
  expect(await ask(again.ready, 'select n from kept')).toEqual([{ n: 1 }]);
  await again.holder.end('SIGTERM');
});

test("root's data directory takes its database along when it is moved; a copy is refused", async () => {
  const folder = mkdtempSync(join(tmpdir(), 'throughline-moved-'));
  const [origin, copy, moved] = [
    join(folder, 'origin'),
    join(folder, 'copy'),
    join(folder, 'moved'),
  ];
  const first = await startEmbeddedPostgres({ ...quietly, dataDir: origin });
  await first.stop();
  cpSync(origin, copy, { recursive: true });
  await expect(startEmbeddedPostgres({ ...quietly, dataDir: copy })).rejects.toThrow(
    `${copy} is a copy of ${origin}`,
  );
  rmSync(copy, { recursive: true });
  renameSync(origin, moved);
  const second = await startEmbeddedPostgres({ ...quietly, dataDir: moved });
  expect(second.connection.host).toBe(first.connection.host);
  await second.stop();
  await removeEmbeddedPostgres(moved);
  rmSync(folder, { recursive: true });
});

/** A program that opens PostgreSQL's conversation on a socket and prints the answer. */
function knock(socket: string): string {
  return `import { connect } from 'node:net';
    const names = 'user\\0throughline\\0database\\0throughline\\0\\0';
    const opening = Buffer.alloc(8);
    opening.writeInt32BE(8 + names.length, 0);
    opening.writeInt32BE(196608, 4);
    const socket = connect(${JSON.stringify(socket)});
    socket.on('error', (error) => console.log(error.message));
    socket.on('data', (answer) => { console.log(answer.toString('latin1')); socket.destroy(); });
    socket.write(Buffer.concat([opening, Buffer.from(names)]));`;
}
