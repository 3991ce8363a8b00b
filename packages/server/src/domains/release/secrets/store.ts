import type { Id } from '@throughline/contract';
import { sql } from 'kysely';
import type { Db, Tx } from '../../../platform/database/connect.ts';
import type { KeptSecrets } from '../../../platform/secrets/seal-at-start.ts';
import type { Secrets } from '../../../platform/secrets/secrets.ts';
import type { ReleaseTables } from '../tables.ts';

const purpose = (id: string) => `deployment_secret ${id}`;

/** Seals a secret for its row. */
export function sealSecret(secrets: Secrets, id: Id<'deployment_secret'>, value: string): string {
  return secrets.seal(purpose(id), value);
}

interface Found {
  id: string;
  name: string;
  sealed: string;
}

async function secretsNamed(
  db: Db,
  place: { repository_id: Id<'repository'>; environment_id: Id<'environment'> },
  names: readonly string[],
): Promise<Found[]> {
  if (names.length === 0) return [];
  const { rows } = await sql<Found>`
    select distinct on (name) id, name, sealed from deployment_secret
    where repository_id = ${place.repository_id} and name = any(${[...names]}::text[])
      and (environment_id is null or environment_id = ${place.environment_id})
    order by name, environment_id is null
  `.execute(db);
  return rows;
}

/** The row of a secret, kept as it is until the transaction ends. */
export async function lockSecret(tx: Tx, id: Id<'deployment_secret'>) {
  return tx
    .$extendTables<ReleaseTables>()
    .selectFrom('deployment_secret')
    .select(['repository_id', 'name'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
}

/** The secret of a name that a repository has for exactly this environment, or for all. */
export async function secretOf(
  db: Db,
  repository: Id<'repository'>,
  environment: Id<'environment'> | null,
  name: string,
): Promise<Id<'deployment_secret'> | undefined> {
  const row = await db
    .$extendTables<ReleaseTables>()
    .selectFrom('deployment_secret')
    .select('id')
    .where('repository_id', '=', repository)
    .where(sql<boolean>`environment_id is not distinct from ${environment}::uuid`)
    .where('name', '=', name)
    .executeTakeFirst();
  return row?.id;
}

/** Which of the secrets that a pipeline names aren't there. */
export async function missingSecrets(
  db: Db,
  place: { repository_id: Id<'repository'>; environment_id: Id<'environment'> },
  names: readonly string[],
): Promise<string[]> {
  const found = new Set((await secretsNamed(db, place, names)).map(({ name }) => name));
  return names.filter((name) => !found.has(name));
}

/**
 * Opens the secrets of a step, an environment's own before those for all; those that are missing are
 * left out. Throws `SecretUnreadable`.
 */
export async function openStepSecrets(
  db: Db,
  secrets: Secrets,
  place: { repository_id: Id<'repository'>; environment_id: Id<'environment'> },
  names: readonly string[],
): Promise<Record<string, string>> {
  const found = await secretsNamed(db, place, names);
  return Object.fromEntries(
    found.map(({ id, name, sealed }) => [name, secrets.open(purpose(id), sealed)]),
  );
}

/** The secrets of pipelines, for the start that seals what an older key sealed. */
export const keptDeploymentSecrets: KeptSecrets = {
  name: 'secrets of pipelines',
  remedy: 'set them anew on the pages of their repositories.',
  async load(tx) {
    const { rows } = await sql<{ id: string; sealed: string }>`
      select id, sealed from deployment_secret order by id for update
    `.execute(tx);
    return rows.map(({ id, sealed }) => ({ id, purpose: purpose(id), plain: null, sealed }));
  },
  async keep(tx, id, sealed) {
    await sql`update deployment_secret set sealed = ${sealed} where id = ${id}`.execute(tx);
  },
};
