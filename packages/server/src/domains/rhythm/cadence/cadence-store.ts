import type { Id } from '@throughline/contract';
import { sql, type RawBuilder } from 'kysely';
import { z } from 'zod';
import type { Actor } from '../../../platform/access/actor.ts';
import { visible } from '../../../platform/access/visible.ts';
import type { Db } from '../../../platform/database/connect.ts';
import { notFound } from '../../../platform/entities/entity.ts';
import type { TeamRoles } from '../resolve-party.ts';
import { who, type Who } from '../who.ts';

const attendees = z.array(who);

/** A cadence with what its cycle says: what dates, roles and titles are made of. */
export interface Cadence {
  readonly id: Id<'cadence'>;
  readonly key: string;
  readonly title: string;
  readonly state: string;
  readonly revision: number;
  readonly unit: { readonly id: Id<'unit'>; readonly title: string };
  readonly parent: Id<'cadence'> | null;
  readonly cycle: {
    readonly id: Id<'cycle'>;
    readonly key: string;
    readonly title: string;
    readonly shortTitle: string | null;
  };
  /** The session of its cycle that it holds; null where it holds what the cycle's own rule does. */
  readonly session: string | null;
  /** What its reviews are called within the cycle, where that has several sessions. */
  readonly sessionTitle: string | null;
  readonly ownRule: Readonly<Record<string, unknown>> | null;
  /** Its own, or its session's, or its cycle's. */
  readonly rule: Readonly<Record<string, unknown>>;
  readonly time: string | null;
  readonly timeZone: string | null;
  readonly since: string | null;
  readonly until: string | null;
  readonly occurrenceTitles: readonly string[];
  readonly preReadBusinessDays: number;
  readonly durationMinutes: number;
  readonly ledBy: Who;
  readonly decider: Who;
  readonly attendees: readonly Who[];
  readonly team: TeamRoles;
}

interface CadenceRow {
  id: Id<'cadence'>;
  key: string;
  title: string;
  state: string;
  revision: number;
  unit_id: Id<'unit'>;
  unit_title: string;
  parent_id: Id<'cadence'> | null;
  cycle_id: Id<'cycle'>;
  cycle_key: string;
  cycle_title: string;
  short_title: string | null;
  session: string | null;
  session_title: string | null;
  own_rule: Record<string, unknown> | null;
  cycle_rule: Record<string, unknown>;
  time: string | null;
  time_zone: string | null;
  since: string | null;
  until: string | null;
  occurrence_titles: string[];
  pre_read_business_days: number;
  duration_minutes: number;
  led_by: unknown;
  decider: unknown;
  attendees: unknown;
  facilitator_id: Id<'person'> | null;
  product_owner_id: Id<'person'> | null;
}

/** The rule that a cadence goes by, where `cadence`, `cycle` and its `held` session are joined. */
export const cadenceRule = sql`coalesce(cadence.rule, held.says -> 'rule', cycle.rule)`;

/**
 * Cadences that the actor sees and a condition on `cadence`, `cycle`, `entity` and `cadenceRule`
 * picks, by title.
 */
