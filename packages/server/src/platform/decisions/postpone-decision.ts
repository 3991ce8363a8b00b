import { toReference, type EntityRef, type Id } from '@throughline/contract';
import type { WriteContext } from '../context.ts';
import { changeEntity, loadEntity } from '../entities/entity.ts';
import { endLinks, link } from '../entities/link.ts';
import { requireOpenDecision } from './require-open-decision.ts';

/**
 * Leaves a decision for later: until a day, or until the review or meeting that takes it up. It can
 * still be confirmed. Throws `wrong_state` once it is settled.
 */
export async function postponeDecision(
  context: WriteContext,
  id: Id<'decision'>,
  input: {
    reason: string;
    until?: string | undefined;
    takenUpIn?: EntityRef<'review' | 'meeting'> | undefined;
  },
): Promise<number> {
  const { tx, actor } = context;
  const decision = await requireOpenDecision(context, id);
  await tx
    .updateTable('decision')
    .set({
      reason: input.reason,
      ...(input.until === undefined ? {} : { revisit_on: input.until }),
    })
    .where('id', '=', id)
    .execute();
  await endLinks(context, decision, 'on_agenda_of');
  if (input.takenUpIn) {
    await link(context, decision, 'on_agenda_of', await loadEntity(tx, actor, input.takenUpIn));
  }
  return changeEntity(context, decision, {
    action: 'decision.postponed',
    state: 'postponed',
    after: {
      reason: input.reason,
      until: input.until ?? null,
      takenUpIn: input.takenUpIn ? toReference(input.takenUpIn.kind, input.takenUpIn.id) : null,
    },
  });
}
