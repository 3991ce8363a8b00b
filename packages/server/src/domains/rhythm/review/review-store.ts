import type { EntityKind, EntityRef, Id, ReviewRole, ReviewState } from '@throughline/contract';
import { sql } from 'kysely';
import type { Actor } from '../../../platform/access/actor.ts';
import { visible } from '../../../platform/access/visible.ts';
import { toDate } from '../../../platform/clock.ts';
import type { ReadContext, WriteContext } from '../../../platform/context.ts';
import type { Db, Tx } from '../../../platform/database/connect.ts';
import { loadEntity, notFound, type Entity } from '../../../platform/entities/entity.ts';
import type { RhythmTables } from '../tables.ts';

/** A review as a write loads it before it decides. */
export interface Review extends Omit<Entity<'review'>, 'state'> {
  readonly state: ReviewState;
  readonly cadence: Id<'cadence'>;
  readonly startsAt: Temporal.Instant;
  readonly endsAt: Temporal.Instant;
  readonly zone: string;
  readonly day: string;
  readonly freezesAt: Temporal.Instant;
  readonly sequence: number;
  readonly place: string;
  readonly subject: Id<EntityKind> | null;
  readonly frozenAt: Temporal.Instant | null;
}

const instantOf = (date: Date) => Temporal.Instant.fromEpochMilliseconds(date.getTime());

/** Loads a review that the actor sees, locked unless told otherwise. Throws `not_found`. */
export async function loadReview(
  db: Db,
  actor: Actor,
  id: Id<'review'>,
  options: { lock?: boolean | 'share' } = {},
): Promise<Review> {
  const entity = await loadEntity(db, actor, { kind: 'review', id }, options);
  const row = await db
    .$extendTables<RhythmTables>()
    .selectFrom('review')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst();
  if (!row) throw notFound('review');
  return {
    ...entity,
    state: entity.state as ReviewState,
    cadence: row.cadence_id,
    startsAt: instantOf(row.starts_at),
    endsAt: instantOf(row.ends_at),
    zone: row.time_zone,
    day: row.on_day,
    freezesAt: instantOf(row.freezes_at),
    sequence: row.sequence,
    place: row.place,
    subject: row.subject_id,
    frozenAt: row.frozen_at ? instantOf(row.frozen_at) : null,
  };
}

/** A review of a cadence as it stands on the calendar. */
export interface PlacedReview {
  readonly id: Id<'review'>;
  readonly key: string;
  readonly title: string;
  readonly state: ReviewState;
  readonly startsAt: Temporal.Instant;
  readonly day: string;
  /** Somebody put it elsewhere than the rule. */
  readonly moved: boolean;
  readonly adHoc: boolean;
  /** Cancelled by no hand: it comes back when its rule gives it again. */
  readonly fellAway: boolean;
  /** Whether the actor sees it. */
  readonly seen: boolean;
}

/** The reviews of some cadences, of each by the key of their occurrence. */
export async function placedReviews(
  { db, actor }: Pick<ReadContext, 'db' | 'actor'>,
  cadences: readonly Id<'cadence'>[],
): Promise<Map<Id<'cadence'>, Map<string, PlacedReview>>> {
  const placed = new Map(cadences.map((id) => [id, new Map<string, PlacedReview>()]));
  if (cadences.length === 0) return placed;
  const { rows } = await sql<{
    cadence_id: Id<'cadence'>;
    id: Id<'review'>;
    occurrence_key: string;
    title: string;
    state: ReviewState;
    starts_at: Date;
    on_day: string;
    moved: boolean;
    ad_hoc: boolean;
    fell_away: boolean;
    seen: boolean;
  }>`
    select cadence_id, review.id, occurrence_key, title, state, starts_at, on_day, moved, ad_hoc,
      fell_away, ${visible(actor)} as seen
    from review join entity on entity.id = review.id
    where cadence_id = any(${[...cadences]}::uuid[])
  `.execute(db);
  for (const row of rows) {
    placed.get(row.cadence_id)?.set(row.occurrence_key, {
      id: row.id,
      key: row.occurrence_key,
      title: row.title,
      state: row.state,
      startsAt: instantOf(row.starts_at),
      day: row.on_day,
      moved: row.moved,
      adHoc: row.ad_hoc,
      fellAway: row.fell_away,
      seen: row.seen,
    });
  }
  return placed;
}

/** Those of some reviews that the actor sees, by their day. */
export async function visibleReviews(
  { db, actor }: ReadContext,
  ids: readonly Id<'review'>[],
): Promise<{ id: Id<'review'>; title: string; date: string }[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<{ id: Id<'review'>; title: string; date: string }>`
    select review.id, title, on_day as date from review join entity on entity.id = review.id
    where review.id = any(${[...ids]}::uuid[]) and ${visible(actor)} order by starts_at, review.id
  `.execute(db);
  return rows;
}

