import type { EntitySummary, Id } from '@throughline/contract';
import { sql } from 'kysely';
import { visible } from '../../../platform/access/visible.ts';
import { toDate } from '../../../platform/clock.ts';
import type { ReadContext } from '../../../platform/context.ts';
import type { Db } from '../../../platform/database/connect.ts';
import { notFound, summaryOf } from '../../../platform/entities/entity.ts';

/** What a deployment deploys, and where. */
export interface DeploymentPlace {
  readonly repository: Id<'repository'>;
  readonly environment: Id<'environment'>;
}

/** Where a deployment goes, and what of. Throws `not_found`. */
export async function placeOfDeployment(db: Db, id: string): Promise<DeploymentPlace> {
  const { rows } = await sql<DeploymentPlace>`
    select repository_id as repository, environment_id as environment
    from deployment where id = ${id}
  `.execute(db);
  const [place] = rows;
  if (!place) throw notFound('deployment');
  return place;
}

/** A deployment that took effect somewhere. */
export interface DeployedBefore {
  readonly entity: EntitySummary;
  readonly environment: string;
  readonly production: boolean;
  readonly at: Temporal.Instant;
}

/** What was deployed of some repositories in a time, the latest first: at most twenty. */
export async function deployedBefore(
  context: ReadContext,
  repositories: readonly string[],
  { from, to }: { readonly from: Temporal.Instant; readonly to: Temporal.Instant },
): Promise<DeployedBefore[]> {
  if (repositories.length === 0) return [];
  const { rows } = await sql<{
    id: Id<'deployment'>;
    kind: 'deployment';
    title: string;
    state: string;
    environment: string;
    production: boolean;
    at: Date;
  }>`
    select entity.id, entity.kind, entity.title, entity.state, place.title as environment,
      environment.production, coalesce(finished_at, started_at) as at
    from deployment join entity on entity.id = deployment.id and ${visible(context.actor)}
    join environment on environment.id = environment_id
    join entity place on place.id = environment_id and ${visible(context.actor, 'place')}
    where repository_id = any(${[...repositories]}::uuid[]) and started_at is not null
      and deployment.state <> 'cancelled'
      and coalesce(finished_at, started_at) between ${toDate(from)} and ${toDate(to)}
    order by environment.production desc, at desc limit 20
  `.execute(context.db);
  return rows.map((row) => ({
    entity: summaryOf(row),
    environment: row.environment,
    production: row.production,
    at: Temporal.Instant.fromEpochMilliseconds(row.at.getTime()),
  }));
}
