import {
  parseReference,
  toReference,
  type EntityRef,
  type Id,
  type OperationOf,
  type ParsedInput,
} from '@throughline/contract';
import { reading, type WriteContext } from '../../../platform/context.ts';
import { changeEntity } from '../../../platform/entities/entity.ts';
import { linkedEntities } from '../../../platform/entities/linked-views.ts';
import { replaceLinks } from '../../../platform/entities/replace-links.ts';
import { problem } from '../../../platform/problem.ts';
import { loadToChange } from '../policy.ts';

type Input = ParsedInput<OperationOf<'strategy.setWeights'>>['body'];
type Serving = EntityRef<'objective' | 'key_result'>;

/**
 * Weighs what serves an objective: its own score is what changes, so a contributor of its unit may,
 * whosever the others are. Throws `invalid_input` for what doesn't serve it.
 */
export async function setWeights(
  context: WriteContext,
  id: Id<'objective'>,
  { weights }: Input,
): Promise<number> {
  const objective = await loadToChange(context, { kind: 'objective', id });
  const present = (await linkedEntities(reading(context), [id], 'serves', 'to')).get(id) ?? [];
  const given = new Map(weights.map(({ from, weight }) => [from.id as string, weight]));
  const serving = present.flatMap(({ entity, weight }) => {
    const ref = parseReference(entity.ref);
    return ref?.kind === 'objective' || ref?.kind === 'key_result'
      ? [{ entity: ref as Serving, weight: given.get(ref.id) ?? weight }]
      : [];
  });
  const known = new Set(serving.map(({ entity }) => entity.id as string));
  for (const [index, { from }] of weights.entries()) {
    if (!known.has(from.id)) {
      throw problem('invalid_input', `body.weights.${index}.from: does not serve this objective.`);
    }
  }
  const revision = await changeEntity(context, objective, {
    action: 'objective.weighed',
    after: {
      weights: weights.map(({ from, weight }) => ({
        from: toReference(from.kind, from.id),
        weight,
      })),
    },
  });
  await replaceLinks(context, objective, 'serves', ['objective', 'key_result'], serving, 'to');
  return revision;
}
