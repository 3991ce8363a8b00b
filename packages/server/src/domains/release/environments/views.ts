import { toReference, type Id, type OperationOf, type OutputOf } from '@throughline/contract';
import { sql } from 'kysely';
import { visible } from '../../../platform/access/visible.ts';
import { toDate } from '../../../platform/clock.ts';
import type { ReadContext } from '../../../platform/context.ts';
import { notFound } from '../../../platform/entities/entity.ts';
import type { EnvironmentStage } from '../tables.ts';

type View = OutputOf<OperationOf<'release.getEnvironment'>>;

interface Row {
  id: string;
  title: string;
  summary: string;
  state: string;
  restricted: boolean;
  revision: number;
  created_at: Date;
  updated_at: Date;
  owner_unit_id: string | null;
  owner_title: string | null;
  key: string;
  stage: EnvironmentStage;
  production: boolean;
  position: number;
  probe_url: string | null;
  reason: string | null;
  by_name: string | null;
  since: Date | null;
  until: Date | null;
}

/** A time for which an environment is frozen. */
export interface FreezeUntil {
  /** The environment and why: `Production (year end)`. */
  readonly says: string;
  readonly since: Temporal.Instant;
  readonly until: Temporal.Instant;
}

/** The freezes whose end is known, of the environments that the actor sees. */
export async function freezesWithEnd(context: ReadContext): Promise<FreezeUntil[]> {
  const environments = await environmentViews(context);
  return environments.flatMap(({ title, freeze }) =>
    freeze?.until
      ? [
          {
            says: freeze.reason ? `${title} (${freeze.reason})` : title,
            since: Temporal.Instant.from(freeze.since),
            until: Temporal.Instant.from(freeze.until),
          },
        ]
      : [],
  );
}

/** All environments, in the order in which a change reaches them; or the one. */
export async function environmentViews(
  context: ReadContext,
  id?: Id<'environment'>,
): Promise<View[]> {
  const { rows } = await sql<Row>`
    select entity.id, entity.title, entity.summary, entity.state, entity.restricted,
      entity.revision, entity.created_at, entity.updated_at, entity.owner_unit_id,
      owner.title as owner_title, environment.key, environment.stage, environment.production,
      environment.position, environment.probe_url, current_freeze.reason, current_freeze.by_name, current_freeze.since,
      current_freeze.until
    from environment
    join entity on entity.id = environment.id
    left join entity owner on owner.id = entity.owner_unit_id
    left join environment_freeze current_freeze on current_freeze.environment_id = environment.id
      and current_freeze.ended_at is null and (current_freeze.until is null or current_freeze.until > ${toDate(context.now)})
    where ${visible(context.actor)} and ${id ? sql`environment.id = ${id}` : sql`true`}
    order by environment.position, environment.key
  `.execute(context.db);
  return rows.map((row) => ({
    ref: toReference('environment', row.id),
    title: row.title,
    summary: row.summary,
    state: row.state,
    ownerUnit:
      row.owner_unit_id && row.owner_title !== null
        ? { ref: toReference('unit', row.owner_unit_id), title: row.owner_title }
        : null,
    restricted: row.restricted,
    revision: row.revision,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
    key: row.key,
    stage: row.stage,
    production: row.production,
    position: row.position,
    probeUrl: row.probe_url,
    freeze:
      row.reason === null || row.since === null
        ? null
        : {
            reason: row.reason,
            since: row.since.toISOString(),
            until: row.until?.toISOString() ?? null,
            by: row.by_name ?? '',
          },
  }));
}

/** An environment. Throws `not_found`. */
export async function environmentView(context: ReadContext, id: Id<'environment'>): Promise<View> {
  const [view] = await environmentViews(context, id);
  if (!view) throw notFound('environment');
  return view;
}
