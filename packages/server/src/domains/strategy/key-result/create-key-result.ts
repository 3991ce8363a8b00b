import {
  toReference,
  type EntityRef,
  type OperationOf,
  type ParsedInput,
} from '@throughline/contract';
import type { WriteContext } from '../../../platform/context.ts';
import { copyReaders } from '../../../platform/entities/copy-readers.ts';
import { createEntity } from '../../../platform/entities/entity.ts';
import { link } from '../../../platform/entities/link.ts';
import { problem } from '../../../platform/problem.ts';
import { loadToChange, mayHold } from '../policy.ts';
import { pointsTheRightWay } from '../rules.ts';
import type { StrategyTables } from '../tables.ts';
import { feedKeyResult, type FeedDeps } from './feed-key-result.ts';

type Input = ParsedInput<OperationOf<'strategy.createKeyResult'>>['body'];

/** Adds a key result to an objective, owned by its unit and as confidential as it. Throws as `feedKeyResult` does. */
export async function createKeyResult(
  context: WriteContext,
  deps: FeedDeps,
  input: Input,
): Promise<EntityRef<'key_result'> & { revision: number }> {
  const { tx, now } = context;
  const objective = await loadToChange(context, { kind: 'objective', id: input.objective });
  await mayHold(context, input.owner ?? null);
  const { baseline, target, direction, unit, guardrail, checkInDays } = input;
  if (!pointsTheRightWay(input)) {
    throw problem(
      'invalid_input',
      'body.target: lies on the wrong side of the baseline for this direction.',
    );
  }
  const keyResult = await createEntity(context, {
    kind: 'key_result',
    title: input.title,
    summary: input.summary,
    state: 'active',
    ownerUnit: objective.ownerUnit,
    restricted: objective.restricted,
    after: {
      owner: input.owner ? toReference('person', input.owner) : null,
      baseline,
      target,
      direction,
      unit,
      guardrail,
      checkInDays,
      ...(input.insight ? { insight: input.insight } : {}),
    },
  });
  await tx
    .$extendTables<StrategyTables>()
    .insertInto('key_result')
    .values({
      id: keyResult.id,
      owner_id: input.owner ?? null,
      baseline,
      target,
      direction,
      unit,
      guardrail,
      check_in_days: checkInDays,
    })
    .execute();
  await link(context, keyResult, 'serves', objective, now, input.weight);
  if (objective.restricted) await copyReaders(tx, objective, keyResult);
  await feedKeyResult(context, deps, keyResult.id, input);
  return keyResult;
}
