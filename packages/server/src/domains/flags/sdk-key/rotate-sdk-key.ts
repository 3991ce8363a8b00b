import { toReference, type Id } from '@throughline/contract';
import { authorise } from '../../../platform/access/can.ts';
import { toDate } from '../../../platform/clock.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { loadEntity } from '../../../platform/entities/entity.ts';
import { record } from '../../../platform/ledger/record.ts';
import { problem } from '../../../platform/problem.ts';
import type { Secrets } from '../../../platform/secrets/secrets.ts';
import type { FlagsTables } from '../tables.ts';
import { addSdkKey } from './create-sdk-key.ts';
import { ensureEnvironment, loadSdkKey } from './sdk-key-store.ts';

/**
 * Makes a key of the same kind and name, and lets the old one hold for some hours beside it, so
 * that programs change over without an outage. Throws `not_found`, `wrong_state`.
 */
export async function rotateSdkKey(
  context: WriteContext,
  secrets: Secrets,
  id: Id<'sdk_key'>,
  { overlapHours }: { overlapHours: number },
): Promise<{ id: Id<'sdk_key'>; key: string; oldEndsAt: Temporal.Instant }> {
  const { tx, actor, now } = context;
  const row = await loadSdkKey(tx, id);
  if (!row) throw problem('not_found', 'There is no such SDK key.');
  const environment = await loadEntity(tx, actor, { kind: 'environment', id: row.environment_id });
  authorise(actor, 'editor', environment.ownerUnit);
  if (row.revoked_at) throw problem('wrong_state', 'This key is revoked: create another.');
  if (row.ends_at) throw problem('wrong_state', 'Another key takes the place of this one already.');
  await ensureEnvironment(tx, row.environment_id);
  const oldEndsAt = now.add({ hours: overlapHours });
  await tx
    .$extendTables<FlagsTables>()
    .updateTable('sdk_key')
    .set({ ends_at: toDate(oldEndsAt) })
    .where('id', '=', id)
    .execute();
  await record(context, {
    action: 'sdk_key.rotated',
    entity: { kind: 'environment', id: row.environment_id },
    after: { key: toReference('sdk_key', id), endsAt: oldEndsAt.toString() },
  });
  const made = await addSdkKey(context, secrets, {
    environment: row.environment_id,
    kind: row.kind,
    name: row.name,
  });
  return { ...made, oldEndsAt };
}
