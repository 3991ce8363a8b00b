import {
  toReference,
  type EntitySummary,
  type Id,
  type OperationOf,
  type OutputOf,
} from '@throughline/contract';
import { sql } from 'kysely';
import { z } from 'zod';
import { visible } from '../../../platform/access/visible.ts';
import { toDate } from '../../../platform/clock.ts';
import type { ReadContext } from '../../../platform/context.ts';
import type { Db } from '../../../platform/database/connect.ts';
import { loadSummaries } from '../../../platform/entities/entity.ts';
import { unitsUnder } from '../../org/index.ts';
import { audience } from '../pack/audience.ts';
import type { Review } from '../review/review-store.ts';
import type { RhythmTables } from '../tables.ts';
import { weighCandidates, type Weighted } from './deep-dive-rules.ts';

/** The insight that says what a review looks at in depth. */
export const deepDiveInsight = 'rhythm.deep-dive';

/** A draw as it was kept. */
export type DeepDive = NonNullable<OutputOf<OperationOf<'rhythm.getRoom'>>['deepDive']>;

/** The seed of a review's nth draw: nobody chooses it, and everybody can check it. */
export function seedOf(review: Id<'review'>, ordinal: number): string {
  return `${toReference('review', review)}/${ordinal}`;
}

/**
 * What a review of a unit can look at in depth, as every member sees it: the teams (the lowest units
 * below), or its running services where there are none below.
 */
async function candidatesOf(db: Db, unit: Id<'unit'>, day: string): Promise<string[]> {
  const all: Id<'unit'>[] = [unit];
  const lowest: Id<'unit'>[] = [];
  for (const id of all) {
    const under = await unitsUnder(db, id, day);
    all.push(...under);
    if (under.length === 0 && id !== unit) lowest.push(id);
  }
  if (lowest.length > 0) return lowest.toSorted();
  const { rows } = await sql<{ id: string }>`
    select id from entity where ${visible(audience)} and owner_unit_id = ${unit}
      and kind = 'service' and state = 'running' order by id limit 1000
  `.execute(db);
  return rows.map(({ id }) => id);
}

/** What the reviews of a cadence before one looked at, oldest first. */
async function lookedAt(db: Db, cadence: Id<'cadence'>, before: Temporal.Instant) {
  const { rows } = await sql<{ entity_id: string }>`
    select entity_id from (
      select distinct on (review_id) review_id, entity_id, starts_at
      from deep_dive join review on review.id = review_id
      where cadence_id = ${cadence} and starts_at < ${toDate(before)}
      order by review_id, ordinal desc
    ) as last order by starts_at desc limit 500
  `.execute(db);
  return rows.map(({ entity_id }) => entity_id).toReversed();
}

/** The candidates of a review with their weights, in the order of the draw. */
export async function deepDiveWheel(
  db: Db,
  review: Pick<Review, 'cadence' | 'day' | 'startsAt'>,
  unit: Id<'unit'>,
): Promise<Weighted[]> {
  const candidates = await candidatesOf(db, unit, review.day);
  return weighCandidates(candidates, await lookedAt(db, review.cadence, review.startsAt));
}

const keptWheel = z.array(z.object({ id: z.string(), weight: z.number() }));

/** The last draw of a review, or undefined. */
export async function deepDiveOf(
  { db, actor }: Pick<ReadContext, 'db' | 'actor'>,
  review: Id<'review'>,
): Promise<DeepDive | undefined> {
  const row = await db
    .$extendTables<RhythmTables>()
    .selectFrom('deep_dive')
    .selectAll()
    .where('review_id', '=', review)
    .orderBy('ordinal', 'desc')
    .executeTakeFirst();
  if (!row) return undefined;
  const wheel = keptWheel.parse(row.wheel);
  const seen = await loadSummaries(db, actor, [row.entity_id, ...wheel.map(({ id }) => id)]);
  const picked = seen.get(row.entity_id);
  return (
    picked && {
      picked,
      ordinal: row.ordinal,
      reason: row.reason,
      seed: row.seed,
      by: row.by_name,
      at: row.at.toISOString(),
      wheel: wheelView(wheel, seen),
    }
  );
}

/** A wheel in the form of the API, each candidate with its chance. */
export function wheelView(
  wheel: readonly Weighted[],
  seen: ReadonlyMap<string, EntitySummary>,
): DeepDive['wheel'] {
  const total = wheel.reduce((sum, { weight }) => sum + weight, 0);
  return wheel.flatMap(({ id, weight }) => {
    const entity = seen.get(id);
    return entity ? [{ entity, weight, chance: Math.round((1000 * weight) / total) / 10 }] : [];
  });
}

/** Everything that a review has drawn so far. */
export async function drawnIn(db: Db, review: Id<'review'>): Promise<string[]> {
  const rows = await db
    .$extendTables<RhythmTables>()
    .selectFrom('deep_dive')
    .select('entity_id')
    .where('review_id', '=', review)
    .execute();
  return rows.map(({ entity_id }) => entity_id);
}

/** The review of a cadence that is on or comes next. */
export async function nextToDive(
  { db, actor, now }: ReadContext,
  cadence: Id<'cadence'>,
): Promise<Id<'review'> | undefined> {
  const { rows } = await sql<{ id: Id<'review'> }>`
    select review.id from review join entity on entity.id = review.id
    where cadence_id = ${cadence} and ends_at > ${toDate(now)} and ${visible(actor)}
      and state not in ('closed', 'cancelled')
    order by starts_at, review.id limit 1
  `.execute(db);
  return rows[0]?.id;
}
