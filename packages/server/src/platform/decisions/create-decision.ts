import {
  toReference,
  type EntityRef,
  type OperationOf,
  type ParsedInput,
} from '@throughline/contract';
import type { WriteContext } from '../context.ts';
import { copyReaders } from '../entities/copy-readers.ts';
import { createEntity, loadEntity } from '../entities/entity.ts';
import { link } from '../entities/link.ts';
import { problem } from '../problem.ts';
import type { Effect } from './effect.ts';

type Input = ParsedInput<OperationOf<'decisions.createDecision'>>['body'] & {
  /** The decision that this one looks at again. */
  readonly replaces?: EntityRef<'decision'>;
};

/**
 * Proposes a decision. Its effects are checked now, against what each domain allows, and happen
 * when the decider confirms. Throws `decision.effect_not_allowed`.
 */
export async function createDecision(
  context: WriteContext,
  effects: ReadonlyMap<string, Effect>,
  input: Input,
): Promise<EntityRef<'decision'> & { revision: number }> {
  const { tx, actor } = context;
  for (const proposed of input.effects) {
    const known = effects.get(proposed.effect);
    if (!known?.kinds.includes(proposed.target.kind)) {
      throw problem(
        'decision.effect_not_allowed',
        `“${proposed.effect}” is not an effect on a ${proposed.target.kind}.`,
      );
    }
    const parameters = known.parameters.safeParse(proposed.parameters);
    if (!parameters.success) {
      throw problem(
        'decision.effect_not_allowed',
        `“${proposed.effect}”: ${parameters.error.issues[0]?.message ?? 'its parameters do not fit'}.`,
      );
    }
    if (proposed.option !== undefined && !input.options.includes(proposed.option)) {
      throw problem(
        'decision.effect_not_allowed',
        `“${proposed.option}” is not one of the options.`,
      );
    }
    await loadEntity(tx, actor, proposed.target);
  }
  const about = [...input.about, ...input.effects.map(({ target }) => target)];
  const loaded = await Promise.all(
    [...new Map(about.map((ref) => [ref.id, ref])).values()].map((ref) =>
      loadEntity(tx, actor, ref),
    ),
  );
  const decider = input.decider ?? (actor.kind === 'member' ? actor.person : null);
  if (decider) await loadEntity(tx, actor, { kind: 'person', id: decider });
  const madeIn = input.madeIn && (await loadEntity(tx, actor, input.madeIn));
  const replaced = input.replaces && (await loadEntity(tx, actor, input.replaces));
  const confidential = [...loaded, madeIn, replaced].filter((one) => one?.restricted);
  const decision = await createEntity(context, {
    kind: 'decision',
    title: input.question,
    state: 'proposed',
    ownerUnit: loaded[0]?.ownerUnit ?? madeIn?.ownerUnit ?? null,
    restricted: confidential.length > 0,
    after: {
      options: input.options,
      decider: decider ? toReference('person', decider) : null,
      effects: input.effects.map(({ effect, target, parameters, option }) => ({
        effect,
        target: toReference(target.kind, target.id),
        parameters,
        option,
      })),
    },
  });
  await tx
    .insertInto('decision')
    .values({
      id: decision.id,
      options: input.options,
      choice: null,
      decider_id: decider,
      revisit_on: input.revisitOn ?? null,
    })
    .execute();
  if (input.effects.length > 0) {
    await tx
      .insertInto('decision_effect')
      .values(
        input.effects.map(({ effect, target, parameters, option }, ordinal) => ({
          decision_id: decision.id,
          ordinal,
          effect,
          target_id: target.id,
          target_kind: target.kind,
          parameters: JSON.stringify(parameters),
          option: option ?? null,
        })),
      )
      .execute();
  }
  for (const entity of loaded) await link(context, decision, 'decides', entity);
  for (const entity of confidential) if (entity) await copyReaders(tx, entity, decision);
  if (madeIn) await link(context, decision, 'made_in', madeIn);
  for (const principle of input.cites) {
    await link(context, decision, 'cites', await loadEntity(tx, actor, principle));
  }
  if (replaced) await link(context, decision, 'replaces', replaced);
  return decision;
}
