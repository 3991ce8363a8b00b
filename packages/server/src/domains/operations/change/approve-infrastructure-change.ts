import type { Id } from '@throughline/contract';
import { toDate } from '../../../platform/clock.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { changeEntity } from '../../../platform/entities/entity.ts';
import { problem } from '../../../platform/problem.ts';
import { assertSomebodyElse, loadToChange } from '../policy.ts';
import type { OperationsTables } from '../tables.ts';
import { clashesOf } from './change-clashes-views.ts';
import { loadPlannedChange, windowOfChange } from './change-store.ts';

/**
 * Approves what somebody else planned. Throws `wrong_state`, `operations.own_request`, and
 * `operations.clashes` where it would happen in a freeze and nobody says why it may.
 */
export async function approveInfrastructureChange(
  context: WriteContext,
  id: Id<'infrastructure_change'>,
  despite: string,
): Promise<number> {
  const { tx, actor, now } = context;
  const entity = await loadToChange(context, { kind: 'infrastructure_change', id }, 'editor');
  const change = await loadPlannedChange(tx, id);
  if (entity.state !== 'planned') {
    throw problem('wrong_state', `This change is ${entity.state}; only a planned one is approved.`);
  }
  if (change.ends_at.getTime() <= now.epochMilliseconds) {
    throw problem('wrong_state', 'Its window is over: move it first.');
  }
  assertSomebodyElse(actor, change.planned_by, 'planned this');
  const clashes = await clashesOf(tx, [await windowOfChange(tx, id)]);
  const freezes = clashes.get(id)?.freezes ?? [];
  if (freezes.length > 0 && despite === '') {
    throw problem(
      'operations.clashes',
      `${freezes.join('. ')}. Move it, or say why it may happen.`,
    );
  }
  await tx
    .$extendTables<OperationsTables>()
    .updateTable('infrastructure_change')
    .set({ approved_by: actor.name, approved_at: toDate(now), despite })
    .where('id', '=', id)
    .execute();
  return changeEntity(context, entity, {
    action: 'infrastructure_change.approved',
    state: 'approved',
    after: { despite, freezes },
  });
}
