import {
  toReference,
  type EntityKind,
  type Id,
  type OperationOf,
  type OutputOf,
  type ParsedInput,
} from '@throughline/contract';
import { sql } from 'kysely';
import { visible } from '../../../platform/access/visible.ts';
import type { ReadContext } from '../../../platform/context.ts';
import { loadSummaries, notFound, summaryOf } from '../../../platform/entities/entity.ts';
import { entityDetail } from '../../../platform/entities/views.ts';
import { readCursor, writeCursor } from '../../../platform/http/cursor.ts';
import type { EngagementTables } from '../tables.ts';

type Page = OutputOf<OperationOf<'engagement.listMeetings'>>;
type Detail = OutputOf<OperationOf<'engagement.getMeeting'>>;

function meetingRows(context: ReadContext) {
  return context.db
    .$extendTables<EngagementTables>()
    .selectFrom('meeting')
    .innerJoin('entity', 'entity.id', 'meeting.id')
    .selectAll('meeting')
    .select('entity.title')
    .select(sql.ref<Detail['state']>('entity.state').as('state'))
    .where(visible(context.actor));
}

type Row = Awaited<ReturnType<ReturnType<typeof meetingRows>['execute']>>[number];

async function shape(context: ReadContext, rows: readonly Row[]): Promise<Page['items']> {
  const programs = await loadSummaries(
    context.db,
    context.actor,
    rows.map(({ program_id }) => program_id),
  );
  return rows.map((row) => ({
    ref: toReference('meeting', row.id),
    title: row.title,
    state: row.state,
    program: programs.get(row.program_id) ?? null,
    startsAt: row.starts_at.toISOString(),
    durationMinutes: row.duration_minutes,
    place: row.place,
  }));
}

/** Meetings, latest first. */
export async function listMeetings(
  context: ReadContext,
  query: ParsedInput<OperationOf<'engagement.listMeetings'>>['query'],
): Promise<Page> {
  const [at, id] = readCursor(query.cursor, 2);
  let rows = meetingRows(context);
  if (query.program) rows = rows.where('meeting.program_id', '=', query.program);
  if (query.state) rows = rows.where('entity.state', '=', query.state);
  if (id !== undefined) {
    rows = rows.where(sql<boolean>`(starts_at, meeting.id) < (${at}::timestamptz, ${id}::uuid)`);
  }
  const found = await rows
    .orderBy('starts_at', 'desc')
    .orderBy('meeting.id', 'desc')
    .limit(query.limit + 1)
    .execute();
  const shown = found.slice(0, query.limit);
  const last = shown.at(-1);
  return {
    items: await shape(context, shown),
    nextCursor:
      found.length > query.limit && last
        ? writeCursor([last.starts_at.toISOString(), last.id])
        : null,
  };
}

/** A meeting; what is on its agenda and who came only as far as the actor sees it. */
export async function meetingView(context: ReadContext, id: Id<'meeting'>): Promise<Detail> {
  const { db, actor } = context;
  const row = await meetingRows(context).where('meeting.id', '=', id).executeTakeFirst();
  const [shaped] = row ? await shape(context, [row]) : [];
  if (!row || !shaped) throw notFound('meeting');
  const detail = await entityDetail(context, { kind: 'meeting', id });
  const items = await db
    .$extendTables<EngagementTables>()
    .selectFrom('agenda_item')
    .select(['title', 'minutes', 'shared', 'about_id'])
    .where('meeting_id', '=', id)
    .orderBy('ordinal')
    .execute();
  const about = await loadSummaries(
    db,
    actor,
    items.flatMap(({ about_id }) => about_id ?? []),
  );
  const { rows: attendance } = await sql<{
    id: string;
    kind: EntityKind;
    title: string;
    state: string;
    attendance: Detail['attendance'][number]['attendance'];
  }>`
    select entity.id, entity.kind, entity.title, entity.state, attendance
    from attendance join entity on entity.id = who_id and ${visible(actor)}
    where meeting_id = ${id} order by entity.kind, entity.title
  `.execute(db);
  return {
    ...detail,
    ...shaped,
    minutes: row.minutes,
    agenda: items.map((item) => ({
      title: item.title,
      minutes: item.minutes,
      shared: item.shared,
      about: (item.about_id && about.get(item.about_id)) || null,
    })),
    attendance: attendance.map((one) => ({ who: summaryOf(one), attendance: one.attendance })),
  };
}
