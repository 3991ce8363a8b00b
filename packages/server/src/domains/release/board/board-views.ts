import {
  toReference,
  type FailureClass,
  type FailureState,
  type Id,
  type OperationOf,
  type OutputOf,
  type ParsedInput,
} from '@throughline/contract';
import { sql } from 'kysely';
import { visible } from '../../../platform/access/visible.ts';
import { toDate } from '../../../platform/clock.ts';
import type { ReadContext } from '../../../platform/context.ts';
import { linkedEntities, ownerUnitOf } from '../../../platform/entities/linked-views.ts';
import { activeStates, isActive } from '../deployments/deployment-rules.ts';
import {
  deploymentColumns,
  deploymentRow,
  deploymentTables,
  type DeploymentRecord,
} from '../deployments/views.ts';

type Board = OutputOf<OperationOf<'release.getBoard'>>;
type Query = ParsedInput<OperationOf<'release.getBoard'>>['query'];
type Cell = Board['rows'][number]['cells'][number];

const mostRepositories = 200;

/** A place is a repository in an environment. */
const placeOf = (row: { repository_id: string; environment_id: string }) =>
  `${row.repository_id} ${row.environment_id}`;

/** Every repository in every environment: what runs, what waits, deploys now and has failed. */
export async function board(context: ReadContext, query: Query): Promise<Board> {
  const { db, now } = context;
  const places = await placesOf(context);
  const repositories = await repositoriesOf(context, query);
  const ids = repositories.map(({ id }) => id);
  const { rows: deployments } = await sql<DeploymentRecord>`
    select ${deploymentColumns} from ${deploymentTables(context)}
    where deployment.repository_id = any(${ids}::uuid[])
      and (deployment.current or deployment.state = any(${[...activeStates]}::text[]))
  `.execute(db);
  const current = new Map(
    deployments.filter((row) => row.current).map((row) => [placeOf(row), row]),
  );
  const active = new Map(
    deployments.filter((row) => isActive(row.state)).map((row) => [placeOf(row), row]),
  );
  const queued = await queuesOf(context, ids);
  const failures = await failuresOf(context, ids);
  const waiting = await waitingOf(context, ids);
  const services = await linkedEntities(context, ids, 'builds', 'from');
  const cell = (repository: string, environment: string): Cell => {
    const place = placeOf({ repository_id: repository, environment_id: environment });
    const runs = current.get(place);
    const deploys = active.get(place);
    return {
      environment: toReference('environment', environment),
      current: runs ? deploymentRow(runs, now) : null,
      active: deploys ? deploymentRow(deploys, now) : null,
      queued: queued.get(place) ?? 0,
      waiting: waiting.get(place) ?? null,
      failure: failures.get(place) ?? null,
    };
  };
  return {
    environments: places.map((place) => ({
      ref: toReference('environment', place.id),
      title: place.title,
      key: place.key,
      production: place.production,
      freeze:
        place.reason === null
          ? null
          : {
              reason: place.reason,
              by: place.by_name ?? '',
              until: place.until?.toISOString() ?? null,
            },
    })),
    rows: repositories.map((repository) => ({
      repository: { ref: toReference('repository', repository.id), title: repository.title },
      services: (services.get(repository.id) ?? []).flatMap(({ entity }) =>
        entity.kind === 'service'
          ? {
              ref: entity.ref as Board['rows'][number]['services'][number]['ref'],
              title: entity.title,
            }
          : [],
      ),
      ownerUnit: ownerUnitOf(repository),
      cells: places.map(({ id }) => cell(repository.id, id)),
    })),
  };
}

async function placesOf({ db, actor, now }: ReadContext) {
  const { rows } = await sql<{
    id: string;
    title: string;
    key: string;
    production: boolean;
    reason: string | null;
    by_name: string | null;
    until: Date | null;
  }>`
    select entity.id, entity.title, environment.key, environment.production, present.reason,
      present.by_name, present.until
    from environment join entity on entity.id = environment.id
    left join environment_freeze present on present.environment_id = environment.id
      and present.ended_at is null and (present.until is null or present.until > ${toDate(now)})
    where ${visible(actor)} and entity.state = 'open'
    order by environment.position, environment.key
  `.execute(db);
  return rows;
}

