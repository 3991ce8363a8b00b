import {
  toReference,
  type EntityKind,
  type Id,
  type OperationOf,
  type OutputOf,
} from '@throughline/contract';
import { sql } from 'kysely';
import type { Actor } from '../../../platform/access/actor.ts';
import { can } from '../../../platform/access/can.ts';
import { visible } from '../../../platform/access/visible.ts';
import type { ReadContext } from '../../../platform/context.ts';
import { summaryOf } from '../../../platform/entities/entity.ts';
import type { Needs } from '../../../platform/home/home.ts';
import { readCursor, writeCursor } from '../../../platform/http/cursor.ts';
import { soakedAt, stepsSay, type RampGuard } from './ramp-rules.ts';
import { isUnderWay, standingOfRamp, type RampRow } from './ramp-store.ts';

type Page = OutputOf<OperationOf<'flags.listRamps'>>;

type Row = RampRow & {
  kind: EntityKind;
  title: string;
  entity_state: string;
  environment_title: string;
  environment_state: string;
};

/** Ramps, newest first. */
export async function listRamps(
  { db, actor }: ReadContext,
  query: {
    flag?: Id<'flag'> | undefined;
    environment?: Id<'environment'> | undefined;
    underWay?: boolean | undefined;
    cursor?: string | undefined;
    limit: number;
  },
): Promise<Page> {
  const [before] = readCursor(query.cursor, 1);
  const { rows } = await sql<Row>`
    select ramp.*, entity.kind, entity.title, entity.state as entity_state,
      place.title as environment_title, place.state as environment_state
    from flag_ramp ramp
    join entity on entity.id = ramp.flag_id
    join entity place on place.id = ramp.environment_id
    where ${visible(actor)} and ${visible(actor, 'place')}
      ${query.flag ? sql`and ramp.flag_id = ${query.flag}` : sql``}
      ${query.environment ? sql`and ramp.environment_id = ${query.environment}` : sql``}
      ${query.underWay === undefined ? sql`` : sql`and (ramp.state not in ('finished', 'rolled-back', 'stopped')) = ${query.underWay}`}
      ${before === undefined ? sql`` : sql`and ramp.id < ${before}::uuid`}
    order by ramp.id desc limit ${query.limit + 1}
  `.execute(db);
  const shown = rows.slice(0, query.limit);
  return {
    items: shown.map((row) => viewOf(actor, row)),
    nextCursor: rows.length > query.limit ? writeCursor([shown.at(-1)?.id ?? '']) : null,
  };
}

function viewOf(actor: Actor, row: Row): Page['items'][number] {
  const goesOn = isUnderWay(row.state) && !row.held_by_hand;
  return {
    ref: toReference('flag_ramp', row.id),
    flag: summaryOf({ id: row.flag_id, kind: row.kind, title: row.title, state: row.entity_state }),
    environment: summaryOf({
      id: row.environment_id,
      kind: 'environment',
      title: row.environment_title,
      state: row.environment_state,
    }),
    state: row.state,
    variation: row.variation,
    otherwise: row.otherwise,
    contextKind: row.context_kind,
    steps: row.steps,
    guards: row.guards.map((guard) => ({
      ...guard,
      of:
        guard.of.kind === 'metric'
          ? { kind: 'metric', metric: toReference('metric', guard.of.metric) }
          : guard.of,
    })),
    readings: row.readings,
    startsAt: row.starts_at.toISOString(),
    position: row.position,
    stepSince: row.step_since?.toISOString() ?? null,
    nextAt: goesOn ? soakedAt(standingOfRamp(row)).toString({ fractionalSecondDigits: 3 }) : null,
    says: row.says,
    startedBy: row.started_by,
    mine: actor.kind === 'member' && actor.id === row.started_by_id,
    approvedBy: row.approved_by,
    startedAt: row.started_at.toISOString(),
    lookedAt: row.looked_at?.toISOString() ?? null,
    endedAt: row.ended_at?.toISOString() ?? null,
  };
}

/** What must hold for a ramp to go on. */
export async function rampGuards(
  { db }: ReadContext,
  id: Id<'flag_ramp'>,
): Promise<readonly RampGuard[]> {
  const { rows } = await sql<{ guards: RampGuard[] }>`
    select guards from flag_ramp where id = ${id}
  `.execute(db);
  return rows[0]?.guards ?? [];
}

/** Other people's ramps that wait for an approval that the person may give. */
export const rampNeeds: Needs = async ({ db, actor }) => {
  if (actor.kind !== 'member') return [];
  const { rows } = await sql<Row & { owner_unit_id: Id<'unit'> | null }>`
    select ramp.*, entity.kind, entity.title, entity.state as entity_state, entity.owner_unit_id,
      place.title as environment_title, place.state as environment_state
    from flag_ramp ramp
    join entity on entity.id = ramp.flag_id
    join entity place on place.id = ramp.environment_id
    where ramp.state = 'in-review' and ramp.started_by_id <> ${actor.id}
      and ${visible(actor)} and ${visible(actor, 'place')}
    order by ramp.id limit 50
  `.execute(db);
  return rows
    .filter((row) => can(actor, 'editor', row.owner_unit_id))
    .map((row) => ({
      key: toReference('flag_ramp', row.id),
      entity: viewOf(actor, row).flag,
      says: `${row.started_by} wants to ramp it in ${row.environment_title}: ${stepsSay(row.steps)}`,
      dueOn: null,
      urgency: 'today',
      act: {
        label: 'Approve',
        operation: 'flags.approveRamp',
        params: { id: toReference('flag_ramp', row.id) },
        body: { reason: '' },
        ifMatch: null,
      },
    }));
};
