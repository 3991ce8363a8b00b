import {
  toReference,
  type EntityKind,
  type Id,
  type OperationOf,
  type OutputOf,
} from '@throughline/contract';
import { sql } from 'kysely';
import { can } from '../../../platform/access/can.ts';
import { visible } from '../../../platform/access/visible.ts';
import { toDate } from '../../../platform/clock.ts';
import type { ReadContext } from '../../../platform/context.ts';
import { summaryOf } from '../../../platform/entities/entity.ts';
import { templateOfReview } from '../cycle/cycle-store.ts';
import { carriedMatters } from '../matter/matter-store.ts';
import { hasPart, loadReview, type Review } from '../review/review-store.ts';
import { isOpenRetrospective } from '../retrospective/retrospective-store.ts';
import type { RhythmTables } from '../tables.ts';
import { deepDiveInsight, deepDiveOf } from './deep-dive-store.ts';
import { mayAttend, presenceSeconds, settledInRoom, undecidedIn } from './room-store.ts';

type Room = OutputOf<OperationOf<'rhythm.getRoom'>>;

const mostPresent = 100;
const mostNotes = 2000;

/** A review's room as it stands. Throws `not_found`. */
export async function roomView(context: ReadContext, id: Id<'review'>): Promise<Room> {
  const { db, actor, now } = context;
  const review = await loadReview(db, actor, id);
  const cycle = await templateOfReview(db, review.id);
  const room = await db
    .$extendTables<RhythmTables>()
    .selectFrom('review_room')
    .selectAll()
    .where('review_id', '=', id)
    .executeTakeFirst();
  const settledAt = await settledInRoom(db, id);
  const person = actor.kind === 'member' ? actor.person : null;
  const mayRun =
    can(actor, 'contributor', review.ownerUnit) ||
    (person !== null && (await hasPart(db, id, person)));
  const readBackAt = room?.read_back_at ?? null;
  const present = await presentIn(context, review);
  return {
    now: now.toString({ fractionalSecondDigits: 3 }),
    point: room?.point ?? null,
    pointSince: room?.point_since?.toISOString() ?? null,
    pausedAt: room?.paused_at?.toISOString() ?? null,
    mayRun,
    mayNote: mayRun || (await mayAttend(db, actor, review)),
    present: present.slice(0, mostPresent),
    presentCount: present.length,
    notes: await notesOf(context, id),
    deepDive: (await deepDiveOf(context, id)) ?? null,
    hasDeepDive: cycle.pack.some(({ insight }) => insight === deepDiveInsight),
    carried: await carriedView(context, review),
    undecided: (await undecidedIn(context, id)).map(summaryOf),
    readBack:
      readBackAt === null
        ? null
        : {
            at: readBackAt.toISOString(),
            by: room?.read_back_by ?? '',
            holds: settledAt === undefined || settledAt <= readBackAt,
          },
    retrospective: (await isOpenRetrospective(db, id))
      ? 'open'
      : cycle.hasRetrospective
        ? 'offered'
        : 'none',
  };
}

async function presentIn({ db, now }: ReadContext, review: Review): Promise<Room['present']> {
  const { rows } = await sql<{ name: string; person_id: string | null; since: Date }>`
    select identity.name, identity.person_id, since
    from review_presence join identity on identity.id = identity_id
    where review_id = ${review.id}
      and seen_at > ${toDate(now.subtract({ seconds: presenceSeconds }))}
    order by since, identity.id limit 1000
  `.execute(db);
  return rows.map(({ name, person_id, since }) => ({
    name,
    person: person_id ? toReference('person', person_id) : null,
    since: since.toISOString(),
  }));
}

async function notesOf({ db, actor }: ReadContext, id: Id<'review'>): Promise<Room['notes']> {
  const rows = await db
    .$extendTables<RhythmTables>()
    .selectFrom('review_note')
    .selectAll()
    .where('review_id', '=', id)
    .orderBy('id')
    .limit(mostNotes)
    .execute();
  return rows.map((row) => ({
    ref: toReference('note', row.id),
    point: row.point,
    text: row.text,
    by: row.by_name,
    mine: row.identity_id !== null && row.identity_id === actor.id,
    at: row.at.toISOString(),
    struckAt: row.struck_at?.toISOString() ?? null,
  }));
}

async function carriedView(context: ReadContext, review: Review): Promise<Room['carried']> {
  const matters = await carriedMatters(context, review.cadence);
  const cadences = await sql<{ id: string; kind: EntityKind; title: string; state: string }>`
    select id, kind, title, state from entity
    where id = any(${matters.flatMap(({ from }) => from ?? [])}::uuid[])
      and ${visible(context.actor)}
  `.execute(context.db);
  const known = new Map(cadences.rows.map((row) => [row.id, summaryOf(row)]));
  return matters.map((matter) => ({
    entity: summaryOf(matter),
    owner:
      matter.owner_id && matter.owner !== null
        ? { ref: toReference('person', matter.owner_id), name: matter.owner }
        : null,
    dueOn: matter.due_on,
    misses: matter.misses,
    from: (matter.from && known.get(matter.from)) || null,
  }));
}
