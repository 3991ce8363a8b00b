import { toReference, type Id, type OperationOf, type ParsedInput } from '@throughline/contract';
import type { WriteContext } from '../../../platform/context.ts';
import { changeEntity } from '../../../platform/entities/entity.ts';
import { loadToChange, mayHold, mayOwn } from '../policy.ts';
import type { StrategyTables } from '../tables.ts';

type Input = ParsedInput<OperationOf<'strategy.changeFinding'>>['body'];

/** Changes a finding or hands it to somebody else. */
export async function changeFinding(
  context: WriteContext,
  id: Id<'finding'>,
  input: Input,
): Promise<number> {
  const finding = await loadToChange(context, { kind: 'finding', id });
  if (input.ownerUnit) await mayOwn(context, input.ownerUnit);
  await mayHold(context, input.owner ?? null);
  const { owner, type, ...common } = input;
  const revision = await changeEntity(context, finding, {
    ...common,
    after: {
      ...(type === undefined ? {} : { type }),
      ...(owner === undefined ? {} : { owner: owner ? toReference('person', owner) : null }),
    },
  });
  if (type !== undefined || owner !== undefined) {
    await context.tx
      .$extendTables<StrategyTables>()
      .updateTable('finding')
      .set({
        ...(type === undefined ? {} : { type }),
        ...(owner === undefined ? {} : { owner_id: owner }),
      })
      .where('id', '=', id)
      .execute();
  }
  return revision;
}
