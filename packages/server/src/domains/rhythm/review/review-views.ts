import {
  parseReference,
  toReference,
  type EntitySummary,
  type Id,
  type OperationOf,
  type OutputOf,
  type ReviewRole,
  type ReviewState,
} from '@throughline/contract';
import { sql, type RawBuilder } from 'kysely';
import { visible } from '../../../platform/access/visible.ts';
import { toDate } from '../../../platform/clock.ts';
import type { ReadContext } from '../../../platform/context.ts';
import { loadSummaries, notFound } from '../../../platform/entities/entity.ts';
import { entityDetail } from '../../../platform/entities/views.ts';
import { readCursor, writeCursor } from '../../../platform/http/cursor.ts';
import { templateOfReview } from '../cycle/cycle-store.ts';
import { outputViews, sectionViews } from '../cycle/cycle-views.ts';
import { packStamps } from '../pack/pack-store.ts';
import { sectionComments } from './review-store.ts';

type Page = OutputOf<OperationOf<'rhythm.listReviews'>>;
type Row = Page['items'][number];
type Detail = OutputOf<OperationOf<'rhythm.getReview'>>;

/** What lists of reviews can be narrowed to. */
export interface ReviewFilter {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly cadence?: Id<'cadence'> | undefined;
  readonly cycle?: Id<'cycle'> | undefined;
  readonly unit?: Id<'unit'> | undefined;
  readonly state?: ReviewState | undefined;
}

interface ReviewRow {
  id: Id<'review'>;
  title: string;
  state: ReviewState;
  revision: number;
  cadence_id: Id<'cadence'>;
  cadence_title: string;
  cycle_id: Id<'cycle'>;
  cycle_key: string;
  cycle_title: string;
  unit_id: Id<'unit'>;
  unit_title: string;
  starts_at: Date;
  ends_at: Date;
  time_zone: string;
  on_day: string;
  pre_read_on: string;
  freezes_at: Date;
  moved: boolean;
  ad_hoc: boolean;
}

async function reviewRows(
  { db, actor }: ReadContext,
  where: RawBuilder<unknown>,
  limit: number,
): Promise<Row[]> {
  const { rows } = await sql<ReviewRow>`
    select review.id, entity.title, entity.state, entity.revision, cadence_id,
      held.title as cadence_title, cycle_id, cycle.key as cycle_key, template.title as cycle_title,
      cadence.unit_id, unit.title as unit_title, starts_at, ends_at, review.time_zone, on_day,
      pre_read_on, freezes_at, moved, ad_hoc
    from review
    join entity on entity.id = review.id
    join cadence on cadence.id = cadence_id
    join entity held on held.id = cadence_id
    join cycle on cycle.id = cycle_id
    join entity template on template.id = cycle_id
    join entity unit on unit.id = cadence.unit_id
    where ${visible(actor)} and ${where}
    order by starts_at, review.id limit ${limit}
  `.execute(db);
  return rows.map((row) => ({
    ref: toReference('review', row.id),
    title: row.title,
    state: row.state,
    cadence: { ref: toReference('cadence', row.cadence_id), title: row.cadence_title },
    cycle: { ref: toReference('cycle', row.cycle_id), key: row.cycle_key, title: row.cycle_title },
    unit: { ref: toReference('unit', row.unit_id), title: row.unit_title },
    startsAt: row.starts_at.toISOString(),
    endsAt: row.ends_at.toISOString(),
    timeZone: row.time_zone,
    date: row.on_day,
    preReadOn: row.pre_read_on,
    freezesAt: row.freezes_at.toISOString(),
    moved: row.moved,
    adHoc: row.ad_hoc,
    revision: row.revision,
  }));
}

function matching({ from, to, cadence, cycle, unit, state }: ReviewFilter): RawBuilder<unknown> {
  return sql`true ${from ? sql`and on_day >= ${from}::date` : sql``}
    ${to ? sql`and on_day <= ${to}::date` : sql``}
    ${cadence ? sql`and cadence_id = ${cadence}` : sql``}
    ${cycle ? sql`and cycle_id = ${cycle}` : sql``}
    ${unit ? sql`and cadence.unit_id = ${unit}` : sql``}
    ${state ? sql`and entity.state = ${state}` : sql``}`;
}

/** Reviews by their start. */
export async function listReviews(
  context: ReadContext,
  query: ReviewFilter & { cursor?: string | undefined; limit: number },
): Promise<Page> {
  const [at, id] = readCursor(query.cursor, 2);
  const rows = await reviewRows(
    context,
    sql`${matching(query)}
      ${at === undefined ? sql`` : sql`and (starts_at, review.id) > (${at}::timestamptz, ${id}::uuid)`}`,
    query.limit + 1,
  );
  const items = rows.slice(0, query.limit);
  const last = items.at(-1);
  const lastId = last && parseReference(last.ref)?.id;
  return {
    items,
    nextCursor:
      rows.length > query.limit && last && lastId ? writeCursor([last.startsAt, lastId]) : null,
  };
}

const mostOnCalendar = 5000;

