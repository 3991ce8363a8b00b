import type { Id } from '@throughline/contract';
import { authorise } from '../../../platform/access/can.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { changeEntity } from '../../../platform/entities/entity.ts';
import { problem } from '../../../platform/problem.ts';
import { cadencesGoingBy } from '../cadence/cadence-store.ts';
import { loadOwnCycle } from './load-own-cycle.ts';

/** Puts a copied cycle away. Throws `wrong_state` while a cadence goes by it. */
export async function archiveCycle(context: WriteContext, id: Id<'cycle'>): Promise<number> {
  const { tx, actor, now } = context;
  const entity = await loadOwnCycle(context, id);
  authorise(actor, 'editor', entity.ownerUnit);
  if (entity.state !== 'active') throw problem('wrong_state', 'It is archived already.');
  const [first, ...more] = await cadencesGoingBy(tx, actor, id, now.toString().slice(0, 10));
  if (first) {
    const others = more.length === 0 ? '' : ` and ${more.length} more`;
    throw problem(
      'wrong_state',
      `${first.title ? `“${first.title}”` : 'A cadence'}${others} still go by it. End them first, or have them go by another cycle.`,
    );
  }
  return changeEntity(context, entity, { action: 'cycle.archived', state: 'archived' });
}

/** Brings an archived copy back. Throws `wrong_state`. */
export async function restoreCycle(context: WriteContext, id: Id<'cycle'>): Promise<number> {
  const entity = await loadOwnCycle(context, id);
  authorise(context.actor, 'editor', entity.ownerUnit);
  if (entity.state !== 'archived') throw problem('wrong_state', 'It is not archived.');
  return changeEntity(context, entity, { action: 'cycle.restored', state: 'active' });
}
