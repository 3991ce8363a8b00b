import type { Id } from '@throughline/contract';
import { toDate } from '../../../platform/clock.ts';
import type { Db, Tx } from '../../../platform/database/connect.ts';
import type { FlagsTables, SdkKeyKind } from '../tables.ts';

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

interface SdkKeyRow {
  readonly environment_id: Id<'environment'>;
  readonly kind: SdkKeyKind;
  readonly name: string;
  readonly revoked_at: Date | null;
  readonly ends_at: Date | null;
}

/** An SDK key's row, locked, or undefined. */
export function loadSdkKey(tx: Tx, id: Id<'sdk_key'>): Promise<SdkKeyRow | undefined> {
  return tx
    .$extendTables<FlagsTables>()
    .selectFrom('sdk_key')
    .select(['environment_id', 'kind', 'name', 'revoked_at', 'ends_at'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
}

/** What browsers need of an environment. */
export async function loadSdkSettings(
  db: Db,
  environment: Id<'environment'>,
): Promise<{ allowedOrigins: string[]; secureMode: boolean; revision: number }> {
  const row = await db
    .$extendTables<FlagsTables>()
    .selectFrom('flag_environment')
    .select(['allowed_origins', 'secure_mode', 'revision'])
    .where('environment_id', '=', environment)
    .executeTakeFirst();
  return {
    allowedOrigins: row?.allowed_origins ?? [],
    secureMode: row?.secure_mode ?? false,
    revision: row?.revision ?? 0,
  };
}

/** Whether an environment has a server key whose hashes of contexts can be checked. */
export async function secureModePossible(
  db: Db,
  environment: Id<'environment'>,
  now: Temporal.Instant,
): Promise<boolean> {
  const row = await db
    .$extendTables<FlagsTables>()
    .selectFrom('sdk_key')
    .select('id')
    .where('environment_id', '=', environment)
    .where('sealed_key', 'is not', null)
    .where('revoked_at', 'is', null)
    .where((where) => where.or([where('ends_at', 'is', null), where('ends_at', '>', toDate(now))]))
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
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
    .where('ends_at', 'is', null)
    .orderBy('id')
    .executeTakeFirst();
  return row?.client_id ?? undefined;
}
