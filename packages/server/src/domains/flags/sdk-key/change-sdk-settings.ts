import type { Id } from '@throughline/contract';
import { authorise } from '../../../platform/access/can.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { loadEntity } from '../../../platform/entities/entity.ts';
import { record } from '../../../platform/ledger/record.ts';
import { problem } from '../../../platform/problem.ts';
import type { FlagsTables } from '../tables.ts';
import { ensureEnvironment, loadSdkSettings } from './sdk-key-store.ts';

/** Sets the origins whose pages may ask an environment. Throws `stale_revision`. */
export async function changeSdkSettings(
  context: WriteContext,
  environment: Id<'environment'>,
  input: { allowedOrigins: string[] },
): Promise<number> {
  const { tx, actor } = context;
  const entity = await loadEntity(tx, actor, { kind: 'environment', id: environment });
  authorise(actor, 'editor', entity.ownerUnit);
  await ensureEnvironment(tx, environment);
  const present = await loadSdkSettings(tx, environment);
  if (context.ifMatch !== undefined && context.ifMatch !== present.revision) {
    throw problem('stale_revision', 'Somebody changed these settings since you loaded them.', {
      revision: present.revision,
    });
  }
  const revision = present.revision + 1;
  await tx
    .$extendTables<FlagsTables>()
    .updateTable('flag_environment')
    .set({ allowed_origins: input.allowedOrigins, revision })
    .where('environment_id', '=', environment)
    .execute();
  await record(context, {
    action: 'sdk_settings.changed',
    entity: { kind: 'environment', id: environment },
    after: { allowedOrigins: input.allowedOrigins },
  });
  return revision;
}
