import { CadenceError, addBusinessDays, expand, type Occurrence } from '@throughline/cadence';
import { sql } from 'kysely';
import { reading, type WriteContext } from '../../../platform/context.ts';
import { loadEntity } from '../../../platform/entities/entity.ts';
import type { Occasion, OccasionSource } from '../../../platform/occasions/occasion.ts';
import { cadenceRule, loadCadences } from '../cadence/cadence-store.ts';
import { organisationCalendar, type OrganisationCalendar } from '../organisation-calendar.ts';
import { cancelOne } from '../review/cancel-review.ts';
import { moveOne } from '../review/move-review.ts';
import { putReview } from '../review/put-review.ts';
import { loadReview, placedReviews, turnOf, type PlacedReview } from '../review/review-store.ts';
import { holdsOn, whichReview, reviewTitle, ruleOf } from '../rules.ts';
import {
  dueOccasions,
  occasionOf,
  type DueOccasions,
  type WaitingCadence,
} from './due-occasions.ts';
import { waitsForEvents, type EventRule } from './occasion-rules.ts';

const daysAhead = 400;
/** A review that should have been held so long ago by its rule is still known as the rule's. */
const daysBehind = 60;

/** What holding occasions did to the calendar. */
export interface HeldOccasions {
  readonly created: number;
  readonly moved: number;
  readonly cancelled: number;
}

/**
 * Puts the reviews of all that is to happen on the calendar, moves those whose occasion moved (unless
 * somebody moved the review), and cancels those whose occasion fell away. Doing it again changes
 * nothing: a review is known by its cadence, what it is about and the rule's offset.
 */
export async function holdOccasions(
  context: WriteContext,
  sources: readonly OccasionSource[],
): Promise<HeldOccasions> {
  const { tx, actor, now } = context;
  const cadences = await loadCadences(
    tx,
    actor,
    sql`entity.state = 'active' and template.state = 'active'
      and ${cadenceRule} -> 'anchor' ->> 'event' = any(${sources.map(({ event }) => event)})`,
  );
  const held = { created: 0, moved: 0, cancelled: 0 };
  if (cadences.length === 0) return held;
  await sql`select pg_advisory_xact_lock(hashtext('compile_year'))`.execute(tx);
  const calendar = await organisationCalendar(tx);
  const today = now.toZonedDateTimeISO(calendar.zone).toPlainDate();
  const span = { from: today.subtract({ days: daysBehind }), to: today.add({ days: daysAhead }) };
  const waiting = cadences.flatMap((cadence): WaitingCadence[] => {
    const rule = ruleOf(cadence);
    return waitsForEvents(rule) ? [{ cadence, rule }] : [];
  });
  const due = await dueOccasions(reading(context), sources, waiting, span);
  const placed = await placedReviews(
    reading(context),
    waiting.map(({ cadence }) => cadence.id),
  );
  for (const one of waiting) {
    const { id } = one.cadence;
    const known = placed.get(id) ?? new Map<string, PlacedReview>();
    const done = await holdOne(context, { ...one, known }, due.get(id), { calendar, span, today });
    held.created += done.created;
    held.moved += done.moved;
    held.cancelled += done.cancelled;
  }
  return held;
}

interface When {
  readonly calendar: OrganisationCalendar;
  readonly span: { from: Temporal.PlainDate; to: Temporal.PlainDate };
  readonly today: Temporal.PlainDate;
}

