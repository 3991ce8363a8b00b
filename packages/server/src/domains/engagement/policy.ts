import { authorise, canSomewhere } from '../../platform/access/can.ts';
import type { Actor } from '../../platform/access/actor.ts';
import type { Entity } from '../../platform/entities/entity.ts';
import { problem } from '../../platform/problem.ts';

/**
 * Feedback belongs to the unit of what it is about. What nobody owns yet is for every contributor to
 * triage: otherwise it would wait for the few who hold a role on the whole organisation.
 */
export function authoriseTriage(actor: Actor, feedback: Entity<'feedback'>): void {
  if (feedback.ownerUnit) return authorise(actor, 'contributor', feedback.ownerUnit);
  if (canSomewhere(actor, 'contributor')) return;
  throw problem('forbidden', 'This needs the role of contributor on some unit.');
}
