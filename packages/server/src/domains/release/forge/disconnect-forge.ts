import type { Id } from '@throughline/contract';
import { authorise } from '../../../platform/access/can.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { loadEntity } from '../../../platform/entities/entity.ts';
import { record } from '../../../platform/ledger/record.ts';
import type { ReleaseTables } from '../tables.ts';
import { loadForge } from './forge-store.ts';

/** Forgets a repository's forge with its key and secret; what it said of changes stays. */
export async function disconnectForge(context: WriteContext, id: Id<'repository'>): Promise<void> {
  const { tx, actor } = context;
  const ref = { kind: 'repository', id } as const;
  const repository = await loadEntity(tx, actor, ref, { lock: true });
  authorise(actor, 'owner', repository.ownerUnit);
  const { system, project } = await loadForge(tx, id);
  await tx
    .$extendTables<ReleaseTables>()
    .deleteFrom('forge')
    .where('repository_id', '=', id)
    .execute();
  await record(context, {
    action: 'repository.forge_disconnected',
    entity: ref,
    after: { system, project },
  });
}
