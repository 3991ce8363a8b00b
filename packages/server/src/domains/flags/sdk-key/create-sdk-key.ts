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
import { serverKeyPurpose } from './server-key-store.ts';
import type { FlagsTables, SdkKeyKind } from '../tables.ts';

/** What a new key of a kind looks like. A client-side id is public, and so has no prefix. */
function newKeyOf(kind: SdkKeyKind): string {
  if (kind === 'client') return randomBytes(12).toString('hex');
  return newSecret(kind === 'server' ? 'sdk' : 'mob');
}

/** Adds a key to an environment that is locked. */
export async function addSdkKey(
  context: WriteContext,
  secrets: Secrets,
  input: { environment: Id<'environment'>; kind: SdkKeyKind; name: string },
): Promise<{ id: Id<'sdk_key'>; key: string }> {
  const { tx, actor, now } = context;
  const { environment, kind, name } = input;
  const key = newKeyOf(kind);
  const id = newId('sdk_key');
  await tx
    .$extendTables<FlagsTables>()
    .insertInto('sdk_key')
    .values({
      id,
      environment_id: environment,
      kind,
      name,
      key_hash: kind === 'client' ? null : secretHash(key),
      client_id: kind === 'client' ? key : null,
      sealed_key: kind === 'server' ? secrets.seal(serverKeyPurpose(id, environment), key) : null,
      shown: kind === 'client' ? key : `…${key.slice(-4)}`,
      created_at: toDate(now),
      created_by: actor.name,
    })
    .execute();
  await record(context, {
    action: 'sdk_key.created',
    entity: { kind: 'environment', id: environment },
    after: { key: toReference('sdk_key', id), kind, name },
  });
  return { id, key };
}

/** Creates an SDK key; with an environment's first, its identity secret too. */
export async function createSdkKey(
  context: WriteContext,
  secrets: Secrets,
  input: { environment: Id<'environment'>; kind: SdkKeyKind; name: string },
): Promise<{ id: Id<'sdk_key'>; key: string; identitySecret: string | null }> {
  const { tx, actor } = context;
  const environment = await loadEntity(tx, actor, { kind: 'environment', id: input.environment });
  authorise(actor, 'editor', environment.ownerUnit);
  await ensureEnvironment(tx, input.environment);
  const { id, key } = await addSdkKey(context, secrets, input);
  const present = await loadIdentitySecrets(tx, input.environment);
  const identitySecret =
    present.length === 0
      ? (await addIdentitySecret(context, secrets, input.environment)).secret
      : null;
  return { id, key, identitySecret };
}
