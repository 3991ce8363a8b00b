import type { Id, OperationOf, OutputOf, ParsedInput } from '@throughline/contract';
import type { ReadContext } from '../../platform/context.ts';
import { loadEntity } from '../../platform/entities/entity.ts';
import { problem } from '../../platform/problem.ts';
import { draftedRuleset } from './evaluate-flag.ts';
import { recentContexts } from './events/event-views.ts';
import { variationName } from './rules.ts';
import type { Serving } from './serving/serving.ts';
import { loadFlag } from './store.ts';

type Draft = ParsedInput<OperationOf<'flags.evaluateSample'>>['body']['draft'];

/**
 * How the contexts that were seen lately in an environment divide over a flag's variations, now or
 * by a draft. Throws `not_found`, `flags.invalid`, `flags.version_not_reached`.
 */
export async function evaluateSample(
  context: ReadContext,
  serving: Serving,
  place: { flag: Id<'flag'>; environment: Id<'environment'> },
  draft: Draft,
): Promise<OutputOf<OperationOf<'flags.evaluateSample'>>> {
  const { db, actor } = context;
  await loadEntity(db, actor, { kind: 'flag', id: place.flag });
  const sample = await recentContexts(context, place.environment);
  const flag = await loadFlag(db, place.flag);
  const snapshot = serving.snapshot(place.environment);
  if (!snapshot) {
    throw problem('flags.version_not_reached', 'This environment is not served here yet.');
  }
  const drafted = draft ? draftedRuleset(snapshot, flag, draft) : snapshot.ruleset;
  const contexts = new Map<number | null, number>();
  let changed = 0;
  for (const one of sample.contexts) {
    const { variation } = drafted.evaluate(flag.key, one);
    if (variation !== snapshot.ruleset.evaluate(flag.key, one).variation) changed += 1;
    contexts.set(variation, (contexts.get(variation) ?? 0) + 1);
  }
  return {
    sampled: sample.contexts.length,
    since: sample.since,
    served: [...contexts]
      .map(([variation, count]) => ({
        variation,
        variationName: variationName(flag.variations, variation),
        contexts: count,
      }))
      .toSorted((one, other) => (one.variation ?? 1000) - (other.variation ?? 1000)),
    changed,
  };
}
