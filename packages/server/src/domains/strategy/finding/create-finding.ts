import {
  toReference,
  type EntityRef,
  type OperationOf,
  type ParsedInput,
} from '@throughline/contract';
import type { WriteContext } from '../../../platform/context.ts';
import { createEntity } from '../../../platform/entities/entity.ts';
import { mayHold, mayOwn } from '../policy.ts';
import type { StrategyTables } from '../tables.ts';

type Input = ParsedInput<OperationOf<'strategy.createFinding'>>['body'];

/** Notes an area of improvement or an opportunity for growth. */
export async function createFinding(
  context: WriteContext,
  input: Input,
): Promise<EntityRef<'finding'> & { revision: number }> {
  await mayOwn(context, input.ownerUnit);
  const owner = input.owner ?? null;
  await mayHold(context, owner);
  const finding = await createEntity(context, {
    kind: 'finding',
    title: input.title,
    summary: input.summary,
    state: 'open',
    ownerUnit: input.ownerUnit,
    after: { type: input.type, owner: owner ? toReference('person', owner) : null },
  });
  await context.tx
    .$extendTables<StrategyTables>()
    .insertInto('finding')
    .values({ id: finding.id, type: input.type, owner_id: owner })
    .execute();
  return finding;
}
