import type { Id } from '@throughline/contract';
import { authorise } from '../../platform/access/can.ts';
import type { WriteContext } from '../../platform/context.ts';
import { changeEntity, loadEntity } from '../../platform/entities/entity.ts';
import { problem } from '../../platform/problem.ts';
import { neededBy, raiseEveryVersion } from './store.ts';

async function move(context: WriteContext, id: Id<'flag'>, to: 'active' | 'archived') {
  const { tx, actor } = context;
  const ref = { kind: 'flag', id } as const;
  const entity = await loadEntity(tx, actor, ref, { lock: true });
  authorise(actor, 'contributor', entity.ownerUnit);
  if (entity.state === to) {
    throw problem('wrong_state', `This flag is ${to} already.`);
  }
  if (to === 'archived') {
    const needed = await neededBy(tx, id);
    if (needed.length > 0) {
      throw problem(
        'in_use',
        `It is a prerequisite of ${needed.join(', ')}. Take it out there first.`,
      );
    }
  }
  await raiseEveryVersion(tx);
  return changeEntity(context, ref, {
    action: to === 'archived' ? 'flag.archived' : 'flag.restored',
    state: to,
  });
}

/** Archives a flag: callers get their own defaults. Throws `wrong_state`, `in_use`. */
export function archiveFlag(context: WriteContext, id: Id<'flag'>): Promise<number> {
  return move(context, id, 'archived');
}

/** Takes a flag out of the archive. Throws `wrong_state`. */
export function restoreFlag(context: WriteContext, id: Id<'flag'>): Promise<number> {
  return move(context, id, 'active');
}
