import type { FlagConfiguration } from '@throughline/contract';
import { compileRegex, type Clause, type Json } from '@throughline/flag-engine';
import { problem } from '../../platform/problem.ts';

/** What a flag can serve. */
export interface Variation {
  readonly value: Json;
  readonly name: string;
}

/** How a flag decides in one environment, but for the switch. */
export type Configuration = Omit<FlagConfiguration, 'on'>;

/** Who belongs to a segment. */
export interface SegmentDefinition {
  readonly included: readonly { contextKind: string; values: readonly string[] }[];
  readonly excluded: readonly { contextKind: string; values: readonly string[] }[];
  readonly rules: readonly {
    readonly clauses: FlagConfiguration['rules'][number]['clauses'];
    readonly weight?: number | undefined;
    readonly bucketBy?: string | undefined;
    readonly rolloutContextKind?: string | undefined;
  }[];
}

/** What `variations` of a boolean flag are: true first, as everywhere. */
export const booleanVariations: readonly Variation[] = [
  { value: true, name: 'Shown' },
  { value: false, name: 'Hidden' },
];

/** How a flag decides where nobody has configured it: off, the last variation; on, the first. */
export function defaultConfiguration(variations: readonly Variation[]): Configuration {
  return {
    targets: [],
    rules: [],
    fallthrough: { variation: 0 },
    offVariation: variations.length - 1,
    prerequisites: [],
  };
}

const invalid = (detail: string) => problem('flags.invalid', detail);

/** Checks variations against the flag's type. Throws `flags.invalid`. */
export function checkVariations(type: string, variations: readonly Variation[]): void {
  if (type === 'boolean') {
    if (
      variations.length !== 2 ||
      variations[0]?.value !== true ||
      variations[1]?.value !== false
    ) {
      throw invalid(
        'A boolean flag has two variations: true, then false. Only their names change.',
      );
    }
    return;
  }
  const seen = new Set<string>();
  for (const { value } of variations) {
    if (type !== 'json' && typeof value !== type) {
      throw invalid(
        `Every variation of this flag must be a ${type}: ${JSON.stringify(value)} is none.`,
      );
    }
    const text = JSON.stringify(value);
    if (seen.has(text)) throw invalid(`Two variations have the value ${text}.`);
    seen.add(text);
  }
}

/** The segments that clauses name. */
export function segmentKeysOf(
  rules: readonly { readonly clauses: readonly { op: string; values: readonly unknown[] }[] }[],
): string[] {
  const clauses = rules.flatMap((rule) => rule.clauses).filter(({ op }) => op === 'segmentMatch');
  return [...new Set(clauses.flatMap(({ values }) => values.map(String)))];
}

/** Checks clauses: an attribute, values, patterns that can be used. Throws `flags.invalid`. */
export function checkClauses(rules: readonly { readonly clauses: readonly Clause[] }[]): void {
  for (const { clauses } of rules) {
    for (const { op, attribute, values } of clauses) {
      if (op !== 'segmentMatch' && !attribute) throw invalid('A clause needs an attribute.');
      if (values.length === 0) throw invalid('A clause needs a value to compare with.');
      if (op !== 'matches') continue;
      for (const value of values) {
        if (typeof value !== 'string' || compileRegex(value) === null) {
          throw invalid(
            `The pattern ${JSON.stringify(value)} cannot be used: patterns have no look-around and no back-references.`,
          );
        }
      }
    }
  }
}

/** Checks a configuration against the flag's variations. Throws `flags.invalid`. */
export function checkConfiguration(
  configuration: Configuration,
  variations: readonly Variation[],
): void {
  const inRange = (index: number | undefined | null, where: string) => {
    if (index !== undefined && index !== null && index >= variations.length) {
      throw invalid(
        `${where} points at variation ${index}; the flag has ${variations.length}, from 0.`,
      );
    }
  };
  const checkServed = (served: Configuration['fallthrough'], where: string) => {
    if ((served.variation === undefined) === (served.rollout === undefined)) {
      throw invalid(`${where} needs either a variation or a rollout.`);
    }
    inRange(served.variation, where);
    if (!served.rollout) return;
    for (const { variation } of served.rollout.variations) inRange(variation, where);
    const sum = served.rollout.variations.reduce((total, { weight }) => total + weight, 0);
    if (sum !== 100_000) {
      throw invalid(`The weights of ${where} add up to ${sum / 1000} %; they must to 100 %.`);
    }
  };
  inRange(configuration.offVariation, 'offVariation');
  for (const target of configuration.targets) inRange(target.variation, 'A target');
  configuration.rules.forEach((rule, index) => checkServed(rule, `rule ${index + 1}`));
  checkServed(configuration.fallthrough, 'the fallthrough');
  checkClauses(configuration.rules);
}

/** The variations that a configuration can serve to anybody at all. */
export function servableVariations(on: boolean, configuration: Configuration): Set<number | null> {
  if (!on) return new Set([configuration.offVariation]);
  const served = [configuration.fallthrough, ...configuration.rules];
  const indexes: (number | null)[] = served.flatMap(({ variation, rollout }) =>
    variation === undefined
      ? (rollout?.variations.filter(({ weight }) => weight > 0).map((one) => one.variation) ?? [])
      : [variation],
  );
  indexes.push(...configuration.targets.map(({ variation }) => variation));
  if (configuration.prerequisites.length > 0) indexes.push(configuration.offVariation);
  return new Set(indexes);
}

/** The share, in percent, of those whom no target and no rule decides for, that get a variation. */
export function shareOf(on: boolean, configuration: Configuration, variation: number): number {
  if (!on) return configuration.offVariation === variation ? 100 : 0;
  const { fallthrough } = configuration;
  if (fallthrough.variation !== undefined) return fallthrough.variation === variation ? 100 : 0;
  const weights = fallthrough.rollout?.variations ?? [];
  return (
    weights
      .filter((one) => one.variation === variation)
      .reduce((total, { weight }) => total + weight, 0) / 1000
  );
}

/** A variation as people call it. */
export function variationName(variations: readonly Variation[], index: number | null): string {
  if (index === null) return 'the caller’s default';
  const variation = variations[index];
  return variation?.name || JSON.stringify(variation?.value ?? null);
}

/** One line that says what a flag does in an environment. */
export function standingOf(
  on: boolean,
  configuration: Configuration,
  variations: readonly Variation[],
): string {
  if (!on) return `off: everybody gets ${variationName(variations, configuration.offVariation)}`;
  const { fallthrough, rules, targets, prerequisites } = configuration;
  const served =
    fallthrough.variation === undefined
      ? (fallthrough.rollout?.variations ?? [])
          .filter(({ weight }) => weight > 0)
          .map(
            ({ variation, weight }) => `${weight / 1000} % ${variationName(variations, variation)}`,
          )
          .join(', ')
      : variationName(variations, fallthrough.variation);
  const besides = [
    [targets.length, 'target list'],
    [rules.length, 'rule'],
    [prerequisites.length, 'prerequisite'],
  ]
    .filter(([count]) => count !== 0)
    .map(([count, noun]) => `${count} ${noun}${count === 1 ? '' : 's'}`);
  return `on: ${served}${besides.length > 0 ? `; ${besides.join(', ')}` : ''}`;
}
