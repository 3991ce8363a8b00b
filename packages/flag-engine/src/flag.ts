import { compileClauses } from './clause.ts';
import type { CompiledFlag, CompiledPrerequisite, CompiledRule } from './compiled.ts';
import { evaluationOf, malformedFlag } from './evaluation.ts';
import type { Evaluation, EvaluationReason } from './evaluation.ts';
import { compileServe } from './rollout.ts';
import type { RolloutFlag, ServeReason } from './rollout.ts';
import { compileTargets } from './targets.ts';
import { fieldsOf, isFields, listOf, textOf, variationsOf } from './untrusted.ts';
import type { Fields } from './untrusted.ts';

const off: EvaluationReason = Object.freeze({ kind: 'OFF' });
const none: readonly never[] = Object.freeze([]);
const fallthrough: ServeReason = Object.freeze({ kind: 'FALLTHROUGH' });

/** Always answers the same; what a flag that is off comes down to. */
function constantFlag(key: string, evaluation: Evaluation): CompiledFlag {
  return {
    key,
    on: false,
    off: evaluation,
    prerequisites: none,
    targets: none,
    rules: none,
    fallthrough: malformedFlag,
  };
}

/** Makes a flag ready to evaluate; `undefined` when there is none. */
export function compileFlag(key: string, source: unknown): CompiledFlag | undefined {
  if (source === undefined || source === null) return undefined;
  if (!isFields(source)) return constantFlag(key, malformedFlag);
  if (source['deleted']) return undefined;
  const variations = variationsOf(source['variations']);
  if (!source['on']) return constantFlag(key, offEvaluation(source, variations, off));
  const flag = { key: textOf(source['key']) || key, salt: source['salt'], variations };
  return {
    key,
    on: true,
    off: malformedFlag,
    prerequisites: compilePrerequisites(source, variations),
    targets: compileTargets(source, variations),
    rules: compileRules(source['rules'], flag),
    fallthrough: compileServe(source['fallthrough'], flag, fallthrough),
  };
}

function offEvaluation(
  { offVariation }: Fields,
  variations: CompiledVariations,
  reason: EvaluationReason,
): Evaluation {
  if (typeof offVariation === 'number') return evaluationOf(variations, offVariation, reason);
  return Object.freeze({ value: null, variation: null, reason });
}

type CompiledVariations = RolloutFlag['variations'];

function compilePrerequisites(
  source: Fields,
  variations: CompiledVariations,
): readonly CompiledPrerequisite[] | null {
  const prerequisites = listOf(source['prerequisites']).map(fieldsOf);
  // Without a key there is no telling which flag was meant to hold this one back.
  if (prerequisites.some(({ key }) => typeof key !== 'string')) return null;
  return prerequisites.map(({ key, variation }) => {
    const prerequisiteKey = textOf(key);
    const reason = Object.freeze({ kind: 'PREREQUISITE_FAILED', prerequisiteKey });
    return { key: prerequisiteKey, variation, failed: offEvaluation(source, variations, reason) };
  });
}

function compileRules(source: unknown, flag: RolloutFlag): readonly CompiledRule[] {
  return listOf(source).map((rule, ruleIndex) => {
    const { id } = fieldsOf(rule);
    const reason: ServeReason =
      typeof id === 'string'
        ? { kind: 'RULE_MATCH', ruleIndex, ruleId: id }
        : { kind: 'RULE_MATCH', ruleIndex };
    return {
      clauses: compileClauses(rule),
      serve: compileServe(rule, flag, Object.freeze(reason)),
    };
  });
}
