import type { Weekday } from '@throughline/cadence';
import { addBusinessDays, businessCalendar } from '@throughline/cadence';
import { problem } from '../../platform/problem.ts';
import type { LaunchPractice, TemplateDefinition } from './template-rules.ts';
import type { Verdict } from './tables.ts';

/**
 * The score and tier of answers: every question has one, each of the scores that it offers. Throws
 * `invalid_input`; `launch.no_tier` where the sum lies in no band, so that a release note will do.
 */
export function tierOf(
  practice: Pick<LaunchPractice, 'questions' | 'bands'>,
  answers: Readonly<Record<string, number>>,
): { tier: number; score: number } {
  for (const { key, answers: offered } of practice.questions) {
    const given = answers[key];
    if (given === undefined)
      throw problem('invalid_input', `answers.${key}: answer this question.`);
    if (!offered.some(({ score }) => score === given)) {
      throw problem('invalid_input', `answers.${key}: ${given} is none of its scores.`);
    }
  }
  const unknown = Object.keys(answers).find(
    (key) => !practice.questions.some((question) => question.key === key),
  );
  if (unknown) throw problem('invalid_input', `answers.${unknown}: there is no such question.`);
  const score = practice.questions.reduce((sum, { key }) => sum + (answers[key] ?? 0), 0);
  const band = practice.bands.find(({ from, to }) => score >= from && score <= to);
  if (!band) {
    throw problem('launch.no_tier', `A score of ${score} needs no launch: a release note will do.`);
  }
  return { tier: band.tier, score };
}

/** A template's items for a tier, in order, with their working-day offsets from T0. */
export function itemsOf(definition: TemplateDefinition, tier: number) {
  return definition.phases.flatMap((phase) => {
    const offset = phase.offsets[`tier${tier}` as keyof typeof phase.offsets];
    if (offset === null) return [];
    return phase.items.map((item) => ({ ...item, phase, offset }));
  });
}

/** The dates that working-day offsets from T0 fall on. */
export function dueDates(
  calendar: {
    workingWeekdays: readonly Weekday[];
    holidays: readonly { date: string; name: string }[];
  },
  targetOn: string,
): (offset: number) => string {
  const business = businessCalendar({ ...calendar });
  const target = Temporal.PlainDate.from(targetOn);
  return (offset) => addBusinessDays(business, target, offset).toString();
}

/** Where an item stands, from what its evidence says. */
export function itemState(item: {
  met: boolean;
  waived: boolean;
  dueOn: string;
  scheduledOn: string;
}): 'met' | 'missing' | 'impossible' | 'waived' {
  if (item.waived) return 'waived';
  if (item.met) return 'met';
  // It was due before the day on which T0 was set: it never had its time.
  return item.dueOn < item.scheduledOn ? 'impossible' : 'missing';
}

/** How many of how many. */
export interface Share {
  readonly met: number;
  readonly of: number;
}

/**
 * The verdict by the template's rule: any P0 that isn't met is a no-go; else the share of P1 items
 * that are met decides, waived ones left out. Without P1 items it is a go.
 */
export function verdictOf(
  items: readonly { priority: 'P0' | 'P1'; state: string }[],
  rule: { goFrom: number; conditionalFrom: number },
): { verdict: Verdict; p0: Share; p1: Share } {
  const count = (priority: 'P0' | 'P1'): Share => {
    const counted = items.filter((item) => item.priority === priority && item.state !== 'waived');
    return { met: counted.filter(({ state }) => state === 'met').length, of: counted.length };
  };
  const p0 = count('P0');
  const p1 = count('P1');
  const reaches = (share: number) => p1.met >= share * p1.of - 1e-9;
  if (p0.met < p0.of) return { verdict: 'no-go', p0, p1 };
  if (reaches(rule.goFrom)) return { verdict: 'go', p0, p1 };
  return { verdict: reaches(rule.conditionalFrom) ? 'conditional' : 'no-go', p0, p1 };
}

/** A verdict as a sentence. */
export function verdictSays({
  verdict,
  p0,
  p1,
}: {
  verdict: Verdict;
  p0: Share;
  p1: Share;
}): string {
  const counted = `${p0.met} of ${p0.of} P0 and ${p1.met} of ${p1.of} P1 items are met`;
  if (p0.met < p0.of) return `No-go: ${counted}, and every P0 is needed.`;
  if (verdict === 'go') return `Go: ${counted}.`;
  return verdict === 'conditional'
    ? `Conditional: ${counted}; name what is done about each that isn’t.`
    : `No-go: ${counted}; too few P1 items.`;
}

/** The lead times that T0 leaves no room for, counted from a day. */
export function leadTimeWarnings(
  leadTimes: LaunchPractice['leadTimes'],
  today: string,
  targetOn: string,
): string[] {
  const days = Temporal.PlainDate.from(today).until(Temporal.PlainDate.from(targetOn), {
    largestUnit: 'days',
  }).days;
  if (days < 0) return [];
  return leadTimes
    .filter(({ days: { min } }) => min > days)
    .map(({ title, days: { min } }) => `${title} usually takes ${min} days; T0 is in ${days}.`);
}

const staleDays = 30;

/** How old a battlecard's line is; after 30 days it is stale. */
export function lineAge(
  on: string,
  today: Temporal.PlainDate,
): { ageDays: number; stale: boolean } {
  const ageDays = Temporal.PlainDate.from(on).until(today, { largestUnit: 'days' }).days;
  return { ageDays, stale: ageDays > staleDays };
}
