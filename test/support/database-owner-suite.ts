import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Client } from 'pg';
import { afterAll, expect, test } from 'vitest';

import type { Holder, Ready, Trial } from './holder-trial.ts';
import { parsePostmasterFile } from '../../packages/server/src/platform/embedded-postgres/postmaster-file.ts';

/** The cluster's folder, from that of its socket beside it. */
function clusterOf(ready: Ready): string {
  return join(dirname(ready.host), 'cluster');
}

function postmasterOf(ready: Ready): number {
  const text = readFileSync(join(clusterOf(ready), 'postmaster.pid'), 'utf8');
  const found = parsePostmasterFile(text);
  if (!found) throw new Error(`no postmaster in ${text}`);
  return found.pid;
}

/** Runs a statement over the socket as the account of this process. Root is let in to every cluster. */
export async function ask(ready: Omit<Ready, 'adopted'>, statement: string): Promise<unknown[]> {
  const { host, port, user, database } = ready;
  const client = new Client({ host, port, user, database });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(statement)).rows;
  } finally {
    await client.end();
  }
}

/** Starts a holder and waits until it owns the database. */
export async function hold(
  trial: Trial,
  dataDir: string,
): Promise<{ holder: Holder; ready: Ready }> {
  const holder = trial.hold(dataDir);
  const said = await holder.next();
  if (!said.ready) throw new Error(`not ready: ${JSON.stringify(said)}`);
  return { holder, ready: said.ready };
}

/** What holds of the embedded database as whatever account and wherever the checkout lies. */
export function ownerSuite(trial: Trial): void {
  afterAll(() => trial.close());

  test('a database keeps its rows over an orderly end, in UTF-8, UTC and with durable writes', async () => {
    const dataDir = trial.dataDir();
    const first = await hold(trial, dataDir);
    await ask(first.ready, `create table kept as select 'Grüße' as word`);
    expect(await first.holder.end('SIGTERM')).toBe(0);

    const second = await hold(trial, dataDir);
    expect(second.ready.adopted).toBe(false);
    expect(await ask(second.ready, 'select word, length(word) from kept')).toEqual([
      { word: 'Grüße', length: 5 },
    ]);
    const settings = `select string_agg(name || '=' || setting, ' ' order by name) as found
      from pg_settings where name in ('fsync','listen_addresses','max_connections','server_encoding','synchronous_commit','TimeZone')`;
    expect(await ask(second.ready, settings)).toEqual([
      {
        found:
          'TimeZone=UTC fsync=on listen_addresses= max_connections=60 server_encoding=UTF8 synchronous_commit=on',
      },
    ]);
    expect(
      await ask(second.ready, 'select rolsuper from pg_roles where rolname = current_user'),
    ).toEqual([{ rolsuper: false }]);
    await second.holder.end('SIGTERM');
  });

  test('a database left behind by a killed server is taken over, and its statements are ended', async () => {
    const dataDir = trial.dataDir();
    const first = await hold(trial, dataDir);
    await ask(first.ready, 'create table kept (n int)');
    const left = new Client({ ...first.ready });
    left.on('error', () => undefined);
    await left.connect();
    await left.query('begin; insert into kept values (1)');
    const postmaster = postmasterOf(first.ready);
    await first.holder.end('SIGKILL');

    const second = await hold(trial, dataDir);
    expect(second.ready.adopted).toBe(true);
    expect(postmasterOf(second.ready)).toBe(postmaster);
    await expect(left.query('commit')).rejects.toThrow(/terminat|not queryable/);
    expect(await ask(second.ready, 'select count(*)::int as rows from kept')).toEqual([
      { rows: 0 },
    ]);
    await second.holder.end('SIGTERM');
  });

  test('a second start is refused with a line that names the holder, which goes on', async () => {
    const dataDir = trial.dataDir();
    const first = await hold(trial, dataDir);
    const second = trial.hold(dataDir);
    const { refused } = await second.next();
    expect(refused).toContain(`process ${first.holder.pid}, started 20`);
    expect(refused).toContain('answering at http://127.0.0.1:4000');
    expect(refused).not.toContain('\n');
    expect(await ask(first.ready, 'select 1 as one')).toEqual([{ one: 1 }]);
    await first.holder.end('SIGTERM');
  });

  test('of two first starts at once exactly one wins', async () => {
    const dataDir = trial.dataDir();
    const holders = [trial.hold(dataDir), trial.hold(dataDir)];
    const said = await Promise.all(holders.map((holder) => holder.next()));
    expect(said.filter((line) => line.ready)).toHaveLength(1);
    expect(said.find((line) => line.refused)?.refused).toContain('is in use by');
    const winner = holders[said.findIndex((line) => line.ready)];
    expect(await winner?.end('SIGTERM')).toBe(0);
  });

  test('a killed database ends its server, and the next start recovers what was committed', async () => {
    const dataDir = trial.dataDir();
    const first = await hold(trial, dataDir);
    await ask(first.ready, 'create table kept as select 1 as n');
    process.kill(postmasterOf(first.ready), 'SIGKILL');
    const second = trial.hold(dataDir);
    expect((await first.holder.next()).lost).toContain('ended without being asked to');
    expect(await first.holder.exit).toBe(3);
    const { ready } = await second.next();
    if (!ready) throw new Error('not ready');
    expect(ready.adopted).toBe(false);
    expect(await ask(ready, 'select n from kept')).toEqual([{ n: 1 }]);
    await second.end('SIGTERM');
  });

  test('only the socket of the own account and of root is let in, by what the kernel says', async () => {
    // Too long a path for a socket: it must come to lie in a short folder of its own.
    const dataDir = trial.dataDir('d'.repeat(100));
    const { holder, ready } = await hold(trial, dataDir);
    expect(Buffer.byteLength(join(ready.host, '.s.PGSQL.5432'))).toBeLessThanOrEqual(107);
    const client = new Client({ ...ready, user: 'postgres', database: 'postgres' });
    await client.connect();
    const rules = `select type, array_to_string(user_name, ',') as who, auth_method as how from pg_hba_file_rules`;
    expect((await client.query(rules)).rows).toEqual([{ type: 'local', who: 'all', how: 'peer' }]);
    await client.end();
    await holder.end('SIGTERM');
  });

  test('a pid file whose process id now belongs to another program does not stop a start', async () => {
    const dataDir = trial.dataDir();
    const first = await hold(trial, dataDir);
    const file = join(clusterOf(first.ready), 'postmaster.pid');
    const text = readFileSync(file, 'utf8');
    process.kill(postmasterOf(first.ready), 'SIGKILL');
    await first.holder.exit;
    const bystander = trial.hold(trial.dataDir());
    await bystander.next();
    writeFileSync(file, text.replace(/^\d+/, String(bystander.pid)));
    const second = await hold(trial, dataDir);
    expect(second.ready.adopted).toBe(false);
    await second.holder.end('SIGTERM');
    await bystander.end('SIGTERM');
  });
}
