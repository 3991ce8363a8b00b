import { execFile } from 'node:child_process';
import { existsSync, lstatSync, readlinkSync } from 'node:fs';
import { promisify } from 'node:util';
import type { Sandbox } from '@throughline/contract';

const run = promisify(execFile);

/** What this machine has to keep a command apart. */
export interface Means {
  readonly sandbox: Sandbox;
  /** `setpriv`: a command dies with its runner, and gains no rights by set-user-id programs. */
  readonly setpriv: boolean;
  /** `unshare` with namespaces of an ordinary user: no network, no processes of others. */
  readonly unshare: boolean;
}

/** A command ready to start: program, arguments, and the folder as the command sees it. */
export interface Wrapped {
  readonly program: string;
  readonly args: readonly string[];
  readonly folder: string;
}

const bubblewrapTrial = [
  '--unshare-all',
  '--ro-bind',
  '/',
  '/',
  '--proc',
  '/proc',
  '--dev',
  '/dev',
  'true',
];
const unshareFlags = [
  '--user',
  '--map-current-user',
  '--pid',
  '--fork',
  '--kill-child',
  '--mount-proc',
];

async function works(program: string, args: readonly string[]): Promise<boolean> {
  try {
    await run(program, args, { timeout: 10_000 });
    return true;
  } catch {
    return false;
  }
}

/**
 * Finds out what keeps commands apart here. `otherwise` is what the one who started the runner
 * knows: that it has an account of its own (`account`) or none (`none`).
 */
export async function findMeans(otherwise: 'account' | 'none'): Promise<Means> {
  const [bubblewrap, setpriv, unshare] = await Promise.all([
    works('bwrap', bubblewrapTrial),
    works('setpriv', ['--pdeathsig', 'KILL', '--no-new-privs', 'true']),
    works('unshare', [...unshareFlags, '--net', 'true']),
  ]);
  return { sandbox: bubblewrap ? 'bubblewrap' : otherwise, setpriv, unshare };
}

/**
 * Why a command can't be kept apart here as it must be; undefined where it can. Without a sandbox
 * only trusted repositories' commands come at all, and an administrator accepted what they can do.
 */
export function refusalOf(
  means: Means,
  work: { readonly network: boolean; readonly secrets: Readonly<Record<string, string>> },
): string | undefined {
  if (means.sandbox !== 'account' || means.unshare) return undefined;
  if (!work.network) {
    return 'This runner has no namespaces, so that it can’t keep a command from the network. Install bubblewrap there, allow user namespaces, or declare `network: true` in the pipeline.';
  }
  return Object.keys(work.secrets).length > 0
    ? 'This runner has no namespaces, so that other commands could read this one’s secrets. Install bubblewrap there, or allow user namespaces.'
    : undefined;
}

/** Puts a command into its sandbox. `folder` is the attempt's own folder on this machine. */
export function wrap(
  means: Means,
  command: readonly string[],
  options: { folder: string; network: boolean },
): Wrapped {
  if (means.sandbox === 'bubblewrap') return inBubblewrap(command, options);
  const apart = options.network ? unshareFlags : [...unshareFlags, '--net'];
  const isolated = means.unshare ? ['unshare', ...apart, '--', ...command] : command;
  const [program = 'sh', ...args] = means.setpriv
    ? ['setpriv', '--pdeathsig', 'KILL', '--no-new-privs', '--', ...isolated]
    : isolated;
  return { program, args, folder: options.folder };
}

const systemFolders = ['/bin', '/sbin', '/lib', '/lib32', '/lib64'];
/** What programs read of /etc, and nothing else of it. */
const configuration = [
  'alternatives',
  'ca-certificates',
  'group',
  'hosts',
  'ld.so.cache',
  'ld.so.conf',
  'ld.so.conf.d',
  'localtime',
  'mime.types',
  'nsswitch.conf',
  'passwd',
  'pki',
  'resolv.conf',
  'ssl',
];

function inBubblewrap(
  command: readonly string[],
  { folder, network }: { folder: string; network: boolean },
): Wrapped {
  const system = systemFolders.flatMap((path) => {
    if (!existsSync(path)) return [];
    return lstatSync(path).isSymbolicLink()
      ? ['--symlink', readlinkSync(path), path]
      : ['--ro-bind', path, path];
  });
  return {
    program: 'bwrap',
    args: [
      '--unshare-all',
      ...(network ? ['--share-net'] : []),
      '--die-with-parent',
      '--new-session',
      '--ro-bind',
      '/usr',
      '/usr',
      ...system,
      ...configuration.flatMap((name) => ['--ro-bind-try', `/etc/${name}`, `/etc/${name}`]),
      '--proc',
      '/proc',
      '--dev',
      '/dev',
      '--tmpfs',
      '/tmp',
      '--bind',
      folder,
      '/work',
      '--chdir',
      '/work',
      '--',
      ...command,
    ],
    folder: '/work',
  };
}
