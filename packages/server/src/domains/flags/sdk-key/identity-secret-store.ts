import type { Id } from '@throughline/contract';
import type { Db } from '../../../platform/database/connect.ts';
import type { KeptSecrets } from '../../../platform/secrets/seal-at-start.ts';
import { SecretUnreadable, type Secrets } from '../../../platform/secrets/secrets.ts';
import type { FlagsTables } from '../tables.ts';

/** What signs the identities of an environment's users. */
export interface IdentitySecret {
  readonly id: string;
  readonly secret: string;
}

/** An identity secret as its row holds it. */
export interface IdentitySecretRow {
  readonly id: string;
  readonly environment_id: Id<'environment'>;
  readonly plain_secret: string | null;
  readonly sealed_secret: string | null;
  readonly created_at: Date;
}

/** What a secret is sealed for: in another row or environment it doesn't open. */
export function identitySecretPurpose(id: string, environment: Id<'environment'>): string {
  return `identity_secret ${id} of ${environment}`;
}

const identitySecrets = (db: Db) =>
  db
    .$extendTables<FlagsTables>()
    .selectFrom('identity_secret')
    .select(['id', 'environment_id', 'plain_secret', 'sealed_secret', 'created_at'])
    .orderBy('id', 'desc');

/** The rows of an environment's identity secrets, or all; newest first. */
export function loadIdentitySecrets(
  db: Db,
  environment: Id<'environment'> | undefined,
): Promise<IdentitySecretRow[]> {
  const rows = identitySecrets(db);
  return (environment ? rows.where('environment_id', '=', environment) : rows).execute();
}

/** Opens them, in their order. What can't be opened is told and left out. */
export function openIdentitySecrets(
  secrets: Secrets,
  rows: readonly IdentitySecretRow[],
  unreadable: (id: string, error: SecretUnreadable) => void = () => undefined,
): IdentitySecret[] {
  return rows.flatMap(({ id, environment_id, plain_secret, sealed_secret }) => {
    if (sealed_secret === null) return plain_secret === null ? [] : [{ id, secret: plain_secret }];
    try {
      const secret = secrets.open(identitySecretPurpose(id, environment_id), sealed_secret);
      return [{ id, secret }];
    } catch (error) {
      if (!(error instanceof SecretUnreadable)) throw error;
      unreadable(id, error);
      return [];
    }
  });
}

/** The identity secrets of all environments, for the start to seal. */
export const keptIdentitySecrets: KeptSecrets = {
  name: 'identity secrets',
  remedy:
    'rotate them in the SDK settings of their environments, and give your servers the new ones.',
  async load(tx) {
    const rows = await identitySecrets(tx).forUpdate().execute();
    return rows.map((row) => ({
      id: row.id,
      purpose: identitySecretPurpose(row.id, row.environment_id),
      plain: row.plain_secret,
      sealed: row.sealed_secret,
    }));
  },
  async keep(tx, id, sealed) {
    await tx
      .$extendTables<FlagsTables>()
      .updateTable('identity_secret')
      .set({ plain_secret: null, sealed_secret: sealed })
      .where('id', '=', id)
      .execute();
  },
};
