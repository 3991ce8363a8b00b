import type { EntityRef, Id } from '@throughline/contract';
import type { WriteContext } from '../context.ts';
import { loadEntity } from '../entities/entity.ts';
import { problem } from '../problem.ts';
import { createDecision } from './create-decision.ts';
import type { Effect } from './effect.ts';

/**
 * Asks a confirmed decision's question again: a new decision about the same things by the same
 * decider, which replaces the old one. Throws `wrong_state` where that one isn't in force.
 */
export async function revisitDecision(
  context: WriteContext,
  effects: ReadonlyMap<string, Effect>,
  id: Id<'decision'>,
  input: { madeIn?: EntityRef<'review' | 'meeting' | 'launch'> | undefined },
): Promise<EntityRef<'decision'> & { revision: number }> {
  const { tx, actor } = context;
  const old = await loadEntity(tx, actor, { kind: 'decision', id }, { lock: true });
  if (old.state !== 'confirmed') {
    throw problem(
      'wrong_state',
      `This decision is ${old.state}: there is nothing to look at again.`,
    );
  }
  const { options, decider_id: decider } = await tx
    .selectFrom('decision')
    .select(['options', 'decider_id'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  const links = await tx
    .selectFrom('link')
    .select(['from_id', 'to_id', 'to_kind', 'relation'])
    .where('until', 'is', null)
    .where((eb) =>
      eb.or([
        eb('from_id', '=', id).and('relation', 'in', ['decides', 'cites']),
        eb('to_id', '=', id).and('relation', '=', 'replaces'),
      ]),
    )
    .orderBy('id')
    .execute();
  if (links.some(({ relation }) => relation === 'replaces')) {
    throw problem('wrong_state', 'Another decision replaces this one already.');
  }
  const joined = (relation: string) =>
    links
      .filter((one) => one.relation === relation)
      .map(({ to_id, to_kind }) => ({ kind: to_kind, id: to_id }) as EntityRef);
  return createDecision(context, effects, {
    question: old.title,
    options,
    about: joined('decides'),
    cites: joined('cites') as EntityRef<'principle'>[],
    effects: [],
    replaces: old,
    ...(decider === null ? {} : { decider }),
    ...(input.madeIn ? { madeIn: input.madeIn } : {}),
  });
}
