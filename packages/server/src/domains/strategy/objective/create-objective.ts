import type { EntityRef, OperationOf, ParsedInput } from '@throughline/contract';
import type { WriteContext } from '../../../platform/context.ts';
import { copyReaders } from '../../../platform/entities/copy-readers.ts';
import { createEntity, loadEntity } from '../../../platform/entities/entity.ts';
import { replaceLinks } from '../../../platform/entities/replace-links.ts';
import { mayOwn } from '../policy.ts';
import type { StrategyTables } from '../tables.ts';

type Input = ParsedInput<OperationOf<'strategy.createObjective'>>['body'];

/** Adds an objective; it is as confidential as what it serves. Throws `entity.circular`. */
export async function createObjective(
  context: WriteContext,
  input: Input,
): Promise<EntityRef<'objective'> & { revision: number }> {
  const { tx, actor } = context;
  await mayOwn(context, input.ownerUnit);
  const higher = await Promise.all(input.serves.map(({ to }) => loadEntity(tx, actor, to)));
  const confidential = higher.filter(({ restricted }) => restricted);
  const { commitment, fiscalYear } = input;
  const quarter = input.quarter ?? null;
  const objective = await createEntity(context, {
    kind: 'objective',
    title: input.title,
    summary: input.summary,
    state: 'active',
    ownerUnit: input.ownerUnit,
    restricted: input.restricted || confidential.length > 0,
    after: { commitment, fiscalYear, quarter },
  });
  await tx
    .$extendTables<StrategyTables>()
    .insertInto('objective')
    .values({ id: objective.id, commitment, fiscal_year: fiscalYear, quarter })
    .execute();
  for (const entity of confidential) await copyReaders(tx, entity, objective);
  await replaceLinks(
    context,
    objective,
    'serves',
    ['priority', 'objective'],
    input.serves.map(({ to, weight }) => ({ entity: to, weight })),
  );
  return objective;
}
