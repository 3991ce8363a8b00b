import type { Id } from '@throughline/contract';
import type { WriteContext } from '../context.ts';
import { changeEntity } from '../entities/entity.ts';
import { requireOpenDecision } from './require-open-decision.ts';

/** Takes back a proposed decision: nothing happens. Throws `wrong_state` once it is settled. */
export async function withdrawDecision(
  context: WriteContext,
  id: Id<'decision'>,
  input: { reason: string },
): Promise<number> {
  const decision = await requireOpenDecision(context, id);
  await context.tx
    .updateTable('decision')
    .set({ reason: input.reason })
    .where('id', '=', id)
    .execute();
  return changeEntity(context, decision, {
    action: 'decision.withdrawn',
    state: 'withdrawn',
    after: { reason: input.reason },
  });
}
