import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import {
  chmod,
  chown,
  copyFile,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  stat,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { findAccount, type Account } from '../../../platform/embedded-postgres/system-account.ts';

/** The runner's package, as it lies in the checkout. */
export const runnerPackage = fileURLToPath(new URL('../../../../../runner/', import.meta.url));

/** Commands run as this account and nothing else does. */
const accountName = 'throughline-runner';

/** Where root's runner lives: its account, its program, its folder for work. */
export interface RunnerHome {
  readonly account: Account;
  readonly node: string;
  readonly main: string;
  readonly work: string;
}

/** The account for commands, made with `useradd --system` where it is missing. Throws an Error. */
async function runnerAccount(): Promise<Account> {
  const found = await findAccount(accountName);
  if (found) return found;
  const options = ['--system', '--user-group', '--no-create-home', '--home-dir', '/nonexistent'];
  let failure = '';
  try {
    await promisify(execFile)(
      'useradd',
      [...options, '--shell', '/usr/sbin/nologin', accountName],
      {
        env: { PATH: `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin` },
      },
    );
  } catch (error) {
    failure = error instanceof Error ? error.message.replaceAll(/\s+/g, ' ').trim() : String(error);
  }
  // Another start may have added it in the meantime.
  const made = await findAccount(accountName);
  if (made) return made;
  throw new Error(`the system account ${accountName} could not be made (${failure})`);
}

/**
 * Prepares what root's runner needs: an account, and a copy of Node and of the runner that this
 * account can reach wherever the checkout lies. The copy of Node can be executed but not read, so
 * that Linux lets no process of the same account look into the runner's memory, where its token is.
 */
export async function prepareRunnerHome(dataDir: string): Promise<RunnerHome> {
  const account = await runnerAccount();
  const base = await baseFolder();
  const sources = (await readdir(join(runnerPackage, 'src'))).filter((name) =>
    /(?<!\.test)\.ts$/.test(name),
  );
  const hash = createHash('sha256').update(process.version);
  for (const name of sources.toSorted())
    hash.update(await readFile(join(runnerPackage, 'src', name)));
  hash.update(String((await stat(process.execPath)).size));
  const home = join(base, `runner-${hash.digest('hex').slice(0, 16)}`);
  const node = join(home, 'bin', 'node');
  const main = join(home, 'src', 'main.ts');
  if (!(await exists(main))) {
    const aside = await mkdtemp(join(base, 'making-'));
    await mkdir(join(aside, 'bin'));
    await mkdir(join(aside, 'src'));
    await copyFile(process.execPath, join(aside, 'bin', 'node'), constants.COPYFILE_FICLONE);
    await chmod(join(aside, 'bin', 'node'), 0o711);
    await copyFile(join(runnerPackage, 'package.json'), join(aside, 'package.json'));
    await chmod(join(aside, 'package.json'), 0o644);
    for (const name of sources) {
      await copyFile(join(runnerPackage, 'src', name), join(aside, 'src', name));
      await chmod(join(aside, 'src', name), 0o644);
    }
    for (const folder of [join(aside, 'bin'), join(aside, 'src'), aside])
      await chmod(folder, 0o755);
    await rename(aside, home).catch(async (error: unknown) => {
      await rm(aside, { recursive: true, force: true });
      // Another start was quicker.
      if (!(await exists(main))) throw error;
    });
  }
  const own = createHash('sha256').update(dataDir).digest('hex').slice(0, 16);
  const work = join(base, `work-${own}`);
  await rm(work, { recursive: true, force: true });
  await mkdir(work, { mode: 0o700 });
  await chown(work, account.uid, account.gid);
  return { account, node, main, work };
}

async function baseFolder(): Promise<string> {
  const wanted = '/var/lib/throughline';
  try {
    await mkdir(wanted, { recursive: true, mode: 0o755 });
    await chmod(wanted, 0o755);
    return wanted;
  } catch {
    const folder = join(tmpdir(), 'throughline-root');
    await mkdir(folder, { recursive: true, mode: 0o755 });
    // Anybody may have made it before: only root's own may hold what root executes.
    if ((await stat(folder)).uid !== 0) throw new Error(`${folder} belongs to somebody else`);
    await chmod(folder, 0o755);
    return folder;
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
