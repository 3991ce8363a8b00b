import { createHash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { Id } from '@throughline/contract';
import {
  GitError,
  openCache,
  parseRemoteAddress,
  type Remote,
  type RepositoryCache,
} from '@throughline/git';
import type { Clock } from '../../../platform/clock.ts';
import type { Db } from '../../../platform/database/connect.ts';
import { addressRefusal } from '../../../platform/outside/address-rules.ts';
import { addressesOf } from '../../../platform/outside/addresses-of.ts';
import type { Secrets } from '../../../platform/secrets/secrets.ts';
import type { SettingsReader } from '../release-settings.ts';
import { openCredential } from './credential-store.ts';
import { dropLease, repositoryAddress, takeLease } from './store.ts';

/** This node's caches of repositories; each is rebuilt by a fetch wherever it is missing. */
export interface RepositoryCaches {
  /** Where the remote may be contacted, checked now. Throws GitError `address_refused`. */
  remoteOf(address: string): Promise<Remote>;
  open(repository: Id<'repository'>): Promise<RepositoryCache>;
  /** Acts as the one node that writes to this repository; undefined where another one does. */
  exclusively<T>(
    repository: Id<'repository'>,
    act: (cache: RepositoryCache) => Promise<T>,
  ): Promise<T | undefined>;
}

const leaseSeconds = 60;

/** The same name after a restart, so that a node takes its own lease over after a crash. */
function nodeName(dataDir: string): string {
  const hash = createHash('sha256').update(`${hostname()}\n${dataDir}`).digest('hex');
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-8${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
}

/** Opens caches below `dataDir/repositories`. */
export function repositoryCaches(deps: {
  db: Db;
  clock: Clock;
  dataDir: string;
  settings: SettingsReader;
  secrets: Secrets;
}): RepositoryCaches {
  const { db, clock, settings, secrets } = deps;
  const folder = join(deps.dataDir, 'repositories');
  const node = nodeName(deps.dataDir);
  const busy = new Map<string, Promise<unknown>>();

  const remoteOf = async (address: string): Promise<Remote> => {
    const parsed = parseRemoteAddress(address);
    const { repositoryRoots, remoteHosts } = await settings.read(db);
    if (parsed.protocol === 'file') {
      return { address, allow: ['file'], roots: [...settings.fixedRoots, ...repositoryRoots] };
    }
    const listed = remoteHosts.includes(parsed.host);
    if (parsed.protocol === 'git' || (parsed.protocol === 'http' && !listed)) {
      throw new GitError(
        'address_refused',
        `${parsed.protocol} is not protected; use https or ssh`,
      );
    }
    const addresses = await addressesOf(parsed.host);
    const refusal = addressRefusal(parsed.host, addresses, remoteHosts);
    if (refusal !== undefined) {
      throw new GitError(addresses.length > 0 ? 'address_refused' : 'unreachable', refusal);
    }
    return { address, allow: [parsed.protocol], pinned: addresses };
  };

  const open = async (repository: Id<'repository'>) => {
    const found = await remoteOf(await repositoryAddress(db, repository));
    const credentials = await openCredential(db, secrets, repository);
    const remote = credentials === undefined ? found : { ...found, credentials };
    await mkdir(folder, { recursive: true, mode: 0o700 });
    return openCache({ directory: join(folder, repository), remote });
  };

  const lead = async <T>(
    repository: Id<'repository'>,
    act: (cache: RepositoryCache) => Promise<T>,
  ): Promise<T | undefined> => {
    const take = () => takeLease(db, { repository, node, now: clock.now(), seconds: leaseSeconds });
    if (!(await take())) return undefined;
    const renewal = setInterval(() => void take().catch(() => undefined), leaseSeconds * 300);
    try {
      return await act(await open(repository));
    } finally {
      clearInterval(renewal);
      await dropLease(db, { repository, node, now: clock.now() });
    }
  };

  return {
    remoteOf,
    open,
    async exclusively(repository, act) {
      // Within this node one waits for the other; between nodes the lease decides.
      const before = busy.get(repository) ?? Promise.resolve();
      const turn = before.then(
        () => lead(repository, act),
        () => lead(repository, act),
      );
      busy.set(repository, turn);
      try {
        return await turn;
      } finally {
        if (busy.get(repository) === turn) busy.delete(repository);
      }
    },
  };
}
