import { toReference, type Id } from '@throughline/contract';
import { authorise } from '../../../platform/access/can.ts';
import { toDate } from '../../../platform/clock.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { loadEntity } from '../../../platform/entities/entity.ts';
import { record } from '../../../platform/ledger/record.ts';
import { problem } from '../../../platform/problem.ts';
import type { FlagsTables } from '../tables.ts';
import { loadSdkKey } from './sdk-key-store.ts';

/** Revokes an SDK key. Throws `not_found`, `wrong_state`. */
export async function revokeSdkKey(context: WriteContext, id: Id<'sdk_key'>): Promise<void> {
  const { tx, actor, now } = context;
  const row = await loadSdkKey(tx, id);
  if (!row) throw problem('not_found', 'There is no such SDK key.');
  const environment = await loadEntity(tx, actor, { kind: 'environment', id: row.environment_id });
  authorise(actor, 'editor', environment.ownerUnit);
  if (row.revoked_at) throw problem('wrong_state', 'This key is revoked already.');
  await tx
    .$extendTables<FlagsTables>()
    .updateTable('sdk_key')
    .set({ revoked_at: toDate(now) })
    .where('id', '=', id)
    .execute();
  await record(context, {
    action: 'sdk_key.revoked',
    entity: { kind: 'environment', id: row.environment_id },
    after: { key: toReference('sdk_key', id) },
  });
}
