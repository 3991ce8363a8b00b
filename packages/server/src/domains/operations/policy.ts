import type { EntityRef, Id } from '@throughline/contract';
import type { Actor } from '../../platform/access/actor.ts';
import { authorise } from '../../platform/access/can.ts';
import type { WriteContext } from '../../platform/context.ts';
import { loadEntity, type Entity } from '../../platform/entities/entity.ts';
import { problem } from '../../platform/problem.ts';

type OwnKind = 'incident' | 'postmortem' | 'slo' | 'security_finding' | 'infrastructure_change';

/** Checks that the actor may give something to a unit, and that there is such a unit. */
export async function mayOwn(context: WriteContext, unit: Id<'unit'>): Promise<void> {
  authorise(context.actor, 'contributor', unit);
  await loadEntity(context.tx, context.actor, { kind: 'unit', id: unit });
}

/** Loads something of this domain for a change that a holder of a role of its unit may make. */
export async function loadToChange<K extends OwnKind>(
  context: WriteContext,
  ref: EntityRef<K>,
  role: 'contributor' | 'editor' = 'contributor',
): Promise<Entity<K>> {
  const entity = await loadEntity(context.tx, context.actor, ref, { lock: true });
  authorise(context.actor, role, entity.ownerUnit);
  return entity;
}

/** Who asks, for the two-person rule; null for the program itself. */
export function identityOf(actor: Actor): Id<'identity'> | null {
  return actor.kind === 'member' ? actor.id : null;
}

/** Throws `operations.own_request` where the actor would decide on their own request. */
export function assertSomebodyElse(actor: Actor, asked: Id<'identity'> | null, what: string): void {
  if (asked !== null && identityOf(actor) === asked) {
    throw problem('operations.own_request', `You ${what} yourself: somebody else has to decide.`);
  }
}