/** The parts of a review that were given by hand. */
export async function rolesByHand(tx: Tx, review: Id<'review'>): Promise<Set<ReviewRole>> {
  const rows = await tx
    .$extendTables<RhythmTables>()
    .selectFrom('review_role')
    .select('role')
    .where('review_id', '=', review)
    .where('by_hand', '=', true)
    .execute();
  return new Set(rows.map(({ role }) => role));
}

/** Whether a person leads, decides, facilitates or writes a review. */
export async function hasPart(
  db: Db,
  review: Id<'review'>,
  person: Id<'person'>,
): Promise<boolean> {
  const row = await db
    .$extendTables<RhythmTables>()
    .selectFrom('review_role')
    .select('role')
    .where('review_id', '=', review)
    .where('person_id', '=', person)
    .where('role', '<>', 'attendee')
    .executeTakeFirst();
  return row !== undefined;
}

/** How many reviews of a cadence begin before a moment: whose turn it is in a rotation. */
export async function turnOf(
  db: Db,
  cadence: Id<'cadence'>,
  before: Temporal.Instant,
): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::integer as count from review
    where cadence_id = ${cadence} and starts_at < ${toDate(before)}
  `.execute(db);
  return rows[0]?.count ?? 0;
}

/** Reviews that are due to freeze, the earliest first. */
export async function reviewsToFreeze(
  db: Db,
  now: Temporal.Instant,
  most: number,
): Promise<Id<'review'>[]> {
  const { rows } = await sql<{ id: Id<'review'> }>`
    select review.id from review join entity on entity.id = review.id
    where frozen_at is null and freezes_at <= ${toDate(now)} and ends_at > ${toDate(now)}
      and state in ('scheduled', 'preparing')
    order by freezes_at, review.id limit ${most}
  `.execute(db);
  return rows.map(({ id }) => id);
}

/** What people said of a review's sections, with their names. */
export async function sectionComments(
  db: Db,
  review: Id<'review'>,
): Promise<Map<string, { text: string; by: string; at: string }>> {
  const { rows } = await sql<{ section: string; comment: string; name: string | null; at: Date }>`
    select section, comment, identity.name, at from section_comment
    left join identity on identity.id = section_comment.identity_id
    where review_id = ${review}
  `.execute(db);
  return new Map(
    rows.map(({ section, comment, name, at }) => [
      section,
      { text: comment, by: name ?? 'Throughline', at: at.toISOString() },
    ]),
  );
}

/** When the last pack of a cadence before this review was frozen. */
export async function lastFrozen(
  db: Db,
  review: Pick<Review, 'id' | 'cadence' | 'startsAt'>,
): Promise<Temporal.Instant | undefined> {
  const { rows } = await sql<{ at: Date | null }>`
    select max(pack.frozen_at) as at from pack join review on review.id = pack.review_id
    where cadence_id = ${review.cadence} and review.id <> ${review.id}
      and starts_at < ${toDate(review.startsAt)}
  `.execute(db);
  const at = rows[0]?.at;
  return at ? instantOf(at) : undefined;
}

/** The entity that a review is about, as far as the actor sees it. */
export async function subjectOf(
  context: Pick<WriteContext, 'tx' | 'actor'>,
  subject: Id<EntityKind> | null,
): Promise<Entity | undefined> {
  if (subject === null) return undefined;
  const row = await context.tx
    .selectFrom('entity')
    .selectAll()
    .where('id', '=', subject)
    .where(visible(context.actor))
    .executeTakeFirst();
  return row
    ? {
        kind: row.kind,
        id: row.id,
        title: row.title,
        summary: row.summary,
        state: row.state,
        ownerUnit: row.owner_unit_id,
        restricted: row.restricted,
        revision: row.revision,
      }
    : undefined;
}

/** The reviews in which a decision was made, with each entity that it decided on. */
export async function decidedInReview(
  db: Db,
  decision: string,
): Promise<{ review: Id<'review'>; about: EntityRef }[]> {
  const { rows } = await sql<{ review: Id<'review'>; id: Id<EntityKind>; kind: EntityKind }>`
    select made.to_id as review, decided.to_id as id, decided.to_kind as kind
    from link made join link decided on decided.from_id = made.from_id
    where made.from_id = ${decision} and made.relation = 'made_in' and made.to_kind = 'review'
      and decided.relation = 'decides' and decided.until is null and decided.to_id <> made.to_id
  `.execute(db);
  return rows.map(({ review, id, kind }) => ({ review, about: { kind, id } }));
}

/** The reviews of a cadence after one that are neither frozen nor over, in their order. */
export async function reviewsAfter(
  db: Db,
  review: Pick<Review, 'id' | 'cadence' | 'startsAt'>,
): Promise<Id<'review'>[]> {
  const { rows } = await sql<{ id: Id<'review'> }>`
    select review.id from review join entity on entity.id = review.id
    where cadence_id = ${review.cadence} and review.id <> ${review.id}
      and starts_at >= ${toDate(review.startsAt)} and state in ('scheduled', 'preparing')
    order by starts_at, review.id
  `.execute(db);
  return rows.map(({ id }) => id);
}
