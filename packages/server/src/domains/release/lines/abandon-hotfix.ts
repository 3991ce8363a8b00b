import type { Id } from '@throughline/contract';
import { authorise } from '../../../platform/access/can.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { loadEntity } from '../../../platform/entities/entity.ts';
import { record } from '../../../platform/ledger/record.ts';
import { problem } from '../../../platform/problem.ts';
import type { ReleaseTables } from '../tables.ts';
import { loadHotfix } from './store.ts';

/** Gives a hotfix up: its version is free again, its branch stays in the remote. */
export async function abandonHotfix(context: WriteContext, id: Id<'hotfix'>): Promise<void> {
  const { tx, actor } = context;
  const { release_id: release, version, state } = await loadHotfix(tx, id, true);
  const ref = { kind: 'release', id: release } as const;
  const entity = await loadEntity(tx, actor, ref);
  authorise(actor, 'contributor', entity.ownerUnit);
  if (state === 'released' || state === 'abandoned') {
    throw problem('wrong_state', 'This hotfix was released or given up already.');
  }
  await tx
    .$extendTables<ReleaseTables>()
    .updateTable('hotfix')
    .set({ state: 'abandoned' })
    .where('id', '=', id)
    .execute();
  await record(context, {
    action: 'release.hotfix_abandoned',
    entity: ref,
    after: { version },
  });
}
