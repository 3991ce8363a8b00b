import { basename, resolve, sep } from 'node:path';
import type { Id } from '@throughline/contract';
import { GitError, parseRemoteAddress } from '@throughline/git';
import { authorise } from '../../../platform/access/can.ts';
import { toDate } from '../../../platform/clock.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { createEntity, loadEntity } from '../../../platform/entities/entity.ts';
import type { Jobs } from '../../../platform/jobs/jobs.ts';
import { problem } from '../../../platform/problem.ts';
import type { Secrets } from '../../../platform/secrets/secrets.ts';
import type { SettingsReader } from '../release-settings.ts';
import type { ReleaseTables } from '../tables.ts';
import { credentialColumns, type Credential } from './repository-credential.ts';
import { repositoryAt } from './store.ts';

/** The job that fetches one repository. */
export const fetchJob = 'release.fetch-repository';

/** What a new repository is. */
export interface NewRepository {
  readonly address: string;
  readonly title?: string | undefined;
  readonly ownerUnit?: Id<'unit'> | undefined;
  readonly tagPrefix: string;
  readonly credential?: Credential | undefined;
}

/**
 * Connects a repository and has it fetched. What can be said of the address without contacting
 * anything is said now (`release.address_refused`); the rest becomes its state.
 */
export async function connectRepository(
  context: WriteContext,
  deps: { jobs: Pick<Jobs, 'enqueue'>; settings: SettingsReader; secrets: Secrets },
  input: NewRepository,
): Promise<{ id: Id<'repository'>; revision: number }> {
  const { tx, actor, now } = context;
  authorise(actor, 'owner', input.ownerUnit ?? null);
  if (input.ownerUnit) await loadEntity(tx, actor, { kind: 'unit', id: input.ownerUnit });
  const address = await admissible(context, deps.settings, input.address.trim());
  if (await repositoryAt(tx, address)) {
    throw problem('already_exists', 'This repository is connected already.');
  }
  const named = basename(address.replace(/[\\/]+$/, '')).replace(/\.git$/, '');
  const title = input.title ?? (named.slice(named.lastIndexOf(':') + 1) || 'Repository');
  const { id, revision } = await createEntity(context, {
    kind: 'repository',
    title,
    state: 'connecting',
    ownerUnit: input.ownerUnit,
    after: {
      address,
      ...(input.credential && { credential: { username: input.credential.username } }),
    },
  });
  await tx
    .$extendTables<ReleaseTables>()
    .insertInto('repository')
    .values({
      id,
      address,
      tag_prefix: input.tagPrefix,
      ...credentialColumns(deps.secrets, id, address, input.credential ?? null),
      fetch_due_at: toDate(now.add({ seconds: 60 })),
    })
    .execute();
  await deps.jobs.enqueue(tx, fetchJob, { repository: id });
  return { id, revision };
}

async function admissible(
  context: WriteContext,
  settings: SettingsReader,
  address: string,
): Promise<string> {
  try {
    const parsed = parseRemoteAddress(address);
    if (parsed.protocol !== 'file') return parsed.location;
    const { repositoryRoots } = await settings.read(context.tx);
    const path = resolve(parsed.location);
    const roots = [...settings.fixedRoots, ...repositoryRoots].map((root) => resolve(root));
    if (roots.some((root) => path === root || path.startsWith(root === sep ? sep : root + sep))) {
      return path;
    }
    throw new GitError(
      'address_refused',
      'the path lies under none of the folders that an administrator listed for repositories',
    );
  } catch (error) {
    if (!(error instanceof GitError)) throw error;
    throw problem(
      'release.address_refused',
      `${error.message.charAt(0).toUpperCase()}${error.message.slice(1)}.`,
    );
  }
}
