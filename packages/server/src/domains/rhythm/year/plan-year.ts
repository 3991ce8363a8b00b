import {
  compileYear,
  fiscalYear,
  type Conflict,
  type FiscalYear,
  type PlannedOccurrence,
  type Rule,
} from '@throughline/cadence';
import type { Id } from '@throughline/contract';
import { sql } from 'kysely';
import type { ReadContext } from '../../../platform/context.ts';
import { loadCadences, type Cadence } from '../cadence/cadence-store.ts';
import { waitsForEvents } from '../cycle/cycle-fields.ts';
import { organisationCalendar, type OrganisationCalendar } from '../organisation-calendar.ts';
import { resolveParty, type Party } from '../resolve-party.ts';
import { occurrenceTitle, reviewTitle, ruleOf } from '../rules.ts';

/** One review that the rules put into a year. */
export interface PlannedReview {
  readonly cadence: Cadence;
  readonly planned: PlannedOccurrence;
  readonly title: string;
  readonly decider: Party;
  /** Counts the cadence's occurrences, for who is next in a rotation. */
  readonly turn: number;
}

/** A fiscal year as the rules have it. */
export interface PlannedYear {
  readonly calendar: OrganisationCalendar;
  readonly fiscalYear: FiscalYear;
  readonly reviews: readonly PlannedReview[];
  readonly conflicts: readonly Conflict[];
  /** Held when something happens: no calendar compiles them. */
  readonly eventDriven: readonly { readonly cadence: Cadence; readonly rule: Rule }[];
}

/**
 * What the rules of all active cadences (or of one) put into a fiscal year; nothing is written. One
 * decider in two rooms is looked for among the people who decide on the year's first day (today, once
 * it has begun).
 */
export async function planYear(
  { db, actor, now }: ReadContext,
  input: { year: number; cadence?: Id<'cadence'> | undefined },
): Promise<PlannedYear> {
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
  const ruled = [];
  for (const cadence of cadences) {
    const inUnit = { unit: cadence.unit, day, turn: input.year, subjectOwner: null };
    const decider = await resolveParty(db, cadence.decider, inUnit);
    ruled.push({ cadence, rule: ruleOf(cadence), decider });
  }
  const byId = new Map(
    ruled.filter(({ rule }) => !waitsForEvents(rule)).map((one) => [one.cadence.id as string, one]),
  );
  const compiled = compileYear({
    cadences: [...byId.values()].map(({ cadence, rule, decider }) => {
      const [person] = decider.people;
      return {
        id: cadence.id,
        rule,
        preReadBusinessDays: cadence.preReadBusinessDays,
        ...(person ? { decider: person.id } : {}),
      };
    }),
    calendar: calendar.fiscal,
    fiscalYear: input.year,
    business: calendar.business,
    zone: calendar.zone,
  });
  const turns = new Map<string, number>();
  const reviews = compiled.occurrences.flatMap((planned): PlannedReview[] => {
    const one = byId.get(planned.cadence);
    const { date, key } = planned.occurrence;
    if (!one || !holdsOn(one.cadence, date.toString())) return [];
    const { cadence, rule, decider } = one;
    const turn = turns.get(cadence.id) ?? input.year;
    turns.set(cadence.id, turn + 1);
    const title = reviewTitle({
      cycle: cadence.cycle.shortTitle ?? cadence.cycle.title,
      occurrence: occurrenceTitle(rule, key, cadence.occurrenceTitles),
      unit: cadence.unit.title,
      date,
    });
    return [{ cadence, planned, title, decider, turn }];
  });
  const held = new Set(
    reviews.map(({ planned }) => `${planned.cadence} ${planned.occurrence.key}`),
  );
  return {
    calendar,
    fiscalYear: span,
    reviews,
    conflicts: compiled.conflicts.filter((conflict) =>
      occurrencesOf(conflict).every(({ cadence, key }) => held.has(`${cadence} ${key}`)),
    ),
    eventDriven: ruled.filter(({ rule }) => waitsForEvents(rule)),
  };
}

/** The occurrences that a conflict is about. */
export function occurrencesOf(conflict: Conflict) {
  return conflict.kind === 'decider-double-booked' ? conflict.occurrences : [conflict.occurrence];
}

function holdsOn({ since, until }: Cadence, date: string): boolean {
  return (since === null || since <= date) && (until === null || date < until);
}
