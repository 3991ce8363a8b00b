import type { EntityRef, Id } from '@throughline/contract';
import { authorise } from '../../platform/access/can.ts';
import type { WriteContext } from '../../platform/context.ts';
import { loadEntity, type Entity } from '../../platform/entities/entity.ts';
import { problem } from '../../platform/problem.ts';
import { rulerOf } from './tracker/followed-store.ts';

/** Checks that the actor may give something to a unit, and that there is such a unit. */
export async function mayOwn(context: WriteContext, unit: Id<'unit'>): Promise<void> {
  authorise(context.actor, 'contributor', unit);
  await loadEntity(context.tx, context.actor, { kind: 'unit', id: unit });
}

/**
 * Loads a story, a sprint or a design release for a change that a contributor of its unit may make. A
 * sprint that is followed is changed where it is ruled, but for what only we know of it (`ours`).
 */
export async function loadToChange<K extends 'story' | 'sprint' | 'design_release'>(
  context: WriteContext,
  ref: EntityRef<K>,
  options: { ours?: boolean } = {},
): Promise<Entity<K>> {
  const entity = await loadEntity(context.tx, context.actor, ref, { lock: true });
  authorise(context.actor, 'contributor', entity.ownerUnit);
  if (ref.kind === 'sprint' && context.actor.kind !== 'system' && !options.ours) {
    const ruler = await rulerOf(context.tx, 'sprint', ref.id);
    if (ruler) throw ruledElsewhere(ruler);
  }
  return entity;
}

const systemNames = { jira: 'Jira', linear: 'Linear' } as const;

/** The problem of changing here what another tool rules. */
export function ruledElsewhere(ruler: {
  readonly system: keyof typeof systemNames;
  readonly address: string;
}) {
  return problem(
    'delivery.ruled_elsewhere',
    `${systemNames[ruler.system]} rules this. Change it there: ${ruler.address}`,
    { address: ruler.address },
  );
}
