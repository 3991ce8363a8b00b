import type { Id } from '@throughline/contract';
import { sql } from 'kysely';
import type { Db } from '../../../platform/database/connect.ts';
import { SecretUnreadable, type Secrets } from '../../../platform/secrets/secrets.ts';
import type { SegmentDefinition, Variation } from '../rules.ts';
import {
  loadIdentitySecrets,
  openIdentitySecrets,
  type IdentitySecret,
} from '../sdk-key/identity-secret-store.ts';
import { serverKeyPurpose } from '../sdk-key/server-key-store.ts';
import type { FlagsTables, SdkKeyKind } from '../tables.ts';
import type { ConfigurationSource, FlagSource } from './served-flag.ts';

/** A flag as it is in every environment; `active` false takes it out. */
export interface LoadedFlag extends FlagSource {
  readonly id: Id<'flag'>;
  readonly type: string;
  readonly active: boolean;
  readonly configurations: ReadonlyMap<string, ConfigurationSource>;
}

/** Flags with all their configurations: those named, or all. */
export async function loadFlags(
  db: Db,
  ids: readonly Id<'flag'>[] | undefined,
): Promise<LoadedFlag[]> {
  const tables = db.$extendTables<FlagsTables>();
  const among = (column: string) =>
    ids ? sql<boolean>`${sql.ref(column)} = any(${[...ids]}::uuid[])` : sql<boolean>`true`;
  const flags = await tables
    .selectFrom('flag')
    .innerJoin('entity', 'entity.id', 'flag.id')
    .select(['flag.id', 'flag.key', 'flag.type', 'variations', 'client_side', 'salt'])
    .select(['entity.state', 'entity.revision'])
    .where(among('flag.id'))
    .execute();
  const configurations = await tables
    .selectFrom('flag_configuration')
    .select(['flag_id', 'environment_id', 'revision', 'is_on', 'configuration', 'salt'])
    .where(among('flag_id'))
    .execute();
  const byFlag = Map.groupBy(configurations, ({ flag_id }) => flag_id);
  return flags.map((flag) => ({
    id: flag.id,
    key: flag.key,
    type: flag.type,
    variations: flag.variations as readonly Variation[],
    clientSide: flag.client_side,
    salt: flag.salt,
    revision: flag.revision,
    active: flag.state === 'active',
    configurations: new Map(
      (byFlag.get(flag.id) ?? []).map((row) => [
        row.environment_id as string,
        {
          on: row.is_on,
          configuration: row.configuration,
          revision: row.revision,
          salt: row.salt,
        },
      ]),
    ),
  }));
}

/** A segment of an environment. */
export interface LoadedSegment {
  readonly environment: string;
  readonly key: string;
  readonly revision: number;
  readonly salt: string;
  readonly definition: SegmentDefinition;
}

/** Segments of the environments named. */
export async function loadSegments(
  db: Db,
  environments: readonly string[],
): Promise<LoadedSegment[]> {
  if (environments.length === 0) return [];
  const rows = await db
    .$extendTables<FlagsTables>()
    .selectFrom('segment')
    .select(['environment_id', 'key', 'revision', 'salt', 'definition'])
    .where(sql<boolean>`environment_id = any(${[...environments]}::uuid[])`)
    .execute();
  return rows.map(({ environment_id, ...row }) => ({ ...row, environment: environment_id }));
}

/** Every environment with the version that SDKs see of it. */
export async function loadVersions(db: Db): Promise<Map<Id<'environment'>, number>> {
  const { rows } = await sql<{ id: Id<'environment'>; version: string | null }>`
    select entity.id, version from entity
    left join flag_environment on environment_id = entity.id where entity.kind = 'environment'
  `.execute(db);
  return new Map(rows.map((row) => [row.id, Number(row.version ?? 0)]));
}

/** What SDKs present, and what browsers may: all environments. */
export interface LoadedAccess {
  readonly keys: readonly {
    readonly id: Id<'sdk_key'>;
    readonly environment: Id<'environment'>;
    readonly kind: SdkKeyKind;
    /** A client-side id, or the hash of another key in base 64. */
    readonly known: string;
    /** When it stops holding, in epoch milliseconds; infinite where it doesn't by itself. */
    readonly endsAt: number;
  }[];
  readonly settings: ReadonlyMap<string, readonly string[]>;
  /** The environments in secure mode, with the server keys that sign contexts there. */
  readonly signers: ReadonlyMap<string, readonly string[]>;
  /** By environment, newest first, opened; those that can't be are left out. */
  readonly identitySecrets: ReadonlyMap<string, readonly IdentitySecret[]>;
}

function openServerKey(
  secrets: Secrets,
  row: { id: Id<'sdk_key'>; environment_id: Id<'environment'>; sealed_key: string | null },
  unreadable: (id: string, error: SecretUnreadable) => void,
): string[] {
  if (row.sealed_key === null) return [];
  try {
    return [secrets.open(serverKeyPurpose(row.id, row.environment_id), row.sealed_key)];
  } catch (error) {
    if (!(error instanceof SecretUnreadable)) throw error;
    unreadable(row.id, error);
    return [];
  }
}

/** Keys that hold, allowed origins and identity secrets. */
export async function loadAccess(
  db: Db,
  secrets: Secrets,
  unreadable: (id: string, error: SecretUnreadable) => void,
): Promise<LoadedAccess> {
  const tables = db.$extendTables<FlagsTables>();
  const keys = await tables
    .selectFrom('sdk_key')
    .select(['id', 'environment_id', 'kind', 'key_hash', 'client_id', 'ends_at', 'sealed_key'])
    .where('revoked_at', 'is', null)
    .execute();
  const environments = await tables
    .selectFrom('flag_environment')
    .select(['environment_id', 'allowed_origins', 'secure_mode'])
    .execute();
  const kept = await loadIdentitySecrets(db, undefined);
  const byEnvironment = Map.groupBy(kept, ({ environment_id }) => environment_id as string);
  return {
    keys: keys.map((row) => ({
      id: row.id,
      environment: row.environment_id,
      kind: row.kind,
      known: row.client_id ?? row.key_hash?.toString('base64') ?? '',
      endsAt: row.ends_at?.getTime() ?? Infinity,
    })),
    signers: new Map(
      environments
        .filter(({ secure_mode }) => secure_mode)
        .map(({ environment_id }) => [
          environment_id,
          keys
            .filter((row) => row.environment_id === environment_id)
            .flatMap((row) => openServerKey(secrets, row, unreadable)),
        ]),
    ),
    settings: new Map(environments.map((row) => [row.environment_id, row.allowed_origins])),
    identitySecrets: new Map(
      [...byEnvironment].map(([environment, rows]) => [
        environment,
        openIdentitySecrets(secrets, rows, unreadable),
      ]),
    ),
  };
}
