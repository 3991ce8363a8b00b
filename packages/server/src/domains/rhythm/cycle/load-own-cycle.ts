import type { Id } from '@throughline/contract';
import type { WriteContext } from '../../../platform/context.ts';
import { loadEntity, type Entity } from '../../../platform/entities/entity.ts';
import { problem } from '../../../platform/problem.ts';
import { presentTemplate } from './cycle-store.ts';

/** A copied cycle, locked. Throws `wrong_state` for one that the organisation's files keep. */
export async function loadOwnCycle(
  { tx, actor }: WriteContext,
  id: Id<'cycle'>,
): Promise<Entity<'cycle'>> {
  const entity = await loadEntity(tx, actor, { kind: 'cycle', id }, { lock: true });
  const { copiedFrom } = await presentTemplate(tx, id);
  if (copiedFrom === null) {
    throw problem(
      'wrong_state',
      'This cycle is kept in the organisation’s files. Copy it, and change the copy.',
    );
  }
  return entity;
}
