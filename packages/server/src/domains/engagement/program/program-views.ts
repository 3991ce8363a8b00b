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
import { toDate } from '../../../platform/clock.ts';
import type { ReadContext } from '../../../platform/context.ts';
import { notFound, summaryOf } from '../../../platform/entities/entity.ts';
import { ownerUnitOf } from '../../../platform/entities/linked-views.ts';
import { entityDetail } from '../../../platform/entities/views.ts';
import { readCursor, writeCursor } from '../../../platform/http/cursor.ts';
import { listMeetings } from '../meeting/meeting-views.ts';
import type { EngagementTables } from '../tables.ts';

type Page = OutputOf<OperationOf<'engagement.listPrograms'>>;
type Row = Page['items'][number];
type Detail = OutputOf<OperationOf<'engagement.getProgram'>>;
type Mine = OutputOf<OperationOf<'engagement.listMyPrograms'>>;

function programRows(context: ReadContext) {
  const { actor, db, now } = context;
  return db
    .$extendTables<EngagementTables>()
    .selectFrom('program')
    .innerJoin('entity', 'entity.id', 'program.id')
    .leftJoin('entity as owner', 'owner.id', 'entity.owner_unit_id')
    .leftJoin('entity as manager', 'manager.id', 'program.manager_id')
    .selectAll('program')
    .select(['entity.title', 'entity.owner_unit_id', 'owner.title as owner_unit_title'])
    .select('manager.title as manager_name')
    .select(sql.ref<Row['state']>('entity.state').as('state'))
    .select(
      sql<string>`(select count(*) from link join entity member on member.id = link.from_id
        and ${visible(actor, 'member')} where link.to_id = program.id and link.relation = 'member_of'
        and link.until is null)`.as('members'),
    )
    .select(
      sql<Date | null>`(select min(starts_at) from meeting join entity held on held.id = meeting.id
        and ${visible(actor, 'held')} where meeting.program_id = program.id
        and held.state = 'planned' and starts_at >= ${toDate(now)})`.as('next_meeting_at'),
    )
    .where(visible(actor));
}

type Found = Awaited<ReturnType<ReturnType<typeof programRows>['execute']>>[number];

function shape(row: Found): Row {
  return {
    ref: toReference('program', row.id),
    title: row.title,
    state: row.state,
    programKind: row.program_kind,
    shortName: row.short_name,
    segment: row.segment,
    cadence: row.cadence,
    manager:
      row.manager_id && row.manager_name !== null
        ? { ref: toReference('person', row.manager_id), name: row.manager_name }
        : null,
    ownerUnit: ownerUnitOf(row),
    members: Number(row.members),
    nextMeetingAt: row.next_meeting_at?.toISOString() ?? null,
  };
}

/** Programs, newest first. */
export async function listPrograms(
  context: ReadContext,
  query: ParsedInput<OperationOf<'engagement.listPrograms'>>['query'],
): Promise<Page> {
  const [before] = readCursor(query.cursor, 1);
  let rows = programRows(context);
  if (query.programKind) rows = rows.where('program.program_kind', '=', query.programKind);
  if (query.state) rows = rows.where('entity.state', '=', query.state);
  if (before !== undefined) rows = rows.where(sql<boolean>`program.id < ${before}::uuid`);
  const found = await rows
    .orderBy('program.id', 'desc')
    .limit(query.limit + 1)
    .execute();
  const shown = found.slice(0, query.limit);
  return {
    items: shown.map(shape),
    nextCursor: found.length > query.limit ? writeCursor([shown.at(-1)?.id ?? '']) : null,
  };
}

/** A program with its members at a moment; members that the actor may not see are absent. */
export async function programView(
  context: ReadContext,
  id: Id<'program'>,
  asOf: Temporal.Instant,
): Promise<Detail> {
  const { actor, db } = context;
  const row = await programRows(context).where('program.id', '=', id).executeTakeFirst();
  if (!row) throw notFound('program');
  const detail = await entityDetail(context, { kind: 'program', id });
  const { rows: members } = await sql<{
    id: string;
    kind: EntityKind;
    title: string;
    state: string;
    since: Date;
    until: Date | null;
  }>`
    select entity.id, entity.kind, entity.title, entity.state, link.since, link.until
    from link join entity on entity.id = link.from_id and ${visible(actor)}
    where link.to_id = ${id} and link.relation = 'member_of'
      and link.since <= ${toDate(asOf)} and (link.until is null or link.until > ${toDate(asOf)})
    order by entity.kind, entity.title limit 500
  `.execute(db);
  const meetings = await listMeetings(context, { program: id, limit: 50 });
  const guests = await db
    .$extendTables<EngagementTables>()
    .selectFrom('share')
    .innerJoin('identity', 'identity.id', 'share.identity_id')
    .select(['identity.id', 'identity.name'])
    .where('share.entity_id', '=', id)
    .orderBy('identity.name')
    .execute();
  return {
    ...detail,
    ...shape(row),
    charter: {
      purpose: row.purpose,
      membership: row.membership,
      terms: row.terms,
      confidentiality: row.confidentiality,
    },
    blueprint: row.blueprint,
    stages: row.stages.map((stage) => ({ ...stage, sessions: [...stage.sessions] })),
    members: members.map((member) => ({
      member: summaryOf(member),
      since: member.since.toISOString(),
      until: member.until?.toISOString() ?? null,
    })),
    meetings: meetings.items,
    sharedWith: guests.map((guest) => ({
      ref: toReference('identity', guest.id),
      name: guest.name,
    })),
  };
}

/**
 * A guest's own programs. It starts from `share` and answers only what is meant for guests: of a
 * meeting the dates, of its agenda the titles that are shared.
 */
export async function myPrograms({ db, actor }: ReadContext): Promise<Mine> {
  const { rows } = await sql<{
    id: Id<'program'>;
    title: string;
    program_kind: Mine['items'][number]['programKind'];
    purpose: string;
    meetings: {
      title: string;
      starts_at: string;
      duration_minutes: number;
      place: string;
      state: Mine['items'][number]['meetings'][number]['state'];
      agenda: string[];
    }[];
  }>`
    select program.id, entity.title, program_kind, purpose, coalesce((
      select json_agg(json_build_object('title', held.title, 'starts_at', starts_at,
          'duration_minutes', duration_minutes, 'place', place, 'state', held.state,
          'agenda', coalesce((select json_agg(agenda_item.title order by ordinal) from agenda_item
            where agenda_item.meeting_id = meeting.id and shared), '[]'::json))
        order by starts_at desc)
      from meeting join entity held on held.id = meeting.id
      where meeting.program_id = program.id), '[]'::json) as meetings
    from share
    join program on program.id = share.entity_id
    join entity on entity.id = program.id
    where share.identity_id = ${actor.id} and entity.state = 'active'
    order by entity.title, program.id
  `.execute(db);
  return {
    items: rows.map((row) => ({
      ref: toReference('program', row.id),
      title: row.title,
      programKind: row.program_kind,
      purpose: row.purpose,
      meetings: row.meetings.map((meeting) => ({
        title: meeting.title,
        startsAt: new Date(meeting.starts_at).toISOString(),
        durationMinutes: meeting.duration_minutes,
        place: meeting.place,
        state: meeting.state,
        agenda: meeting.agenda,
      })),
    })),
  };
}
