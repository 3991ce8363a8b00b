import type { FlagConfiguration } from '@throughline/contract';
import { operatorWords } from './clause-words.ts';
import type { Clause, Rule, Served, Target, Variation } from './flag-types.ts';
import { variationName, writeValue } from './variation-value.ts';

/** One step of a decision: what asks, and what it answers. */
export interface ReadStep {
  readonly key: string;
  /** “If the country of the user is one of AT, DE” */
  readonly when: string;
  /** “25 % Shown, 75 % Hidden” */
  readonly serves: string;
  readonly note?: string;
}

const longest = 6;

/** “a, b and c”; beyond six the rest is counted. */
export function listed(words: readonly string[], joint = 'and'): string {
  if (words.length > longest) {
    return `${words.slice(0, longest).join(', ')} ${joint} ${words.length - longest} more`;
  }
  return words.length < 2
    ? (words[0] ?? 'nothing')
    : `${words.slice(0, -1).join(', ')} ${joint} ${words.at(-1)}`;
}

/** Thousandths of a percent as people write them: 12,500 → “12.5 %”. */
export function percent(weight: number): string {
  return `${weight / 1000} %`;
}

/** A condition in words: “the plan of the user is one of pro or team”. */
function readClause(clause: Clause): string {
  const [reads, denied] = operatorWords[clause.op];
  const verb = clause.negate ? denied : reads;
  const values = listed(
    clause.values.map((value) => writeValue(value)),
    'or',
  );
  if (clause.op === 'segmentMatch') return `the ${clause.contextKind} ${verb} ${values}`;
  const attribute = clause.attribute === '' ? 'an attribute' : clause.attribute;
  return `the ${attribute} of the ${clause.contextKind} ${verb} ${values}`;
}

/** Conditions of a rule, all of which must hold. */
export function readClauses(clauses: readonly Clause[]): string {
  return clauses.length === 0 ? 'always' : `if ${clauses.map(readClause).join(', and ')}`;
}

/** What is served, in words. */
export function readServed(served: Served, variations: readonly Variation[]): string {
  if (served.variation !== undefined) return variationName(variations, served.variation);
  const { rollout } = served;
  if (!rollout) return 'nothing yet';
  const shares = rollout.variations
    .filter(({ weight }) => weight > 0)
    .map(({ variation, weight }) => `${percent(weight)} ${variationName(variations, variation)}`);
  const by =
    rollout.bucketBy === undefined || rollout.bucketBy === 'key'
      ? `each ${rollout.contextKind}`
      : `each ${rollout.bucketBy} of a ${rollout.contextKind}`;
  const experiment = rollout.kind === 'experiment' ? ', as an experiment' : '';
  return `${listed(shares)}, by ${by}${experiment}`;
}

function readTarget(target: Target, variations: readonly Variation[], at: number): ReadStep {
  return {
    key: `target ${at}`,
    when: `If the ${target.contextKind} is ${listed(target.values, 'or')}`,
    serves: variationName(variations, target.variation),
  };
}

function readRule(rule: Rule, variations: readonly Variation[], at: number): ReadStep {
  return {
    key: rule.id ?? `rule ${at}`,
    when: `Rule ${at + 1}: ${readClauses(rule.clauses)}`,
    serves: readServed(rule, variations),
    ...(rule.description === '' ? {} : { note: rule.description }),
  };
}

/** How a flag decides while it is on: the steps in the order in which they are asked. */
export function readConfiguration(
  configuration: FlagConfiguration,
  variations: readonly Variation[],
): readonly ReadStep[] {
  const off = variationName(variations, configuration.offVariation);
  const steps: ReadStep[] = [
    ...configuration.prerequisites.map(({ key, variation }, at) => ({
      key: `prerequisite ${at}`,
      when: `Unless the flag ${key} serves its variation ${variation + 1}`,
      serves: off,
    })),
    ...configuration.targets.map((target, at) => readTarget(target, variations, at)),
    ...configuration.rules.map((rule, at) => readRule(rule, variations, at)),
  ];
  return [
    ...steps,
    {
      key: 'fallthrough',
      when: steps.length === 0 ? 'Everybody' : 'Everybody else',
      serves: readServed(configuration.fallthrough, variations),
    },
  ];
}

/** Who gets what, in a sentence: what a confirmation of a change says. */
export function readStanding(
  configuration: FlagConfiguration,
  variations: readonly Variation[],
): string {
  if (!configuration.on) {
    return `off: everybody gets ${variationName(variations, configuration.offVariation)}`;
  }
  const { prerequisites, targets, rules, fallthrough } = configuration;
  const besides = [
    [prerequisites.length, 'prerequisite'],
    [targets.length, 'list'],
    [rules.length, 'rule'],
  ] as const;
  const counted = besides
    .filter(([count]) => count > 0)
    .map(([count, noun]) => `${count} ${noun}${count === 1 ? '' : 's'}`);
  const first = counted.length === 0 ? 'everybody gets' : `after ${listed(counted)}, the rest gets`;
  return `on: ${first} ${readServed(fallthrough, variations)}`;
}
