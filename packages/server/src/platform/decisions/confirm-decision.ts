import type { Id } from '@throughline/contract';
import { can } from '../access/can.ts';
import { toDate } from '../clock.ts';
import type { WriteContext } from '../context.ts';
import { changeEntity, loadEntity } from '../entities/entity.ts';
import { problem } from '../problem.ts';
import type { Effect } from './effect.ts';

/**
 * Confirms a decision: its effects happen now, in this transaction, or none does. The decider
 * confirms; without a named one, an owner of the unit it belongs to.
 */
export async function confirmDecision(
  context: WriteContext,
  effects: ReadonlyMap<string, Effect>,
  id: Id<'decision'>,
  input: { choice: string; reason: string },
): Promise<number> {
  const { tx, actor, now } = context;
  const entity = await loadEntity(tx, actor, { kind: 'decision', id }, { lock: true });
  if (entity.state !== 'proposed' && entity.state !== 'postponed')
    throw problem('wrong_state', `This decision is ${entity.state} already.`);
  const decision = await tx
    .selectFrom('decision')
    .select(['options', 'decider_id'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  const isDecider =
    actor.kind === 'member' && actor.person !== null && actor.person === decision.decider_id;
  if (!isDecider && !can(actor, 'owner', entity.ownerUnit)) {
    throw problem('decision.not_the_decider', 'Ask the decider to confirm it.');
  }
  if (!decision.options.includes(input.choice)) {
    throw problem('invalid_input', `“${input.choice}” is not one of the options.`);
  }
  const planned = await tx
    .selectFrom('decision_effect')
    .select(['effect', 'target_id', 'target_kind', 'parameters', 'option'])
    .where('decision_id', '=', id)
    .orderBy('ordinal')
    .execute();
  const revision = await changeEntity(context, entity, {
    action: 'decision.confirmed',
    state: 'confirmed',
    after: { choice: input.choice, reason: input.reason },
  });
  await tx
    .updateTable('decision')
    .set({ choice: input.choice, reason: input.reason, decided_at: toDate(now) })
    .where('id', '=', id)
    .execute();
  for (const row of planned) {
    if (row.option !== null && row.option !== input.choice) continue;
    const known = effects.get(row.effect);
    if (!known)
      throw problem('decision.effect_not_allowed', `“${row.effect}” is no longer an effect.`);
    const parameters = known.parameters.parse(row.parameters);
    // The effect is an act of the decision, not of the form: the form's If-Match is not the target's.
    await known.apply(
      { ...context, ifMatch: undefined },
      { kind: row.target_kind, id: row.target_id },
      parameters as never,
    );
  }
  return revision;
}
