import type { EntityRef, Id } from '@throughline/contract';
import { authorise } from '../../platform/access/can.ts';
import type { WriteContext } from '../../platform/context.ts';
import { loadEntity, type Entity } from '../../platform/entities/entity.ts';

/** Checks that the actor may give something to a unit, and that there is such a unit. */
export async function mayOwn(context: WriteContext, unit: Id<'unit'>): Promise<void> {
  authorise(context.actor, 'contributor', unit);
  await loadEntity(context.tx, context.actor, { kind: 'unit', id: unit });
}

/** Loads a story, a sprint or a design release for a change that a contributor of its unit may make. */
export async function loadToChange<K extends 'story' | 'sprint' | 'design_release'>(
  context: WriteContext,
  ref: EntityRef<K>,
): Promise<Entity<K>> {
  const entity = await loadEntity(context.tx, context.actor, ref, { lock: true });
  authorise(context.actor, 'contributor', entity.ownerUnit);
  return entity;
}
