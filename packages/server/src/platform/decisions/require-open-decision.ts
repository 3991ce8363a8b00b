import type { Id } from '@throughline/contract';
import { can } from '../access/can.ts';
import type { WriteContext } from '../context.ts';
import { loadEntity, type Entity } from '../entities/entity.ts';
import { problem } from '../problem.ts';

/**
 * Locks a decision that nobody has settled, for its decider or a contributor of its unit. Throws
 * `wrong_state` or `forbidden`.
 */
export async function requireOpenDecision(
  context: WriteContext,
  id: Id<'decision'>,
): Promise<Entity<'decision'>> {
  const { tx, actor } = context;
  const decision = await loadEntity(tx, actor, { kind: 'decision', id }, { lock: true });
  if (decision.state !== 'proposed' && decision.state !== 'postponed') {
    throw problem('wrong_state', `This decision is ${decision.state} already.`);
  }
  const { decider_id: decider } = await tx
    .selectFrom('decision')
    .select('decider_id')
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  const isDecider = actor.kind === 'member' && actor.person !== null && actor.person === decider;
  if (!isDecider && !can(actor, 'contributor', decision.ownerUnit)) {
    throw problem('forbidden', 'Its decider may, or a contributor of the unit it belongs to.');
  }
  return decision;
}
