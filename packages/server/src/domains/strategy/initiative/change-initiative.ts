import { toReference, type Id, type OperationOf, type ParsedInput } from '@throughline/contract';
import type { WriteContext } from '../../../platform/context.ts';
import { changeEntity } from '../../../platform/entities/entity.ts';
import { loadToChange, mayHold, mayOwn } from '../policy.ts';
import { loadInitiative } from '../store.ts';
import type { StrategyTables } from '../tables.ts';
import { checkWindow, linkInitiative } from './link-initiative.ts';

type Input = ParsedInput<OperationOf<'strategy.changeInitiative'>>['body'];

/**
 * Changes an initiative; given lists replace the present ones. A change of its window is stated as
 * `initiative.replanned`. Throws `entity.circular`.
 */
export async function changeInitiative(
  context: WriteContext,
  id: Id<'initiative'>,
  input: Input,
): Promise<number> {
  const initiative = await loadToChange(context, { kind: 'initiative', id });
  if (input.ownerUnit) await mayOwn(context, input.ownerUnit);
  await mayHold(context, input.owner ?? null);
  const before = await loadInitiative(context.tx, id);
  const from = input.from === undefined ? before.window_from : input.from;
  const to = input.to === undefined ? before.window_to : input.to;
  checkWindow(from, to);
  const replanned = from !== before.window_from || to !== before.window_to;
  const { owner } = input;
  const revision = await changeEntity(context, initiative, {
    action: replanned ? 'initiative.replanned' : 'initiative.changed',
    title: input.title,
    summary: input.summary,
    ownerUnit: input.ownerUnit,
    after: {
      ...(owner === undefined ? {} : { owner: owner ? toReference('person', owner) : null }),
      ...(replanned ? { from, to } : {}),
    },
  });
  await context.tx
    .$extendTables<StrategyTables>()
    .updateTable('initiative')
    .set({
      window_from: from,
      window_to: to,
      owner_id: owner === undefined ? before.owner_id : owner,
    })
    .where('id', '=', id)
    .execute();
  await linkInitiative(context, initiative, input);
  return revision;
}
