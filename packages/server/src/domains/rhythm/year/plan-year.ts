import {
  CadenceError,
  compileYear,
  expand,
  fiscalYear,
  type CadenceEvent,
  type CadencePlan,
  type CompileYearInput,
  type CompiledYear,
  type Conflict,
  type FiscalYear,
  type FreezeWindow,
  type PlannedOccurrence,
  type Rule,
} from '@throughline/cadence';
import type { Id } from '@throughline/contract';
import { sql } from 'kysely';
import type { ReadContext } from '../../../platform/context.ts';
import { problem } from '../../../platform/problem.ts';
import type { Occasion, OccasionSource } from '../../../platform/occasions/occasion.ts';
import { loadCadences, type Cadence } from '../cadence/cadence-store.ts';
import { dueOccasions, occasionOf, type WaitingCadence } from '../occasion/due-occasions.ts';
import { waitsForEvents } from '../occasion/occasion-rules.ts';
import { organisationCalendar, type OrganisationCalendar } from '../organisation-calendar.ts';
import { partyResolver, type Party } from '../resolve-party.ts';
import { placedReviews, type PlacedReview } from '../review/review-store.ts';
import { holdsOn, whichReview, reviewTitle, ruleOf } from '../rules.ts';
import type { Who } from '../who.ts';

/** A time in which nothing is to change, and of what. */
export interface FreezeUntil {
  readonly says: string;
  readonly since: Temporal.Instant;
  readonly until: Temporal.Instant;
}

/** One review that the rules put into a year. */
export interface PlannedReview {
  readonly cadence: Cadence;
  readonly planned: PlannedOccurrence;
  readonly title: string;
  readonly decider: Party;
  /** Counts the cadence's occurrences, for who is next in a rotation. */
  readonly turn: number;
  /** What it is held for, where it waits for that to happen. */
  readonly subject: Occasion | undefined;
}

/** A review that stands where no rule puts it, though nobody moved it: its rule has changed. */
export interface StrayReview {
  readonly cadence: Cadence;
  readonly review: PlacedReview;
}

/** A fiscal year as the rules have it. */
export interface PlannedYear {
  readonly calendar: OrganisationCalendar;
  readonly fiscalYear: FiscalYear;
  readonly reviews: readonly PlannedReview[];
  readonly conflicts: readonly Conflict[];
  /** The reviews of these cadences that there are already, by cadence and key. */
  readonly present: ReadonlyMap<string, ReadonlyMap<string, PlacedReview>>;
  /** Still to come, and of no occurrence any more. */
  readonly strays: readonly StrayReview[];
  /** Held when something happens, and on how many days of the year something is known to. */
  readonly eventDriven: readonly {
    readonly cadence: Cadence;
    readonly rule: Rule;
    readonly known: number;
  }[];
  /** The names of the people and units that conflicts speak of. */
  readonly nameOf: (id: string) => string;
}

/**
 * What the rules of all active cadences (or of one) put into a fiscal year; nothing is written. Who is
 * to be in two rooms at once is looked for among the people who lead, decide and attend on the year's
 * first day (today, once it has begun).
 */
export async function planYear(
  context: ReadContext,
  sources: readonly OccasionSource[],
  input: {
    year: number;
    cadence?: Id<'cadence'> | undefined;
    /** For the conflicts; who reads none of them gives none. */
    freezes?: readonly FreezeUntil[];
  },
): Promise<PlannedYear> {
  const { db, actor, now } = context;
  const calendar = await organisationCalendar(db);
  const span = fiscalYear(calendar.fiscal, input.year);
  const today = now.toZonedDateTimeISO(calendar.zone).toPlainDate();
  const day = (Temporal.PlainDate.compare(today, span.start) > 0 ? today : span.start).toString();
  const cadences = await loadCadences(
    db,
    actor,
    sql`entity.state = 'active' and template.state = 'active'
      ${input.cadence ? sql`and cadence.id = ${input.cadence}` : sql``}`,
  );
  const ruled: Ruled[] = [];
  const resolve = partyResolver(db);
  for (const cadence of cadences) {
    const inUnit = {
      unit: cadence.unit,
      team: cadence.team,
      day,
      turn: input.year,
      subjectOwner: null,
    };
    const party = (one: Who) => resolve(one, inUnit);
    const decider = await party(cadence.decider);
    const others = [];
    // Whose turn it is to lead is known when the day comes: in a rotation all attend anyway.
    if (!('rotation' in cadence.ledBy)) others.push(await party(cadence.ledBy));
    for (const one of cadence.attendees) others.push(await party(one));
    ruled.push({ cadence, rule: ruleOf(cadence), decider, others });
  }
  const waiting = ruled.flatMap(({ cadence, rule }): WaitingCadence[] =>
    waitsForEvents(rule) ? [{ cadence, rule }] : [],
  );
  const due = await dueOccasions(context, sources, waiting, { from: span.start, to: span.end });
  const byId = new Map(ruled.map((one) => [one.cadence.id as string, one]));
  const compiled = compile(byId, {
    cadences: ruled.map((one) => planOf(one, due.get(one.cadence.id)?.events ?? [])),
    calendar: calendar.fiscal,
    fiscalYear: input.year,
    business: calendar.business,
    zone: calendar.zone,
    freezes: (input.freezes ?? []).map((freeze) => windowOf(freeze, calendar.zone)),
  });
  const turns = new Map<string, number>();
  const reviews = compiled.occurrences.flatMap((planned): PlannedReview[] => {
    const one = byId.get(planned.cadence);
    const { date, key } = planned.occurrence;
    if (!one || !holdsOn(one.cadence, date.toString())) return [];
    const { cadence, rule, decider } = one;
    const turn = turns.get(cadence.id) ?? input.year;
    turns.set(cadence.id, turn + 1);
    const found = due.get(cadence.id);
    const subject = occasionOf(found, key);
    const title = reviewTitle({
      cycle: cadence.cycle.shortTitle ?? cadence.cycle.title,
      occurrence: whichReview(cadence, rule, key),
      unit: subject && found?.reach === 'nearest' ? subject.title : cadence.unit.title,
      date,
    });
    return [{ cadence, planned, title, decider, turn, subject }];
  });
  const held = new Set(
    reviews.map(({ planned }) => `${planned.cadence} ${planned.occurrence.key}`),
  );
  const present = await placedReviews(
    context,
    cadences.map(({ id }) => id),
  );
  const strays: StrayReview[] = [];
  for (const { cadence, rule } of ruled) {
    if (waitsForEvents(rule)) continue;
    const keys = naming(cadence, () => keysAround(rule, span, calendar));
    for (const review of present.get(cadence.id)?.values() ?? []) {
      if (isStray(review, span, now) && !keys.has(review.key)) strays.push({ cadence, review });
    }
  }
  const names = new Map(
    ruled.flatMap(({ cadence, decider, others }) => [
      [cadence.unit.id as string, cadence.unit.title] as const,
      ...[decider, ...others].flatMap(({ people }) =>
        people.map(({ id, name }) => [id as string, name] as const),
      ),
    ]),
  );
  return {
    calendar,
    fiscalYear: span,
    reviews,
    conflicts: compiled.conflicts.filter((conflict) =>
      occurrencesOf(conflict).every(({ cadence, key }) => held.has(`${cadence} ${key}`)),
    ),
    present,
    strays,
    eventDriven: ruled
      .filter(({ rule }) => waitsForEvents(rule))
      .map(({ cadence, rule }) => ({
        cadence,
        rule,
        known: reviews.filter((one) => one.cadence.id === cadence.id).length,
      })),
    nameOf: (id) => names.get(id) ?? id,
  };
}

