import { ruleSentence, ruleTimeSentence } from '@throughline/cadence';
import {
  parseReference,
  toReference,
  type Id,
  type OperationOf,
  type OutputOf,
} from '@throughline/contract';
import { sql, type RawBuilder } from 'kysely';
import { visible } from '../../../platform/access/visible.ts';
import { toDate } from '../../../platform/clock.ts';
import type { ReadContext } from '../../../platform/context.ts';
import { loadSummaries } from '../../../platform/entities/entity.ts';
import { entityDetail } from '../../../platform/entities/views.ts';
import { readCursor, writeCursor } from '../../../platform/http/cursor.ts';
import { waitsForEvents } from '../occasion/occasion-rules.ts';
import { organisationCalendar } from '../organisation-calendar.ts';
import { partyView, resolveParty } from '../resolve-party.ts';
import { ruleOf } from '../rules.ts';
import type { Who } from '../who.ts';
import { loadCadence, loadCadences, type Cadence } from './cadence-store.ts';

type Page = OutputOf<OperationOf<'rhythm.listCadences'>>;
type Row = Page['items'][number];
type Detail = OutputOf<OperationOf<'rhythm.getCadence'>>;

async function nextReviews(
  { db, actor, now }: ReadContext,
  cadences: readonly string[],
): Promise<Map<string, Row['next']>> {
  const { rows } = await sql<{ cadence_id: string; id: string; starts_at: Date; on_day: string }>`
    select distinct on (cadence_id) cadence_id, review.id, starts_at, on_day
    from review join entity on entity.id = review.id
    where cadence_id = any(${[...cadences]}::uuid[]) and ends_at > ${toDate(now)}
      and state <> 'cancelled' and ${visible(actor)}
    order by cadence_id, starts_at
  `.execute(db);
  return new Map(
    rows.map((row) => [
      row.cadence_id,
      {
        ref: toReference('review', row.id),
        startsAt: row.starts_at.toISOString(),
        date: row.on_day,
      },
    ]),
  );
}

function wordsOf(cadence: Cadence, zone: string) {
  const rule = ruleOf(cadence);
  return {
    ruleSays: ruleSentence(rule),
    timeSays: ruleTimeSentence({ ...rule, zone: rule.zone ?? zone }),
    eventDriven: waitsForEvents(rule),
  };
}

function namesOf(cadence: Cadence) {
  return {
    cycle: {
      ref: toReference('cycle', cadence.cycle.id),
      key: cadence.cycle.key,
      title: cadence.cycle.title,
    },
    unit: { ref: toReference('unit', cadence.unit.id), title: cadence.unit.title },
    session: cadence.session,
  };
}

/** Cadences that a condition picks, as lists show them, by title. */
export async function cadenceRows(
  context: ReadContext,
  where: RawBuilder<unknown>,
  most: number,
): Promise<Row[]> {
  const { db, actor } = context;
  const { zone } = await organisationCalendar(db);
  const cadences = (await loadCadences(db, actor, where)).slice(0, most);
  const next = await nextReviews(
    context,
    cadences.map(({ id }) => id),
  );
  const parents = await loadSummaries(
    db,
    actor,
    cadences.flatMap(({ parent }) => parent ?? []),
  );
  return cadences.map((cadence) => ({
    ref: toReference('cadence', cadence.id),
    key: cadence.key,
    title: cadence.title,
    state: cadence.state,
    ...namesOf(cadence),
    parent: (cadence.parent && parents.get(cadence.parent)) ?? null,
    ...wordsOf(cadence, zone),
    next: next.get(cadence.id) ?? null,
  }));
}

/** Cadences by title. */
export async function listCadences(
  context: ReadContext,
  query: {
    cycle?: Id<'cycle'> | undefined;
    unit?: Id<'unit'> | undefined;
    cursor?: string | undefined;
    limit: number;
  },
): Promise<Page> {
  const [title, id] = readCursor(query.cursor, 2);
  const rows = await cadenceRows(
    context,
    sql`true ${query.cycle ? sql`and cadence.cycle_id = ${query.cycle}` : sql``}
      ${query.unit ? sql`and cadence.unit_id = ${query.unit}` : sql``}
      ${title === undefined ? sql`` : sql`and (entity.title, cadence.id) > (${title}, ${id}::uuid)`}`,
    query.limit + 1,
  );
  const items = rows.slice(0, query.limit);
  const last = items.at(-1);
  const lastId = last && parseReference(last.ref)?.id;
  return {
    items,
    nextCursor:
      rows.length > query.limit && last && lastId ? writeCursor([last.title, lastId]) : null,
  };
}

/** A cadence: its rule in words, who leads and decides today, where it rises to. Throws `not_found`. */
export async function cadenceView(context: ReadContext, id: Id<'cadence'>): Promise<Detail> {
  const { db, actor, now } = context;
  const detail = await entityDetail(context, { kind: 'cadence', id });
  const cadence = await loadCadence(db, actor, id);
  const { zone } = await organisationCalendar(db);
  const rule = ruleOf(cadence);
  const day = now.toZonedDateTimeISO(zone).toPlainDate().toString();
  const party = async (one: Who) =>
    partyView(
      await resolveParty(db, one, {
        unit: cadence.unit,
        team: cadence.team,
        day,
        turn: 0,
        subjectOwner: null,
      }),
    );
  const attendees = [];
  for (const one of cadence.attendees) attendees.push(await party(one));
  const children = await loadCadences(db, actor, sql`cadence.parent_id = ${id}`);
  const { facilitator, productOwner } = cadence.team;
  const named = await loadSummaries(
    db,
    actor,
    [cadence.parent, facilitator, productOwner].flatMap((one) => one ?? []),
  );
  const personOf = (person: string | null) =>
    person === null ? null : (named.get(person) ?? null);
  return {
    ...detail,
    ref: toReference('cadence', id),
    key: cadence.key,
    ...namesOf(cadence),
    parent: (cadence.parent && named.get(cadence.parent)) ?? null,
    children: children.map((child) => ({
      ref: toReference('cadence', child.id),
      kind: 'cadence',
      title: child.title,
      state: child.state,
    })),
    rule: cadence.ownRule ? { ...cadence.ownRule } : null,
    ...wordsOf(cadence, zone),
    time: cadence.time,
    timeZone: rule.zone ?? zone,
    facilitator: personOf(cadence.team.facilitator),
    productOwner: personOf(cadence.team.productOwner),
    since: cadence.since,
    until: cadence.until,
    lead: await party(cadence.ledBy),
    decider: await party(cadence.decider),
    attendees,
    next: (await nextReviews(context, [id])).get(id) ?? null,
  };
}
