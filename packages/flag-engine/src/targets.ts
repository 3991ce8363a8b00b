import { keyOf } from './context.ts';
import type { CompiledTarget } from './compiled.ts';
import type { Subject } from './context.ts';
import { evaluationOf } from './evaluation.ts';
import type { Evaluation, EvaluationReason } from './evaluation.ts';
import type { Json } from './model.ts';
import { fieldsOf, kindOf, listOf, stringsOf } from './untrusted.ts';
import type { Fields } from './untrusted.ts';

const reason: EvaluationReason = Object.freeze({ kind: 'TARGET_MATCH' });

/** The targets in the order in which they are asked, placeholders replaced. */
function orderedTargets(flag: Fields): readonly Fields[] {
  const userTargets = listOf(flag['targets']).map(fieldsOf);
  const contextTargets = listOf(flag['contextTargets']).map(fieldsOf);
  if (contextTargets.length === 0) return userTargets;
  return contextTargets.flatMap((target): readonly Fields[] => {
    const { contextKind, variation } = target;
    if (contextKind && contextKind !== 'user') return [target];
    return userTargets.filter((each) => each['variation'] === variation).slice(0, 1);
  });
}

/** Longer lists than this are looked up in a set. */
const shortList = 8;

/** A flag's targets in order. */
export function compileTargets(
  flag: Fields,
  variations: readonly Json[],
): readonly CompiledTarget[] {
  return orderedTargets(flag).map(({ contextKind, values, variation }) => {
    const strings = stringsOf(values);
    const keys = strings.length > shortList ? new Set(strings) : strings;
    return {
      kind: kindOf(contextKind),
      keys,
      evaluation: evaluationOf(variations, variation, reason),
    };
  });
}

/** What the first target with the subject's key serves. */
export function targetOf(targets: readonly CompiledTarget[], subject: Subject): Evaluation | null {
  for (const { kind, keys, evaluation } of targets) {
    const key = keyOf(subject, kind);
    if (key === undefined) continue;
    if (keys instanceof Set ? keys.has(key) : (keys as readonly string[]).includes(key))
      return evaluation;
  }
  return null;
}
