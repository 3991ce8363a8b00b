import type { Id } from '@throughline/contract';
import { GitError, parseRemoteAddress } from '@throughline/git';
import type { Db } from '../../../platform/database/connect.ts';
import { problem } from '../../../platform/problem.ts';
import type { KeptSecrets } from '../../../platform/secrets/seal-at-start.ts';
import { SecretUnreadable, type Secrets } from '../../../platform/secrets/secrets.ts';
import type { ReleaseTables } from '../tables.ts';

/** As whom a remote over HTTP is asked. */
export interface Credential {
  readonly username: string;
  readonly password: string;
}

/** What a credential is sealed for: in another row it doesn't open. */
const purposeOf = (id: string) => `repository_credential ${id}`;

/**
 * The columns that keep a credential, or that keep none. Throws `release.credential_refused` where
 * the address isn't one that a credential goes to.
 */
export function credentialColumns(
  secrets: Secrets,
  id: Id<'repository'>,
  address: string,
  credential: Credential | null,
) {
  if (credential === null) return { credential_username: null, sealed_credential: null };
  const { protocol } = parseRemoteAddress(address);
  if (protocol !== 'https' && protocol !== 'http') {
    throw problem(
      'release.credential_refused',
      'A user name and a password go with an https address only.',
    );
  }
  return {
    credential_username: credential.username,
    sealed_credential: secrets.seal(purposeOf(id), credential.password),
  };
}

/**
 * The credential of a repository, for the process that is about to ask its remote.
 *
 * @throws GitError `access_denied` where it can't be opened any more
 */
export async function openCredential(
  db: Db,
  secrets: Secrets,
  id: Id<'repository'>,
): Promise<Credential | undefined> {
  const row = await db
    .$extendTables<ReleaseTables>()
    .selectFrom('repository')
    .select(['credential_username as username', 'sealed_credential as sealed'])
    .where('id', '=', id)
    .executeTakeFirst();
  if (!row || row.username === null || row.sealed === null) return undefined;
  try {
    return { username: row.username, password: secrets.open(purposeOf(id), row.sealed) };
  } catch (cause) {
    if (!(cause instanceof SecretUnreadable)) throw cause;
    throw new GitError('access_denied', 'the credential that was kept cannot be opened', { cause });
  }
}

/** The credentials of all repositories, for the start to bring under the present key. */
export const keptCredentials: KeptSecrets = {
  name: 'credentials of repositories',
  remedy: 'enter them again on the pages of the repositories.',
  async load(tx) {
    const rows = await tx
      .$extendTables<ReleaseTables>()
      .selectFrom('repository')
      .select(['id', 'sealed_credential as sealed'])
      .where('sealed_credential', 'is not', null)
      .forUpdate()
      .execute();
    return rows.map(({ id, sealed }) => ({ id, purpose: purposeOf(id), plain: null, sealed }));
  },
  async keep(tx, id, sealed) {
    await tx
      .$extendTables<ReleaseTables>()
      .updateTable('repository')
      .set({ sealed_credential: sealed })
      .where('id', '=', id as Id<'repository'>)
      .execute();
  },
};