/** Compiles the year, or says whose rule takes more steps than a rule may. */
function compile(ruled: ReadonlyMap<string, Ruled>, input: CompileYearInput): CompiledYear {
  try {
    return compileYear(input);
  } catch (error) {
    if (!(error instanceof CadenceError)) throw error;
    for (const plan of input.cadences) {
      const one = ruled.get(plan.id);
      if (one) naming(one.cadence, () => compileYear({ ...input, cadences: [plan] }));
    }
    throw problem(
      'rhythm.rule_invalid',
      'Too many people are to be in too many reviews at once to compare them all. Compile one cadence at a time.',
    );
  }
}

/** Names the cadence whose rule dates can't be made of. */
function naming<T>(cadence: Cadence, act: () => T): T {
  try {
    return act();
  } catch (error) {
    if (!(error instanceof CadenceError)) throw error;
    throw problem(
      'rhythm.rule_invalid',
      `The rule of “${cadence.title}” (${cadence.unit.title}): ${error.message}. Change it first.`,
    );
  }
}

/** The days of a freeze; one that ends at midnight has ended the day before. */
function windowOf({ says, since, until }: FreezeUntil, zone: string): FreezeWindow {
  const dayOf = (at: Temporal.Instant) => at.toZonedDateTimeISO(zone).toPlainDate().toString();
  return { id: says, from: dayOf(since), to: dayOf(until.subtract({ milliseconds: 1 })) };
}

interface Ruled {
  readonly cadence: Cadence;
  readonly rule: Rule;
  readonly decider: Party;
  readonly others: readonly Party[];
}

function planOf({ cadence, rule, decider, others }: Ruled, events: CadenceEvent[]): CadencePlan {
  const [person] = decider.people;
  return {
    id: cadence.id,
    rule,
    preReadBusinessDays: cadence.preReadBusinessDays,
    ...(person ? { decider: person.id } : {}),
    people: others.flatMap(({ people }) => people.map(({ id }) => id)),
    unit: cadence.unit.id,
    events,
  };
}

/** The keys that a rule gives in a year and a little around it, for what holidays shift over its ends. */
function keysAround(rule: Rule, { start, end }: FiscalYear, calendar: OrganisationCalendar) {
  const around = { days: 40 };
  const occurrences = expand(rule, {
    from: start.subtract(around),
    to: end.add(around),
    calendar: calendar.fiscal,
    business: calendar.business,
    zone: calendar.zone,
  });
  return new Set(occurrences.map(({ key }) => key));
}

function isStray(review: PlacedReview, span: FiscalYear, now: Temporal.Instant): boolean {
  return (
    (review.state === 'scheduled' || review.state === 'preparing') &&
    !review.adHoc &&
    !review.moved &&
    review.startsAt.epochMilliseconds > now.epochMilliseconds &&
    review.day >= span.start.toString() &&
    review.day <= span.end.toString()
  );
}

/** Whether a review that nobody moved stands on another time than its rule now says, both ahead. */
export function isMisplaced(
  review: PlacedReview,
  { planned: { occurrence } }: PlannedReview,
  now: Temporal.Instant,
): boolean {
  const ahead = (at: number) => at > now.epochMilliseconds;
  return (
    (review.state === 'scheduled' || review.state === 'preparing') &&
    !review.moved &&
    ahead(review.startsAt.epochMilliseconds) &&
    ahead(occurrence.startMs) &&
    review.startsAt.epochMilliseconds !== occurrence.startMs
  );
}

/** The occurrences that a conflict is about. */
export function occurrencesOf(conflict: Conflict) {
  return 'occurrence' in conflict ? [conflict.occurrence] : conflict.occurrences;
}
