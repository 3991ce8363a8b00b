import { fileURLToPath } from 'node:url';
import { GitError } from './git-error.ts';
import type { Protocol } from './git-environment.ts';

/** A remote's address, taken apart. `location` is what git is given: a path or a URL. */
export type RemoteAddress =
  | { readonly protocol: 'file'; readonly location: string }
  | {
      readonly protocol: Exclude<Protocol, 'file'>;
      readonly location: string;
      readonly host: string;
      readonly port: number;
    };

const ports = { https: 443, http: 80, ssh: 22, git: 9418 } as const;
const hostPattern = /^(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\])$/i;
const userPattern = /^[a-z0-9_][a-z0-9_.-]*$/i;
const scpLike = /^(?:([^@:/]+)@)?([^@:/]+):(?!\/\/)(.+)$/;

/**
 * Takes an address apart: an absolute path, a URL of a known protocol, or `user@host:path`.
 * Syntax only; nothing is contacted and no path looked at.
 *
 * @throws GitError `address_refused` for anything that git could take for an option, a remote
 *   helper (`ext::…`) or a relative path, for control characters, and for credentials in the
 *   address, which belong into `credentials`.
 */
export function parseRemoteAddress(address: string): RemoteAddress {
  if (address === '' || address.length > 2048) throw refused('it is empty or too long');
  if (hasControlCharacter(address)) throw refused('it has control characters');
  if (address.startsWith('-')) throw refused('it begins with a dash');
  if (/^[a-z0-9+.-]*::/i.test(address)) throw refused('it names a remote helper');
  if (address.startsWith('/')) return { protocol: 'file', location: address };

  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(address)?.[1]?.toLowerCase();
  if (scheme === undefined) return parseScpLike(address);
  if (scheme === 'file') return { protocol: 'file', location: pathOfFileUrl(address) };
  if (scheme !== 'https' && scheme !== 'http' && scheme !== 'ssh' && scheme !== 'git') {
    throw refused(`git is not used over ${scheme}`);
  }
  const url = URL.parse(address);
  if (url === null || !hostPattern.test(url.hostname)) throw refused('it is no URL with a host');
  if (url.password !== '' || (scheme !== 'ssh' && url.username !== '')) {
    throw refused('it carries credentials');
  }
  if (url.username !== '' && !userPattern.test(url.username)) throw refused('its user is odd');
  if (url.search !== '' || url.hash !== '') throw refused('it has a query or a fragment');
  if (/^\/+-/.test(decoded(url.pathname))) throw refused('its path begins with a dash');
  return {
    protocol: scheme,
    location: url.href,
    host: url.hostname,
    port: url.port === '' ? ports[scheme] : Number(url.port),
  };
}

function parseScpLike(address: string): RemoteAddress {
  const [, user, host, path] = scpLike.exec(address) ?? [];
  if (host === undefined || path === undefined || path.startsWith('-')) {
    throw refused('it is neither an absolute path nor a URL');
  }
  if (!hostPattern.test(host) || (user !== undefined && !userPattern.test(user))) {
    throw refused('its host or user is odd');
  }
  return { protocol: 'ssh', location: address, host, port: ports.ssh };
}

function pathOfFileUrl(address: string): string {
  let path;
  try {
    path = fileURLToPath(address);
  } catch (cause) {
    throw refused('it is no file URL of this machine', cause);
  }
  if (hasControlCharacter(path)) throw refused('it has control characters');
  return path;
}

function decoded(path: string): string {
  try {
    const text = decodeURIComponent(path);
    if (hasControlCharacter(text)) throw refused('it has control characters');
    return text;
  } catch (cause) {
    if (cause instanceof GitError) throw cause;
    throw refused('its path is not well encoded', cause);
  }
}

/** C0 and C1 controls, and the line ends that Unicode adds. */
export function hasControlCharacter(text: string): boolean {
  return /[\p{Cc}\u2028\u2029]/u.test(text);
}

function refused(why: string, cause?: unknown): GitError {
  return new GitError('address_refused', `the remote's address is refused: ${why}`, { cause });
}
