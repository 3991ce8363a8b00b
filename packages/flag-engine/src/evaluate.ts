import type { CompiledFlag, Serve, World } from './compiled.ts';
import { matchAll } from './compiled.ts';
import type { Subject } from './context.ts';
import { deepestGuarded } from './dependency-graph.ts';
import { malformedFlag } from './evaluation.ts';
import type { Evaluation } from './evaluation.ts';
import { rolledOut } from './rollout.ts';
import { targetOf } from './targets.ts';

/** Evaluates one flag: off, prerequisites, targets, rules, fallthrough. */
export function evaluateFlag(flag: CompiledFlag, subject: Subject, world: World): Evaluation {
  if (!flag.on) return flag.off;
  if (world.guardedFlags.has(flag.key)) return evaluateGuarded(flag, subject, world);
  return evaluateOn(flag, subject, world);
}

/** Remembers results, so that a cycle is noticed and shared prerequisites are evaluated once. */
function evaluateGuarded(flag: CompiledFlag, subject: Subject, world: World): Evaluation {
  const results = (subject.flagResults ??= new Map<string, Evaluation | 'running'>());
  const known = results.get(flag.key);
  if (known === 'running') return malformedFlag;
  if (known !== undefined) return known;
  if (subject.depth >= deepestGuarded) return malformedFlag;
  results.set(flag.key, 'running');
  subject.depth += 1;
  const evaluation = evaluateOn(flag, subject, world);
  subject.depth -= 1;
  results.set(flag.key, evaluation);
  return evaluation;
}

function evaluateOn(flag: CompiledFlag, subject: Subject, world: World): Evaluation {
  const refusal = failedPrerequisite(flag, subject, world);
  if (refusal !== null) return refusal;
  const target = targetOf(flag.targets, subject);
  if (target !== null) return target;
  for (const rule of flag.rules) {
    const match = matchAll(rule.clauses, subject, world);
    if (match === undefined) return malformedFlag;
    if (match) return served(rule.serve, subject);
  }
  return served(flag.fallthrough, subject);
}

function served(serve: Serve, subject: Subject): Evaluation {
  return 'reason' in serve ? serve : rolledOut(serve, subject);
}

/** The flag's answer if a prerequisite isn't met; an error in one is the flag's own. */
function failedPrerequisite(flag: CompiledFlag, subject: Subject, world: World): Evaluation | null {
  if (flag.prerequisites === null) return malformedFlag;
  for (const prerequisite of flag.prerequisites) {
    const required = world.flags.get(prerequisite.key);
    if (required === undefined) return prerequisite.failed;
    const evaluation = evaluateFlag(required, subject, world);
    subject.observe?.({
      flagKey: subject.flagKey,
      dependentKey: flag.key,
      prerequisiteKey: prerequisite.key,
      evaluation,
    });
    const { kind } = evaluation.reason;
    if (kind === 'ERROR') return evaluation;
    if (kind === 'OFF' || evaluation.variation !== prerequisite.variation) {
      return prerequisite.failed;
    }
  }
  return null;
}
