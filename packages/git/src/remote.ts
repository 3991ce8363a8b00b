import { isIP } from 'node:net';
import { fileURLToPath } from 'node:url';
import { git, type GitOptions, type GitResult } from './git.ts';
import { GitError } from './git-error.ts';
import type { Protocol } from './git-environment.ts';
import { admitLocalRemote } from './local-remote.ts';
import { parseRemoteAddress, type RemoteAddress } from './remote-address.ts';
import { remoteFailure } from './remote-failure.ts';

export interface Remote {
  /** An absolute path, a URL, or `user@host:path`. No credentials in it. */
  readonly address: string;
  /** The protocols this remote may use. A path is `file`. */
  readonly allow: readonly Protocol[];
  /** The folders of this machine that an administrator listed; a path must lie under one. */
  readonly roots?: readonly string[];
  /** The proxy all HTTP goes through, such as `http://127.0.0.1:3128`. */
  readonly proxy?: string;
  /**
   * The addresses that the remote's host was found to have when it was checked: git connects to
   * these and asks no name server again. HTTP, HTTPS and SSH (which takes the first); a `git://`
   * remote can't be pinned and is refused with this.
   */
  readonly pinned?: readonly string[];
  /** For HTTP and HTTPS. They reach git through its environment and answer this host only. */
  readonly credentials?: { readonly username: string; readonly password: string };
  /** For SSH: the paths of a private key and of the host keys that are trusted. */
  readonly ssh?: { readonly identityFile: string; readonly knownHostsFile: string };
}

/** Answers git's questions for credentials from its environment, and stores nothing. */
const askpass = fileURLToPath(new URL('./askpass.sh', import.meta.url));

/** The far end's programs, on this machine: its own configuration must not start anything. */
const guarded =
  'git -c core.hooksPath=/dev/null -c core.alternateRefsCommand=true -c core.fsmonitor=false' +
  ' -c receive.denyCurrentBranch=refuse -c receive.autogc=false';

/**
 * Runs a git command that talks to the remote; `args` gets what it is to be called by. Failures of
 * the far end come as the codes that say so.
 *
 * @throws GitError `address_refused`, `unreachable`, `access_denied`, `not_a_repository` or as `git`
 */
export async function gitRemote(
  remote: Remote,
  program: 'upload-pack' | 'receive-pack',
  args: (location: string, programOption: readonly string[]) => readonly string[],
  options: GitOptions = {},
): Promise<GitResult> {
  const address = parseRemoteAddress(remote.address);
  if (!remote.allow.includes(address.protocol)) {
    throw new GitError('address_refused', `the protocol ${address.protocol} is not allowed`);
  }
  const access = accessOf(remote, address);
  const location =
    address.protocol === 'file'
      ? await admitLocalRemote(address.location, remote.roots ?? [])
      : address.location;
  const programOption = address.protocol === 'file' ? [`--${program}=${guarded} ${program}`] : [];
  try {
    return await git(args(location, programOption), {
      ...options,
      allow: [address.protocol],
      config: { ...access.config, ...options.config },
      environment: { ...access.environment, ...options.environment },
      secrets: access.secrets,
    });
  } catch (error) {
    throw error instanceof GitError && error.code === 'failed' ? remoteFailure(error) : error;
  }
}

function accessOf(remote: Remote, address: RemoteAddress) {
  const config: Record<string, string> = {};
  const environment: Record<string, string> = {};
  const secrets: string[] = [];
  if (address.protocol === 'file') return { config, environment, secrets };

  const pinned = remote.pinned ?? [];
  if (remote.pinned !== undefined && (pinned.length === 0 || !pinned.every((ip) => isIP(ip)))) {
    throw new GitError('address_refused', 'a host is pinned to IP addresses, one or more');
  }
  if (address.protocol === 'git' && (remote.pinned !== undefined || remote.proxy !== undefined)) {
    throw new GitError('address_refused', 'git:// can be neither pinned nor sent through a proxy');
  }
  if (address.protocol === 'ssh') {
    environment['GIT_SSH_COMMAND'] = sshCommand(remote, address.host, pinned[0]);
    return { config, environment, secrets };
  }
  if (remote.proxy !== undefined) config['http.proxy'] = remote.proxy;
  if (remote.pinned !== undefined) {
    const addresses = pinned.map((ip) => (isIP(ip) === 6 ? `[${ip}]` : ip)).join(',');
    config['http.curloptResolve'] = `${address.host}:${address.port}:${addresses}`;
  }
  if (remote.credentials !== undefined) {
    const { username, password } = remote.credentials;
    if (/[\r\n\0]/.test(username + password)) {
      throw new GitError('address_refused', 'the credentials have control characters');
    }
    const { protocol, host } = new URL(address.location);
    environment['GIT_ASKPASS'] = askpass;
    environment['THROUGHLINE_GIT_SCHEME'] = protocol;
    environment['THROUGHLINE_GIT_HOST'] = host;
    environment['THROUGHLINE_GIT_USERNAME'] = username;
    environment['THROUGHLINE_GIT_PASSWORD'] = password;
    secrets.push(password);
  }
  return { config, environment, secrets };
}

function sshCommand(remote: Remote, host: string, pinned: string | undefined): string {
  const options = ['BatchMode=yes', 'StrictHostKeyChecking=yes', 'IdentitiesOnly=yes'];
  if (remote.ssh !== undefined) {
    options.push(`UserKnownHostsFile=${remote.ssh.knownHostsFile}`);
    options.push(`IdentityFile=${remote.ssh.identityFile}`);
  }
  if (pinned !== undefined) options.push(`HostName=${pinned}`, `HostKeyAlias=${host}`);
  if (remote.proxy !== undefined) {
    throw new GitError('address_refused', 'SSH is not sent through an HTTP proxy; pin the host');
  }
  return ['ssh', '-F', '/dev/null', ...options.flatMap((option) => ['-o', quoted(option)])].join(
    ' ',
  );
}

/** Git gives its SSH command to a shell. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
