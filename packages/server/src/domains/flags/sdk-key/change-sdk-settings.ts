import type { Id } from '@throughline/contract';
import { authorise } from '../../../platform/access/can.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { loadEntity } from '../../../platform/entities/entity.ts';
import { record } from '../../../platform/ledger/record.ts';
import { problem } from '../../../platform/problem.ts';
import type { FlagsTables } from '../tables.ts';
import { ensureEnvironment, loadSdkSettings, secureModePossible } from './sdk-key-store.ts';

/**
 * Sets the origins whose pages may ask an environment, and whether they must show a hash. Throws
 * `stale_revision`, `wrong_state`.
 */
export async function changeSdkSettings(
  context: WriteContext,
  environment: Id<'environment'>,
  input: { allowedOrigins: string[]; secureMode?: boolean | undefined },
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
  const { allowedOrigins, secureMode = present.secureMode } = input;
  const turnedOn = secureMode && !present.secureMode;
  if (turnedOn && !(await secureModePossible(tx, environment, context.now))) {
    throw problem(
      'wrong_state',
      'Secure mode needs a server key that was made since it exists: rotate one first.',
    );
  }
  const revision = present.revision + 1;
  await tx
    .$extendTables<FlagsTables>()
    .updateTable('flag_environment')
    .set({ allowed_origins: allowedOrigins, secure_mode: secureMode, revision })
    .where('environment_id', '=', environment)
    .execute();
  await record(context, {
    action: 'sdk_settings.changed',
    entity: { kind: 'environment', id: environment },
    after: { allowedOrigins, secureMode },
  });
  return revision;
}
