import {
  toReference,
  type EntityKind,
  type Id,
  type OperationOf,
  type OutputOf,
} from '@throughline/contract';
import { sql, type RawBuilder } from 'kysely';
import { secretHash } from '../../../platform/access/secrets.ts';
import { visible } from '../../../platform/access/visible.ts';
import { toDate } from '../../../platform/clock.ts';
import type { ReadContext } from '../../../platform/context.ts';
import type { Db } from '../../../platform/database/connect.ts';
import { loadSummaries } from '../../../platform/entities/entity.ts';
import { unitsUnder } from '../../org/index.ts';
import { loadCadences } from '../cadence/cadence-store.ts';
import { audience } from '../pack/audience.ts';
import { partyResolver } from '../resolve-party.ts';

type Feeds = OutputOf<OperationOf<'rhythm.listFeeds'>>;

/** A feed that its token names. */
export interface Feed {
  readonly id: Id<'calendar_feed'>;
  readonly covers: 'person' | 'unit' | 'cadence' | 'all';
  readonly entity: Id<EntityKind> | null;
  readonly name: string;
  readonly createdAt: Temporal.Instant;
}

/** A review as a calendar shows it. */
export interface CalendarReview {
  readonly id: Id<'review'>;
  readonly cadenceKey: string;
  readonly occurrenceKey: string;
  readonly title: string;
  readonly state: string;
  readonly startsAt: Temporal.Instant;
  readonly endsAt: Temporal.Instant;
  readonly sequence: number;
  readonly createdAt: Temporal.Instant;
  readonly updatedAt: Temporal.Instant;
  readonly cycle: string;
  readonly preReadOn: string;
  readonly lead: string | null;
  readonly decider: string | null;
  readonly place: string;
  readonly cancelReason: string;
}

const instantOf = (date: Date) => Temporal.Instant.fromEpochMilliseconds(date.getTime());

/** One's own calendar addresses that were not revoked, newest first. */
export async function listFeeds(context: ReadContext): Promise<Feeds> {
  const { db, actor } = context;
  if (actor.kind !== 'member') return { items: [] };
  const { rows } = await sql<{
    id: Id<'calendar_feed'>;
    covers: Feed['covers'];
    entity_id: string | null;
    created_at: Date;
    last_read_at: Date | null;
  }>`
    select id, covers, entity_id, created_at, last_read_at from calendar_feed
    where identity_id = ${actor.id} and revoked_at is null order by created_at desc, id desc limit 200
  `.execute(db);
  const entities = await loadSummaries(
    db,
    actor,
    rows.flatMap(({ entity_id }) => entity_id ?? []),
  );
  return {
    items: rows.map((row) => {
      const entity = (row.entity_id && entities.get(row.entity_id)) || null;
      return {
        ref: toReference('calendar_feed', row.id),
        name: entity?.title ?? 'All reviews',
        of: row.covers,
        entity,
        createdAt: row.created_at.toISOString(),
        lastReadAt: row.last_read_at?.toISOString() ?? null,
      };
    }),
  };
}

/** The feed of a token, unless it was revoked or its owner is no active member any more. */
export async function feedOfToken(
  db: Db,
  token: string,
  now: Temporal.Instant,
): Promise<Feed | undefined> {
  const { rows } = await sql<{
    id: Id<'calendar_feed'>;
    covers: Feed['covers'];
    entity_id: Id<EntityKind> | null;
    created_at: Date;
  }>`
    select calendar_feed.id, covers, entity_id, calendar_feed.created_at
    from calendar_feed join identity on identity.id = identity_id
    where token_hash = ${secretHash(token)} and revoked_at is null
      and identity.state = 'active' and identity.kind = 'member'
  `.execute(db);
  const [row] = rows;
  if (!row) return undefined;
  // Kept to the hour: a calendar program may ask often, and nobody needs to know to the second.
  await sql`update calendar_feed set last_read_at = ${toDate(now)} where id = ${row.id}
    and (last_read_at is null or last_read_at < ${toDate(now.subtract({ hours: 1 }))})`.execute(db);
  const names = await loadSummaries(db, audience, row.entity_id ? [row.entity_id] : []);
  return {
    id: row.id,
    covers: row.covers,
    entity: row.entity_id,
    name: (row.entity_id && names.get(row.entity_id)?.title) || 'All reviews',
    createdAt: instantOf(row.created_at),
  };
}