export async function loadCadences(
  db: Db,
  actor: Actor,
  where: RawBuilder<unknown> = sql`true`,
): Promise<Cadence[]> {
  const { rows } = await sql<CadenceRow>`
    select cadence.id, cadence.key, entity.title, entity.state, entity.revision, cadence.unit_id,
      unit.title as unit_title, parent_id, cycle_id, cycle.key as cycle_key,
      template.title as cycle_title, short_title, cadence.session, cadence.rule as own_rule,
      coalesce(held.says ->> 'title', (select one ->> 'title'
        from jsonb_array_elements(cycle.sessions) one where not one ? 'rule' limit 1))
        as session_title,
      coalesce(held.says -> 'rule', cycle.rule) as cycle_rule,
      cadence.time, cadence.time_zone, cadence.since, cadence.until,
      case when held.says is null then occurrence_titles else '{}' end as occurrence_titles,
      coalesce((held.says ->> 'preReadBusinessDays')::integer, pre_read_business_days)
        as pre_read_business_days,
      coalesce((select sum((point ->> 'minutes')::integer)::integer
        from jsonb_array_elements(held.says -> 'agenda') point), duration_minutes)
        as duration_minutes,
      coalesce(held.says -> 'ledBy', led_by) as led_by,
      coalesce(held.says -> 'decider', decider) as decider, attendees,
      facilitator_id, product_owner_id
    from cadence
    join entity on entity.id = cadence.id
    join cycle on cycle.id = cadence.cycle_id
    left join lateral (select one as says from jsonb_array_elements(cycle.sessions) one
      where one ->> 'key' = cadence.session) held on true
    join entity template on template.id = cycle.id
    join entity unit on unit.id = cadence.unit_id
    where ${visible(actor)} and ${where}
    order by entity.title, cadence.id
  `.execute(db);
  return rows.map(cadenceOf);
}

function cadenceOf(row: CadenceRow): Cadence {
  return {
    id: row.id,
    key: row.key,
    title: row.title,
    state: row.state,
    revision: row.revision,
    unit: { id: row.unit_id, title: row.unit_title },
    parent: row.parent_id,
    cycle: {
      id: row.cycle_id,
      key: row.cycle_key,
      title: row.cycle_title,
      shortTitle: row.short_title,
    },
    session: row.session,
    sessionTitle: row.session_title,
    ownRule: row.own_rule,
    rule: row.own_rule ?? row.cycle_rule,
    time: row.time,
    timeZone: row.time_zone,
    since: row.since,
    until: row.until,
    occurrenceTitles: row.occurrence_titles,
    preReadBusinessDays: row.pre_read_business_days,
    durationMinutes: row.duration_minutes,
    ledBy: who.parse(row.led_by),
    decider: who.parse(row.decider),
    attendees: attendees.parse(row.attendees),
    team: { facilitator: row.facilitator_id, productOwner: row.product_owner_id },
  };
}

/** One cadence. Throws `not_found`. */
export async function loadCadence(db: Db, actor: Actor, id: Id<'cadence'>): Promise<Cadence> {
  const [found] = await loadCadences(db, actor, sql`cadence.id = ${id}`);
  if (!found) throw notFound('cadence');
  return found;
}

/** Whether the way up from a cadence leads to another. */
export async function risesTo(db: Db, from: Id<'cadence'>, to: Id<'cadence'>): Promise<boolean> {
  const { rows } = await sql<{ found: boolean }>`
    with recursive walk (id) as (
      select ${from}::uuid
      union
      select parent_id from cadence join walk on walk.id = cadence.id where parent_id is not null
    )
    select exists (select 1 from walk where id = ${to}::uuid) as found
  `.execute(db);
  return rows[0]?.found ?? false;
}

/** Whether a key of a cadence is taken. */
export async function cadenceKeyTaken(db: Db, key: string): Promise<boolean> {
  const { rows } = await sql`select 1 from cadence where key = ${key}`.execute(db);
  return rows.length > 0;
}

/** A cadence that goes by a cycle and goes on; its title only where the actor sees it. */
export interface GoingBy {
  readonly session: string | null;
  readonly title: string | null;
}

/** The cadences that go by a cycle and go on, those that the actor sees first, by title. */
export async function cadencesGoingBy(
  db: Db,
  actor: Actor,
  id: Id<'cycle'>,
  today: string,
): Promise<GoingBy[]> {
  const { rows } = await sql<GoingBy>`
    select session, case when ${visible(actor)} then entity.title end as title
    from cadence join entity on entity.id = cadence.id
    where cycle_id = ${id} and entity.state = 'active' and (until is null or until > ${today})
    order by title nulls last
  `.execute(db);
  return rows;
}