async function holdOne(
  context: WriteContext,
  { cadence, rule, known }: WaitingCadence & { known: ReadonlyMap<string, PlacedReview> },
  due: DueOccasions | undefined,
  when: When,
): Promise<HeldOccasions> {
  const { now, tx } = context;
  const { business } = when.calendar;
  const occurrences = occurrencesOf(rule, due, when)?.filter(({ date }) =>
    holdsOn(cadence, date.toString()),
  );
  const held = { created: 0, moved: 0, cancelled: 0 };
  if (!occurrences) return held;
  for (const occurrence of occurrences) {
    const occasion = occasionOf(due, occurrence.key);
    const place = placeOf(occurrence, occasion, when, now);
    if (!occasion || !place) continue;
    const there = known.get(occurrence.key);
    if (!there) {
      await putOnCalendar(context, { cadence, rule }, due, { occurrence, occasion, place, when });
      held.created += 1;
    } else if (isToMove(there, { occurrence, occasion, place }, now)) {
      const review = await loadReview(tx, context.actor, there.id, { lock: true });
      const by = { business, preReadBusinessDays: cadence.preReadBusinessDays, byHand: false };
      await moveOne(context, review, place, by);
      held.moved += 1;
    }
  }
  const keys = new Set(occurrences.map(({ key }) => key));
  for (const there of known.values()) {
    if (keys.has(there.key) || !fellAway(there, now, when.span.to)) continue;
    const review = await loadReview(tx, context.actor, there.id, { lock: true });
    const reason = 'What it was to be held for fell away.';
    await cancelOne(context, review, { reason, byHand: false });
    held.cancelled += 1;
  }
  return held;
}

/**
 * The dates of a rule; none at all where they take more steps than a rule may, which its editor
 * says: what is on the calendar stays, and no other cadence is kept from its reviews.
 */
function occurrencesOf(
  rule: EventRule,
  due: DueOccasions | undefined,
  { calendar, span }: When,
): Occurrence[] | undefined {
  const { business, fiscal, zone } = calendar;
  try {
    return expand(rule, {
      ...span,
      calendar: fiscal,
      business,
      zone,
      events: due?.events ?? [],
    });
  } catch (error) {
    if (error instanceof CadenceError) return undefined;
    throw error;
  }
}

/**
 * Where a review goes: where the rule puts it; on the next business day where that is over and the
 * occasion still to come; nowhere otherwise.
 */
function placeOf(
  occurrence: Occurrence,
  occasion: Occasion | undefined,
  { calendar, today }: When,
  now: Temporal.Instant,
): Temporal.Instant | undefined {
  if (occurrence.startMs > now.epochMilliseconds) return occurrence.start;
  const next = addBusinessDays(calendar.business, today, 1);
  if (!occasion || next.toString() > occasion.on) return undefined;
  const { zone: timeZone, time: plainTime } = occurrence;
  return next.toZonedDateTime({ timeZone, plainTime }).toInstant();
}

const isOpen = ({ state }: PlacedReview) => state === 'scheduled' || state === 'preparing';

/**
 * Whether a review that nobody moved is to move: it fell away before, it stands elsewhere than where
 * the rule puts it, or, where that is over, after what it is held for.
 */
function isToMove(
  there: PlacedReview,
  to: { occurrence: Occurrence; occasion: Occasion; place: Temporal.Instant },
  now: Temporal.Instant,
): boolean {
  const stands = there.startsAt.epochMilliseconds;
  if (there.fellAway) return true;
  if (!isOpen(there) || there.moved || stands <= now.epochMilliseconds) return false;
  return to.occurrence.startMs > now.epochMilliseconds
    ? stands !== to.occurrence.startMs
    : there.day > to.occasion.on;
}

function fellAway(there: PlacedReview, now: Temporal.Instant, to: Temporal.PlainDate): boolean {
  return (
    isOpen(there) &&
    !there.adHoc &&
    there.startsAt.epochMilliseconds > now.epochMilliseconds &&
    there.day <= to.toString()
  );
}

async function putOnCalendar(
  context: WriteContext,
  { cadence, rule }: WaitingCadence,
  due: DueOccasions | undefined,
  at: { occurrence: Occurrence; occasion: Occasion; place: Temporal.Instant; when: When },
): Promise<void> {
  const { tx, actor } = context;
  const { occurrence, occasion, place, when } = at;
  const subject = await loadEntity(tx, actor, occasion.about);
  await putReview(context, {
    cadence,
    occurrenceKey: occurrence.key,
    adHoc: false,
    title: reviewTitle({
      cycle: cadence.cycle.shortTitle ?? cadence.cycle.title,
      occurrence: whichReview(cadence, rule, occurrence.key),
      unit: due?.reach === 'own' ? cadence.unit.title : subject.title,
      date: place.toZonedDateTimeISO(occurrence.zone).toPlainDate(),
    }),
    startsAt: place,
    zone: occurrence.zone,
    business: when.calendar.business,
    turn: await turnOf(tx, cadence.id, place),
    subject,
  });
}