/** All reviews between two days, both included, for the calendar. */
export function reviewsBetween(
  context: ReadContext,
  filter: ReviewFilter & { from: string; to: string },
): Promise<Row[]> {
  return reviewRows(context, matching(filter), mostOnCalendar);
}

/** One review with everything that its room shows. Throws `not_found`. */
export async function reviewView(
  context: ReadContext,
  offered: (insight: string) => boolean,
  id: Id<'review'>,
): Promise<Detail> {
  const { db } = context;
  const [row] = await reviewRows(context, sql`review.id = ${id}`, 1);
  if (!row) throw notFound('review');
  const { rows } = await sql<{
    occurrence_key: string;
    cadence_id: Id<'cadence'>;
    parent_id: string | null;
    subject_id: string | null;
    place: string;
    cancel_reason: string;
    frozen_at: Date | null;
    held_at: Date | null;
    closed_at: Date | null;
  }>`
    select occurrence_key, cadence_id, parent_id, subject_id, place, cancel_reason, frozen_at,
      held_at, closed_at
    from review join cadence on cadence.id = cadence_id where review.id = ${id}
  `.execute(db);
  const [own] = rows;
  if (!own) throw notFound('review');
  const cycle = await templateOfReview(db, id);
  const comments = await sectionComments(db, id);
  const packs = await packStamps(db, id);
  const mentioned = await loadSummaries(
    db,
    context.actor,
    [own.subject_id, own.parent_id].flatMap((one) => one ?? []),
  );
  const { ref, ...rest } = row;
  return {
    ...(await entityDetail(context, { kind: 'review', id })),
    ...rest,
    ref,
    key: own.occurrence_key,
    roles: await rolesOf(context, id),
    subject: (own.subject_id && mentioned.get(own.subject_id)) || null,
    agenda: cycle.agenda,
    sections: sectionViews(cycle.pack, offered).map((section) => ({
      ...section,
      comment: comments.get(section.key) ?? null,
    })),
    outputs: outputViews(cycle.outputs),
    place: own.place,
    cancelReason: own.cancel_reason,
    frozenAt: own.frozen_at?.toISOString() ?? null,
    heldAt: own.held_at?.toISOString() ?? null,
    closedAt: own.closed_at?.toISOString() ?? null,
    packs: packs.map((pack) => ({
      ref: toReference('pack', pack.id),
      revision: pack.revision,
      reason: pack.reason,
      sha256: pack.sha256.toString('hex'),
      frozenAt: pack.frozen_at.toISOString(),
      frozenBy: pack.frozen_by,
    })),
    ...(await neighbours(context, own.cadence_id, row.startsAt, id)),
    risesTo: (own.parent_id && mentioned.get(own.parent_id)) || null,
  };
}

async function rolesOf({ db, actor }: ReadContext, id: Id<'review'>): Promise<Detail['roles']> {
  const { rows } = await sql<{
    role: ReviewRole;
    says: string;
    by_hand: boolean;
    person_id: Id<'person'> | null;
    person_name: string | null;
    unit_id: Id<'unit'> | null;
    unit_title: string | null;
  }>`
    select role, says, by_hand, person.id as person_id, person.title as person_name,
      unit.id as unit_id, unit.title as unit_title
    from review_role
    left join entity person on person.id = person_id and ${visible(actor, 'person')}
    left join entity unit on unit.id = unit_id and ${visible(actor, 'unit')}
    where review_id = ${id}
    order by array_position(array['lead', 'decider', 'facilitator', 'scribe', 'attendee'], role), position
  `.execute(db);
  return rows.map((row) => ({
    role: row.role,
    says: row.says,
    vacant: row.person_id === null,
    unit:
      row.unit_id && row.unit_title !== null
        ? { ref: toReference('unit', row.unit_id), title: row.unit_title }
        : null,
    person:
      row.person_id && row.person_name !== null
        ? { ref: toReference('person', row.person_id), name: row.person_name }
        : null,
    byHand: row.by_hand,
  }));
}

async function neighbours(
  { db, actor }: ReadContext,
  cadence: Id<'cadence'>,
  startsAt: string,
  id: Id<'review'>,
): Promise<{ previous: EntitySummary | null; following: EntitySummary | null }> {
  const at = toDate(Temporal.Instant.from(startsAt));
  const side = async (comparison: RawBuilder<unknown>, order: RawBuilder<unknown>) => {
    const { rows } = await sql<{ id: string; title: string; state: string }>`
      select review.id, title, state from review join entity on entity.id = review.id
      where cadence_id = ${cadence} and review.id <> ${id} and ${comparison} and ${visible(actor)}
      order by ${order} limit 1
    `.execute(db);
    const [row] = rows;
    if (!row) return null;
    const { title, state } = row;
    return { ref: toReference('review', row.id), kind: 'review' as const, title, state };
  };
  return {
    previous: await side(sql`starts_at <= ${at}`, sql`starts_at desc`),
    following: await side(sql`starts_at >= ${at}`, sql`starts_at`),
  };
}
