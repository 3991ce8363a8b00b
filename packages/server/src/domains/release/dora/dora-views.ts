import type { Id } from '@throughline/contract';
import { sql } from 'kysely';
import { visible } from '../../../platform/access/visible.ts';
import type { ReadContext } from '../../../platform/context.ts';
import { calendar, unitsWithin } from '../../org/index.ts';
import type { DeploymentFact } from './dora-rules.ts';

/** Of what the figures are. */
export interface DoraScope {
  readonly repository?: Id<'repository'> | undefined;
  /** A unit with everything below it. */
  readonly unit?: Id<'unit'> | undefined;
  readonly service?: Id<'service'> | undefined;
}

/** A deployment with what a record of a figure shows. */
export interface NamedFact extends DeploymentFact {
  readonly title: string;
  readonly state: string;
  readonly repositoryTitle: string;
  readonly team: { readonly id: Id<'unit'>; readonly title: string } | null;
  readonly serviceTitles: readonly string[];
}

const time = (date: Date | null) => date?.getTime() ?? null;

/** Deployments to production that ended since a moment, as DORA's metrics count them. */
export async function doraFacts(
  context: ReadContext,
  scope: DoraScope,
  since: number,
): Promise<NamedFact[]> {
  const { db, actor, now } = context;
  const { timeZone } = await calendar(db);
  const day = now.toZonedDateTimeISO(timeZone).toPlainDate().toString();
  const units = scope.unit && (await unitsWithin(db, scope.unit, day));
  const { rows } = await sql<{
    id: string;
    title: string;
    state: string;
    repository_id: string;
    repository_title: string;
    environment_id: string;
    services: string[];
    service_titles: string[];
    owner_unit_id: Id<'unit'> | null;
    owner_unit_title: string | null;
    requested_at: Date;
    first_failed_at: Date | null;
    succeeded_at: Date | null;
    rollback_started_at: Date | null;
    rolled_back_at: Date | null;
    repeats: boolean;
    restores: boolean;
    hotfix: boolean;
    commits: { sha: string; at: string }[] | null;
  }>`
    select deployment.id, entity.title, entity.state, deployment.repository_id,
      home.title as repository_title, deployment.environment_id, deployment.requested_at,
      outcome.first_failed_at, outcome.succeeded_at, outcome.rollback_started_at,
      outcome.rolled_back_at, outcome.repeats, outcome.restores,
      deployment.hotfix_reason is not null as hotfix,
      home.owner_unit_id, owner.title as owner_unit_title,
      array(select served.id from link join entity served on served.id = link.to_id
          and served.kind = 'service' and ${visible(actor, 'served')}
        where link.from_id = deployment.repository_id and link.relation = 'builds'
          and link.until is null order by link.id) as services,
      array(select served.title from link join entity served on served.id = link.to_id
          and served.kind = 'service' and ${visible(actor, 'served')}
        where link.from_id = deployment.repository_id and link.relation = 'builds'
          and link.until is null order by link.id) as service_titles,
      (select json_agg(json_build_object('sha', brought.sha, 'at', brought.committed_at))
        from deployment_commit brought where brought.deployment_id = deployment.id) as commits
    from deployment_outcome outcome
    join deployment on deployment.id = outcome.deployment_id
    join entity on entity.id = deployment.id and ${visible(actor)}
    join entity home on home.id = deployment.repository_id and ${visible(actor, 'home')}
    join environment on environment.id = deployment.environment_id and environment.production
    join entity place on place.id = environment.id and ${visible(actor, 'place')}
    left join entity owner on owner.id = home.owner_unit_id and ${visible(actor, 'owner')}
    where coalesce(outcome.succeeded_at, outcome.first_failed_at, outcome.rolled_back_at)
        >= ${new Date(since)}
      and ${scope.repository ? sql`deployment.repository_id = ${scope.repository}` : sql`true`}
      and ${units ? sql`home.owner_unit_id = any(${units}::uuid[])` : sql`true`}
      and ${
        scope.service
          ? sql`exists (select 1 from link where link.from_id = deployment.repository_id
              and link.relation = 'builds' and link.to_id = ${scope.service}
              and link.until is null)`
          : sql`true`
      }
    order by deployment.requested_at, deployment.id
  `.execute(db);
  return rows.map((row) => ({
    id: row.id,
    title: row.title,
    state: row.state,
    repositoryTitle: row.repository_title,
    place: `${row.repository_id} ${row.environment_id}`,
    repository: row.repository_id,
    services: row.services,
    serviceTitles: row.service_titles,
    team:
      row.owner_unit_id && row.owner_unit_title !== null
        ? { id: row.owner_unit_id, title: row.owner_unit_title }
        : null,
    requestedAt: row.requested_at.getTime(),
    firstFailedAt: time(row.first_failed_at),
    succeededAt: time(row.succeeded_at),
    rollbackStartedAt: time(row.rollback_started_at),
    rolledBackAt: time(row.rolled_back_at),
    repeats: row.repeats,
    restores: row.restores,
    hotfix: row.hotfix,
    commits: (row.commits ?? []).map(({ sha, at }) => ({ sha, at: Date.parse(at) })),
  }));
}
