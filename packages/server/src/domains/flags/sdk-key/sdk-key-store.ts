import type { Id } from '@throughline/contract';
import type { Db, Tx } from '../../../platform/database/connect.ts';
import type { FlagsTables } from '../tables.ts';

/** Makes sure that an environment has its row as SDKs know it, and locks it. */
export async function ensureEnvironment(tx: Tx, environment: Id<'environment'>): Promise<void> {
  const tables = tx.$extendTables<FlagsTables>();
  await tables
    .insertInto('flag_environment')
    .values({ environment_id: environment })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await tables
    .selectFrom('flag_environment')
    .select('environment_id')
    .where('environment_id', '=', environment)
    .forUpdate()
    .execute();
}

/** An SDK key's row, or undefined. */
export function loadSdkKey(
  tx: Tx,
  id: Id<'sdk_key'>,
): Promise<{ environment_id: Id<'environment'>; revoked_at: Date | null } | undefined> {
  return tx
    .$extendTables<FlagsTables>()
    .selectFrom('sdk_key')
    .select(['environment_id', 'revoked_at'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
}

/** What browsers need of an environment. */
export async function loadSdkSettings(
  db: Db,
  environment: Id<'environment'>,
): Promise<{ allowedOrigins: string[]; revision: number }> {
  const row = await db
    .$extendTables<FlagsTables>()
    .selectFrom('flag_environment')
    .select(['allowed_origins', 'revision'])
    .where('environment_id', '=', environment)
    .executeTakeFirst();
  return { allowedOrigins: row?.allowed_origins ?? [], revision: row?.revision ?? 0 };
}

/** The oldest client-side id of an environment that holds, or undefined. */
export async function clientIdOf(
  db: Db,
  environment: Id<'environment'>,
): Promise<string | undefined> {
  const row = await db
    .$extendTables<FlagsTables>()
    .selectFrom('sdk_key')
    .select('client_id')
    .where('environment_id', '=', environment)
    .where('kind', '=', 'client')
    .where('revoked_at', 'is', null)
    .orderBy('id')
    .executeTakeFirst();
  return row?.client_id ?? undefined;
}
