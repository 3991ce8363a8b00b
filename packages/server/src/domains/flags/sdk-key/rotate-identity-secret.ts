import type { Id } from '@throughline/contract';
import { authorise } from '../../../platform/access/can.ts';
import { newSecret } from '../../../platform/access/secrets.ts';
import { toDate } from '../../../platform/clock.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { newId } from '../../../platform/database/new-id.ts';
import { loadEntity } from '../../../platform/entities/entity.ts';
import { record } from '../../../platform/ledger/record.ts';
import type { FlagsTables } from '../tables.ts';
import type { Secrets } from '../../../platform/secrets/secrets.ts';
import { identitySecretPurpose, loadIdentitySecrets } from './identity-secret-store.ts';
import { ensureEnvironment } from './sdk-key-store.ts';

/** Two hold at a time: the new one and the one before. */
const heldAtOnce = 2;

/** Adds an identity secret; the oldest beyond two stops holding. */
export async function addIdentitySecret(
  context: WriteContext,
  secrets: Secrets,
  environment: Id<'environment'>,
): Promise<{ id: string; secret: string }> {
  const { tx, now } = context;
  const id = newId('sdk_key');
  const secret = newSecret('idn');
  const tables = tx.$extendTables<FlagsTables>();
  await tables
    .insertInto('identity_secret')
    .values({
      id,
      environment_id: environment,
      sealed_secret: secrets.seal(identitySecretPurpose(id, environment), secret),
      created_at: toDate(now),
    })
    .execute();
  const all = await loadIdentitySecrets(tx, environment);
  const ended = all.filter((one) => one.id !== id).slice(heldAtOnce - 1);
  for (const { id: old } of ended) {
    await tables.deleteFrom('identity_secret').where('id', '=', old).execute();
  }
  await record(context, {
    action: 'sdk_settings.identity_secret_rotated',
    entity: { kind: 'environment', id: environment },
    after: {
      secret: id,
      holds: [
        id,
        ...all
          .filter((one) => one.id !== id)
          .slice(0, 1)
          .map((one) => one.id),
      ],
    },
  });
  return { id, secret };
}

/** Makes a new identity secret on demand. */
export async function rotateIdentitySecret(
  context: WriteContext,
  secrets: Secrets,
  environment: Id<'environment'>,
): Promise<{ id: string; secret: string }> {
  const entity = await loadEntity(context.tx, context.actor, {
    kind: 'environment',
    id: environment,
  });
  authorise(context.actor, 'editor', entity.ownerUnit);
  await ensureEnvironment(context.tx, environment);
  return addIdentitySecret(context, secrets, environment);
}
