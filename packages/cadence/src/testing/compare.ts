import { rruleText } from '../rrule-text.ts';
import {
  byRrule,
  byRruleTemporal,
  dayByDay,
  expanded,
  rruleKnows,
  rruleTemporalKnows,
} from './oracles.ts';
import { randomRule, type ZonedRule } from './random-rule.ts';

/** What a comparison came to. */
export interface Comparison {
  readonly rules: number;
  readonly occurrences: number;
  readonly frequencies: Readonly<Record<string, number>>;
  /** How many rules each oracle was asked: all that it is right about. */
  readonly asked: {
    readonly dayByDay: number;
    readonly rruleTemporal: number;
    readonly rrule: number;
  };
  /** The first twenty, each as the seed, the rule and where the answers part. */
  readonly differences: readonly string[];
}

const most = 20;

function firstDifference(ours: readonly string[], theirs: readonly string[]): string | undefined {
  const at = Array.from({ length: Math.max(ours.length, theirs.length) }).findIndex(
    (_, index) => ours[index] !== theirs[index],
  );
  return at < 0 ? undefined : `occurrence ${at + 1}: ${ours[at]}, not ${theirs[at]}`;
}

/** Compares the expansion of random rules with that of independent oracles. */
export function compareWithOracles(options: {
  rules: number;
  seed: number;
  signal?: AbortSignal;
  say?: (line: string) => void;
}): Comparison {
  const asked = { dayByDay: 0, rruleTemporal: 0, rrule: 0 };
  const frequencies: Record<string, number> = {};
  const differences: string[] = [];
  let occurrences = 0;
  let rules = 0;
  const compare = (
    oracle: keyof typeof asked,
    rule: ZonedRule,
    seed: number,
    answer: (rule: ZonedRule) => string[],
  ): void => {
    asked[oracle] += 1;
    const difference = firstDifference(expanded(rule), answer(rule));
    if (difference === undefined || differences.length >= most) return;
    const { start, time, zone } = rule;
    differences.push(
      `seed ${seed}, ${oracle}: ${start} ${time} ${zone} ${rruleText(rule)}: ${difference}`,
    );
  };
  for (; rules < options.rules && options.signal?.aborted !== true; rules += 1) {
    const seed = options.seed + rules;
    const rule = randomRule(seed);
    frequencies[rule.frequency] = (frequencies[rule.frequency] ?? 0) + 1;
    occurrences += expanded(rule).length;
    compare('dayByDay', rule, seed, dayByDay);
    if (rruleTemporalKnows(rule)) compare('rruleTemporal', rule, seed, byRruleTemporal);
    if (rruleKnows(rule)) compare('rrule', { ...rule, zone: 'UTC' }, seed, byRrule);
    if ((rules + 1) % 1000 === 0) options.say?.(`${rules + 1} rules`);
  }
  return { rules, occurrences, frequencies, asked, differences };
}