/** The reviews that a feed covers between two moments, as every member sees them. */
export async function feedReviews(
  db: Db,
  feed: Feed,
  input: { from: Temporal.Instant; to: Temporal.Instant; today: string },
): Promise<CalendarReview[]> {
  const covering = await coverage(db, feed, input.today);
  return calendarReviews(
    { db, actor: audience },
    sql`starts_at >= ${toDate(input.from)} and starts_at < ${toDate(input.to)} and ${covering}`,
  );
}

/** Reviews as a calendar shows them, as far as an actor sees them, by their start. */
export async function calendarReviews(
  { db, actor }: Pick<ReadContext, 'db' | 'actor'>,
  where: RawBuilder<unknown>,
): Promise<CalendarReview[]> {
  const part = (role: string) => sql`(select coalesce(person.title, says) from review_role
    left join entity person on person.id = person_id
    where review_id = review.id and role = ${role} order by position limit 1)`;
  const { rows } = await sql<{
    id: Id<'review'>;
    cadence_key: string;
    occurrence_key: string;
    title: string;
    state: string;
    starts_at: Date;
    ends_at: Date;
    sequence: number;
    created_at: Date;
    updated_at: Date;
    cycle: string;
    pre_read_on: string;
    lead: string | null;
    decider: string | null;
    place: string;
    cancel_reason: string;
  }>`
    select review.id, cadence.key as cadence_key, occurrence_key, entity.title, entity.state,
      starts_at, ends_at, sequence, entity.created_at, entity.updated_at, template.title as cycle,
      pre_read_on, ${part('lead')} as lead, ${part('decider')} as decider, place, cancel_reason
    from review join entity on entity.id = review.id
    join cadence on cadence.id = cadence_id join entity template on template.id = cycle_id
    where ${visible(actor)} and ${where}
    order by starts_at, review.id limit 5000
  `.execute(db);
  return rows.map((row) => ({
    id: row.id,
    cadenceKey: row.cadence_key,
    occurrenceKey: row.occurrence_key,
    title: row.title,
    state: row.state,
    startsAt: instantOf(row.starts_at),
    endsAt: instantOf(row.ends_at),
    sequence: row.sequence,
    createdAt: instantOf(row.created_at),
    updatedAt: instantOf(row.updated_at),
    cycle: row.cycle,
    preReadOn: row.pre_read_on,
    lead: row.lead,
    decider: row.decider,
    place: row.place,
    cancelReason: row.cancel_reason,
  }));
}

async function coverage(db: Db, feed: Feed, today: string): Promise<RawBuilder<boolean>> {
  switch (feed.covers) {
    case 'all':
      return sql<boolean>`true`;
    case 'cadence':
      return sql<boolean>`cadence_id = ${feed.entity}`;
    case 'unit':
      return sql<boolean>`cadence.unit_id = any(${await unitsBelow(db, feed.entity as Id<'unit'>, today)}::uuid[])`;
    case 'person': {
      const cadences = await attendedBy(db, feed.entity as Id<'person'>, today);
      return sql<boolean>`(cadence_id = any(${cadences}::uuid[]) or exists (select 1 from review_role
        where review_id = review.id and person_id = ${feed.entity}))`;
    }
  }
}

async function unitsBelow(db: Db, unit: Id<'unit'>, today: string): Promise<Id<'unit'>[]> {
  const found = [unit];
  for (const id of found) found.push(...(await unitsUnder(db, id, today)));
  return found;
}

/** Cadences whose attendees a person belongs to on a day. */
async function attendedBy(db: Db, person: Id<'person'>, today: string): Promise<Id<'cadence'>[]> {
  const found: Id<'cadence'>[] = [];
  const resolve = partyResolver(db);
  for (const cadence of await loadCadences(db, audience, sql`entity.state = 'active'`)) {
    for (const one of cadence.attendees) {
      const on = {
        unit: cadence.unit,
        team: cadence.team,
        day: today,
        turn: 0,
        subjectOwner: null,
      };
      const party = await resolve(one, on);
      if (!party.people.some(({ id }) => id === person)) continue;
      found.push(cadence.id);
      break;
    }
  }
  return found;
}
