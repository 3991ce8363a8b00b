import { randomBytes } from 'node:crypto';
import { toReference, type Id } from '@throughline/contract';
import { authorise } from '../../../platform/access/can.ts';
import { newSecret, secretHash } from '../../../platform/access/secrets.ts';
import { toDate } from '../../../platform/clock.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { newId } from '../../../platform/database/new-id.ts';
import { loadEntity } from '../../../platform/entities/entity.ts';
import { record } from '../../../platform/ledger/record.ts';
import type { Secrets } from '../../../platform/secrets/secrets.ts';
import { loadIdentitySecrets } from './identity-secret-store.ts';
import { ensureEnvironment } from './sdk-key-store.ts';
import { addIdentitySecret } from './rotate-identity-secret.ts';
import type { FlagsTables } from '../tables.ts';

/** Creates an SDK key; with an environment's first, its identity secret too. */
export async function createSdkKey(
  context: WriteContext,
  secrets: Secrets,
  input: { environment: Id<'environment'>; kind: 'server' | 'client'; name: string },
): Promise<{ id: Id<'sdk_key'>; key: string; identitySecret: string | null }> {
  const { tx, actor, now } = context;
  const environment = await loadEntity(tx, actor, { kind: 'environment', id: input.environment });
  authorise(actor, 'editor', environment.ownerUnit);
  await ensureEnvironment(tx, input.environment);
  const key = input.kind === 'server' ? newSecret('sdk') : randomBytes(12).toString('hex');
  const id = newId('sdk_key');
  await tx
    .$extendTables<FlagsTables>()
    .insertInto('sdk_key')
    .values({
      id,
      environment_id: input.environment,
      kind: input.kind,
      name: input.name,
      key_hash: input.kind === 'server' ? secretHash(key) : null,
      client_id: input.kind === 'client' ? key : null,
      shown: input.kind === 'client' ? key : `…${key.slice(-4)}`,
      created_at: toDate(now),
      created_by: actor.name,
    })
    .execute();
  await record(context, {
    action: 'sdk_key.created',
    entity: { kind: 'environment', id: input.environment },
    after: { key: toReference('sdk_key', id), kind: input.kind, name: input.name },
  });
  const present = await loadIdentitySecrets(tx, input.environment);
  const identitySecret =
    present.length === 0
      ? (await addIdentitySecret(context, secrets, input.environment)).secret
      : null;
  return { id, key, identitySecret };
}
