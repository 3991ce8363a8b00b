import type { Id } from '@throughline/contract';
import { authorise } from '../../../platform/access/can.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { loadEntity, notFound } from '../../../platform/entities/entity.ts';
import { record } from '../../../platform/ledger/record.ts';
import type { ReleaseTables } from '../tables.ts';
import { lockSecret } from './store.ts';

/** Deletes a secret; a step that asks for it is refused from now on. */
export async function deleteDeploymentSecret(
  context: WriteContext,
  id: Id<'deployment_secret'>,
): Promise<void> {
  const { tx, actor } = context;
  const row = await lockSecret(tx, id);
  if (!row) throw notFound('deployment_secret');
  const ref = { kind: 'repository', id: row.repository_id } as const;
  const entity = await loadEntity(tx, actor, ref);
  authorise(actor, 'owner', entity.ownerUnit);
  const tables = tx.$extendTables<ReleaseTables>();
  await tables.deleteFrom('deployment_secret').where('id', '=', id).execute();
  await record(context, {
    action: 'repository.secret_deleted',
    entity: ref,
    after: { name: row.name },
  });
}
