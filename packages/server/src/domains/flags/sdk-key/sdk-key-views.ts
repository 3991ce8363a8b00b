import { toReference, type Id, type OperationOf, type OutputOf } from '@throughline/contract';
import { visible } from '../../../platform/access/visible.ts';
import type { ReadContext } from '../../../platform/context.ts';
import { loadEntity } from '../../../platform/entities/entity.ts';
import type { FlagsTables } from '../tables.ts';
import type { Secrets } from '../../../platform/secrets/secrets.ts';
import { loadIdentitySecrets, openIdentitySecrets } from './identity-secret-store.ts';
import { loadSdkSettings, secureModePossible } from './sdk-key-store.ts';

/** SDK keys, newest first. */
export async function listSdkKeys(
  context: ReadContext,
  query: { environment?: Id<'environment'> | undefined },
): Promise<OutputOf<OperationOf<'flags.listSdkKeys'>>> {
  const rows = await context.db
    .$extendTables<FlagsTables>()
    .selectFrom('sdk_key')
    .innerJoin('entity', 'entity.id', 'sdk_key.environment_id')
    .select(['sdk_key.id', 'environment_id', 'sdk_key.kind', 'name', 'shown', 'entity.title'])
    .select(['sdk_key.created_at', 'created_by', 'revoked_at', 'ends_at'])
    .where(visible(context.actor))
    .$if(query.environment !== undefined, (where) =>
      where.where('environment_id', '=', query.environment as Id<'environment'>),
    )
    .orderBy('sdk_key.id', 'desc')
    .limit(500)
    .execute();
  return {
    items: rows.map((row) => ({
      ref: toReference('sdk_key', row.id),
      environment: { ref: toReference('environment', row.environment_id), title: row.title },
      kind: row.kind,
      name: row.name,
      shown: row.shown,
      createdAt: row.created_at.toISOString(),
      createdBy: row.created_by,
      endsAt: row.ends_at?.toISOString() ?? null,
      revokedAt: row.revoked_at?.toISOString() ?? null,
    })),
  };
}

/** What browsers need of an environment, without the secrets. */
export async function sdkSettingsView(
  context: ReadContext,
  secrets: Secrets,
  environment: Id<'environment'>,
): Promise<OutputOf<OperationOf<'flags.getSdkSettings'>>> {
  await loadEntity(context.db, context.actor, { kind: 'environment', id: environment });
  const settings = await loadSdkSettings(context.db, environment);
  const rows = await loadIdentitySecrets(context.db, environment);
  const readable = new Set(openIdentitySecrets(secrets, rows).map(({ id }) => id));
  return {
    ...settings,
    secureModePossible: await secureModePossible(context.db, environment, context.now),
    identitySecrets: rows.map((one) => ({
      id: one.id,
      createdAt: one.created_at.toISOString(),
      readable: readable.has(one.id),
    })),
  };
}
