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
import { checkWindow, linkInitiative } from './link-initiative.ts';

type Input = ParsedInput<OperationOf<'strategy.createInitiative'>>['body'];

/** Begins an initiative with what it serves and needs. Throws `entity.circular`. */
export async function createInitiative(
  context: WriteContext,
  input: Input,
): Promise<EntityRef<'initiative'> & { revision: number }> {
  await mayOwn(context, input.ownerUnit);
  await mayHold(context, input.owner ?? null);
  const from = input.from ?? null;
  const to = input.to ?? null;
  checkWindow(from, to);
  const initiative = await createEntity(context, {
    kind: 'initiative',
    title: input.title,
    summary: input.summary,
    state: input.stage,
    ownerUnit: input.ownerUnit,
    restricted: input.restricted,
    after: { owner: input.owner ? toReference('person', input.owner) : null, from, to },
  });
  await context.tx
    .$extendTables<StrategyTables>()
    .insertInto('initiative')
    .values({ id: initiative.id, owner_id: input.owner ?? null, window_from: from, window_to: to })
    .execute();
  await linkInitiative(context, initiative, input);
  return initiative;
}
