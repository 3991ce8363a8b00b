import type { EntityKind, Id } from '@throughline/contract';
import { sql } from 'kysely';
import type { Actor } from '../../../platform/access/actor.ts';
import { visible } from '../../../platform/access/visible.ts';
import { toDate } from '../../../platform/clock.ts';
import type { ReadContext } from '../../../platform/context.ts';
import type { Db, Tx } from '../../../platform/database/connect.ts';
import { membersOf } from '../../org/index.ts';
import { loadCadence } from '../cadence/cadence-store.ts';
import type { Review } from '../review/review-store.ts';
import type { RhythmTables } from '../tables.ts';

/** Who says nothing for so long has left a room. */
export const presenceSeconds = 45;

/** Whether an actor attends a review: named for it, or a member of the unit that holds it. */
export async function mayAttend(
  db: Db,
  actor: Actor,
  review: Pick<Review, 'id' | 'cadence' | 'day'>,
): Promise<boolean> {
  if (actor.kind !== 'member' || !actor.person) return false;
  const { rows } = await sql`
    select 1 from review_role where review_id = ${review.id} and person_id = ${actor.person} limit 1
  `.execute(db);
  if (rows.length > 0) return true;
  const cadence = await loadCadence(db, actor, review.cadence);
  return (await membersOf(db, cadence.unit.id, review.day)).includes(actor.person);
}

/** Decisions of a review that nobody has settled: made in it and still proposed, seen or not. */
export async function undecidedIn(
  { db, actor }: Pick<ReadContext, 'db' | 'actor'>,
  review: Id<'review'>,
) {
  const { rows } = await sql<{ id: string; kind: EntityKind; title: string; state: string }>`
    select entity.id, entity.kind, title, state from link join entity on entity.id = link.from_id
    where link.to_id = ${review} and relation in ('made_in', 'on_agenda_of') and link.until is null
      and entity.kind = 'decision' and ${visible(actor)}
      and (state = 'proposed' or (state = 'postponed' and relation = 'on_agenda_of'))
    order by entity.id limit 200
  `.execute(db);
  return rows;
}

/** What came out of a review: confirmed decisions and actions. */
export async function settledCounts(
  db: Db,
  review: Id<'review'>,
): Promise<{ decisions: number; actions: number }> {
  const { rows } = await sql<{ decisions: number; actions: number }>`
    select count(*) filter (where entity.kind = 'decision' and state = 'confirmed')::integer as decisions,
      count(*) filter (where entity.kind = 'action' and state <> 'dropped')::integer as actions
    from link join entity on entity.id = link.from_id
    where link.to_id = ${review} and relation = 'made_in' and link.until is null
  `.execute(db);
  return rows[0] ?? { decisions: 0, actions: 0 };
}

/** When a decision, an action or a risk was last made or settled in a review. */
export async function settledInRoom(db: Db, review: Id<'review'>): Promise<Date | undefined> {
  const { rows } = await sql<{ at: Date | null }>`
    select max(greatest(entity.created_at, decided_at)) as at
    from link join entity on entity.id = link.from_id left join decision on decision.id = entity.id
    where link.to_id = ${review} and relation = 'made_in' and link.until is null
  `.execute(db);
  return rows[0]?.at ?? undefined;
}

/** Renews who is in a room; says whether they just came. Rows that ran out go. */
export async function renewPresence(
  tx: Tx,
  review: Id<'review'>,
  identity: Id<'identity'>,
  now: Temporal.Instant,
): Promise<boolean> {
  const gone = toDate(now.subtract({ seconds: presenceSeconds }));
  const { rows } = await sql<{ came: boolean }>`
    insert into review_presence (review_id, identity_id, since, seen_at)
    values (${review}, ${identity}, ${toDate(now)}, ${toDate(now)})
    on conflict (review_id, identity_id) do update set seen_at = excluded.seen_at,
      since = case when review_presence.seen_at <= ${gone} then excluded.since else review_presence.since end
    returning since = seen_at as came
  `.execute(tx);
  await sql`
    delete from review_presence where review_id = ${review} and seen_at <= ${gone}
  `.execute(tx);
  return rows[0]?.came ?? false;
}

/** When a review was last read back. */
export async function readBackAt(db: Db, review: Id<'review'>): Promise<Date | undefined> {
  const { rows } = await sql<{ at: Date | null }>`
    select read_back_at as at from review_room where review_id = ${review}
  `.execute(db);
  return rows[0]?.at ?? undefined;
}

/** The agenda's clock as it stands; undefined before it was ever set. */
export async function clockOf(db: Db, review: Id<'review'>) {
  return db
    .$extendTables<RhythmTables>()
    .selectFrom('review_room')
    .select(['point', 'point_since', 'paused_at'])
    .where('review_id', '=', review)
    .executeTakeFirst();
}

/** A line of a review's notes, locked; undefined where there is none. */
export async function lockNote(tx: Tx, review: Id<'review'>, note: Id<'note'>) {
  return tx
    .$extendTables<RhythmTables>()
    .selectFrom('review_note')
    .select(['identity_id', 'struck_at'])
    .where('id', '=', note)
    .where('review_id', '=', review)
    .forUpdate()
    .executeTakeFirst();
}