async function repositoriesOf({ db, actor }: ReadContext, query: Query) {
  const { rows } = await sql<{
    id: string;
    title: string;
    owner_unit_id: Id<'unit'> | null;
    owner_unit_title: string | null;
  }>`
    select entity.id, entity.title, entity.owner_unit_id, owner.title as owner_unit_title
    from repository join entity on entity.id = repository.id
    left join entity owner on owner.id = entity.owner_unit_id
    where ${visible(actor)}
      and ${query.unit === undefined ? sql`true` : sql`entity.owner_unit_id = ${query.unit}`}
      and ${
        query.service === undefined
          ? sql`true`
          : sql`exists (select 1 from link where link.from_id = repository.id
              and link.relation = 'builds' and link.to_id = ${query.service} and link.until is null)`
      }
    order by entity.title, entity.id limit ${mostRepositories}
  `.execute(db);
  return rows;
}

async function queuesOf({ db, actor }: ReadContext, repositories: readonly string[]) {
  const { rows } = await sql<{ environment_id: string; repository_id: string; queued: number }>`
    select environment_id, repository_id, count(*)::int as queued
    from deployment join entity on entity.id = deployment.id and ${visible(actor)}
    where deployment.state = 'queued' and repository_id = any(${[...repositories]}::uuid[])
    group by environment_id, repository_id
  `.execute(db);
  return new Map(rows.map((row) => [placeOf(row), row.queued]));
}

async function failuresOf({ db, actor }: ReadContext, repositories: readonly string[]) {
  const { rows } = await sql<{
    id: Id<'failure'>;
    state: FailureState;
    class: FailureClass;
    says: string;
    at: Date;
    environment_id: string;
    repository_id: string;
  }>`
    select distinct on (failure.environment_id, failure.repository_id) failure.id, entity.state,
      failure.class, failure.says, failure.at, failure.environment_id, failure.repository_id
    from failure join entity on entity.id = failure.id and ${visible(actor)}
    where failure.settled_at is null and failure.environment_id is not null
      and failure.repository_id = any(${[...repositories]}::uuid[])
    order by failure.environment_id, failure.repository_id, failure.weight desc, failure.at desc
  `.execute(db);
  return new Map(
    rows.map((row): [string, NonNullable<Cell['failure']>] => [
      placeOf(row),
      {
        ref: toReference('failure', row.id),
        class: row.class,
        state: row.state,
        says: row.says,
        at: row.at.toISOString(),
      },
    ]),
  );
}

/**
 * What is newer than what runs: releases that were cut after it, and commits of the default branch
 * with a later date.
 */
async function waitingOf({ db, actor }: ReadContext, repositories: readonly string[]) {
  const { rows } = await sql<{
    environment_id: string;
    repository_id: string;
    releases: number;
    newest_id: string | null;
    newest_title: string | null;
    newest_version: string | null;
    commits: number;
  }>`
    select deployment.environment_id, deployment.repository_id, newer.releases, newer.newest_id,
      newest.title as newest_title, newer.newest_version, coming.commits
    from deployment join release runs on runs.id = deployment.release_id
    cross join lateral (
      select count(*)::int as releases,
        (array_agg(cut.id order by cut.tagged_at desc, cut.id desc))[1] as newest_id,
        (array_agg(cut.version order by cut.tagged_at desc, cut.id desc))[1] as newest_version
      from release cut join entity on entity.id = cut.id and entity.state = 'cut'
        and ${visible(actor)}
      where cut.repository_id = deployment.repository_id
        and (cut.tagged_at, cut.id) > (runs.tagged_at, runs.id)
    ) newer
    left join entity newest on newest.id = newer.newest_id
    cross join lateral (
      select count(*)::int as commits from git_commit
      where git_commit.repository_id = deployment.repository_id and git_commit.on_default
        and git_commit.parents < 2
        and git_commit.at > (select running.at from git_commit running
          where running.repository_id = deployment.repository_id and running.sha = deployment.sha)
    ) coming
    where deployment.current and deployment.repository_id = any(${[...repositories]}::uuid[])
  `.execute(db);
  return new Map(
    rows.map((row): [string, NonNullable<Cell['waiting']>] => [
      placeOf(row),
      {
        releases: row.releases,
        newest:
          row.newest_id !== null && row.newest_title !== null && row.newest_version !== null
            ? {
                ref: toReference('release', row.newest_id),
                title: row.newest_title,
                version: row.newest_version,
              }
            : null,
        commits: row.commits,
      },
    ]),
  );
}
