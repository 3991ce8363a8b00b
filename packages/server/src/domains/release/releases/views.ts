import {
  toReference,
  type EntitySummary,
  type Id,
  type OperationOf,
  type OutputOf,
  type ParsedInput,
} from '@throughline/contract';
import { sql } from 'kysely';
import { visible } from '../../../platform/access/visible.ts';
import type { ReadContext } from '../../../platform/context.ts';
import { loadEntity, notFound } from '../../../platform/entities/entity.ts';
import { entityDetail } from '../../../platform/entities/views.ts';
import { readCursor } from '../../../platform/http/cursor.ts';
import { testsOfCommit } from '../../delivery/index.ts';
import type { RepositoryCaches } from '../repositories/repository-caches.ts';
import { fieldsOf, namedSummaries, page } from '../repositories/views.ts';
import { lineToOpen } from './line-to-open.ts';
import { commitsOf, readRelease, type WantedRelease } from './read-release.ts';

type Listed = OutputOf<OperationOf<'release.listReleases'>>;
type View = OutputOf<OperationOf<'release.getRelease'>>;
type Preview = OutputOf<OperationOf<'release.previewRelease'>>;
type Row = Listed['items'][number];

interface ReleaseRecord {
  id: string;
  title: string;
  state: Row['state'];
  repository_id: Id<'repository'>;
  repository_title: string;
  version: string;
  tag: string;
  sha: string;
  tagged_at: Date;
  runs_in: string[] | null;
  previous_tag: string | null;
  commits: number;
  notes: string;
  failure: string | null;
  cut_by: string;
  line: { id: string; title: string } | null;
  hotfix: boolean;
}

const columns = (context: ReadContext) => sql`
  entity.id, entity.title, entity.state, release.repository_id, home.title as repository_title,
  release.version, release.tag, release.sha, release.tagged_at,
  (select array_agg(place.title order by environment.position)
    from deployment join environment on environment.id = deployment.environment_id
    join entity place on place.id = environment.id and ${visible(context.actor, 'place')}
    where deployment.release_id = release.id and deployment.current) as runs_in`;

function releaseRow(row: ReleaseRecord): Row {
  return {
    ref: toReference('release', row.id),
    title: row.title,
    state: row.state,
    repository: { ref: toReference('repository', row.repository_id), title: row.repository_title },
    version: row.version,
    tag: row.tag,
    sha: row.sha,
    at: row.tagged_at.toISOString(),
    runsIn: row.runs_in ?? [],
  };
}

/** Releases, newest first. */
export async function listReleases(
  context: ReadContext,
  query: ParsedInput<OperationOf<'release.listReleases'>>['query'],
): Promise<Listed> {
  const [at, id] = readCursor(query.cursor, 2);
  const { rows } = await sql<ReleaseRecord>`
    select ${columns(context)}
    from release join entity on entity.id = release.id
    join entity home on home.id = release.repository_id and ${visible(context.actor, 'home')}
    where ${visible(context.actor)}
      and ${query.repository ? sql`release.repository_id = ${query.repository}` : sql`true`}
      and ${at === undefined ? sql`true` : sql`(release.tagged_at, release.id) < (${at}::timestamptz, ${id}::uuid)`}
    order by release.tagged_at desc, release.id desc limit ${query.limit + 1}
  `.execute(context.db);
  return page(rows, query.limit, releaseRow, (row) => [row.tagged_at.toISOString(), row.id]);
}

/** A release with its notes, its changes and its deployments. */
export async function releaseView(context: ReadContext, id: Id<'release'>): Promise<View> {
  const detail = await entityDetail(context, { kind: 'release', id });
  const { rows } = await sql<ReleaseRecord>`
    select ${columns(context)}, release.previous_tag, release.commits, release.notes,
      release.failure, release.cut_by, release.hotfix_id is not null as hotfix,
      (select json_build_object('id', line.id, 'title', line.title) from entity line
        where line.id = release.line_id and ${visible(context.actor, 'line')}) as line
    from release join entity on entity.id = release.id
    join entity home on home.id = release.repository_id and ${visible(context.actor, 'home')}
    where release.id = ${id} and ${visible(context.actor)}
  `.execute(context.db);
  const [row] = rows;
  if (!row) throw notFound('release');
  const changes = await sql<EntitySummary>`
    select part.id as ref, part.kind, part.title, part.state
    from link join entity part on part.id = link.to_id and ${visible(context.actor, 'part')}
    where link.from_id = ${id} and link.relation = 'contains' and link.until is null
    order by part.id limit 500
  `.execute(context.db);
  const deployments = await sql<EntitySummary & { environment: string; at: Date }>`
    select done.id as ref, done.kind, done.title, done.state, place.title as environment,
      deployment.requested_at as at
    from deployment
    join entity done on done.id = deployment.id and ${visible(context.actor, 'done')}
    join entity place on place.id = deployment.environment_id and ${visible(context.actor, 'place')}
    where deployment.release_id = ${id} order by deployment.requested_at desc limit 50
  `.execute(context.db);
  return {
    ...fieldsOf(detail),
    ...releaseRow(row),
    previousTag: row.previous_tag,
    commits: row.commits,
    notes: row.notes,
    failure: row.failure,
    cutBy: row.cut_by,
    line: row.line && { ref: toReference('release_line', row.line.id), title: row.line.title },
    lane: row.hotfix ? 'hotfix' : 'normal',
    carries: await carriesOf(
      context,
      changes.rows.map(({ ref }) => ref),
    ),
    tests: await testsOfCommit(context, row.repository_id, row.sha),
    changes: namedSummaries(changes.rows),
    deployments: deployments.rows.map(({ environment, at, ...summary }) => ({
      ...summary,
      ref: toReference('deployment', summary.ref),
      environment,
      at: at.toISOString(),
    })),
  };
}

/** What changes carry: the initiatives they serve, the flags and the launches of these. */
async function carriesOf(
  context: ReadContext,
  changes: readonly string[],
): Promise<View['carries']> {
  const { rows } = await sql<EntitySummary>`
    with served as (
      select work.id from link join entity work on work.id = link.to_id
      where link.from_id = any(${[...changes]}::uuid[]) and link.relation = 'implements'
        and link.until is null
    ), bet as (
      select id from served
      union select link.to_id from link join served on link.from_id = served.id
        where link.relation in ('delivers', 'implements') and link.until is null
    ), carried as (
      select id from bet
      union select link.from_id from link join bet on link.to_id = bet.id
        where link.relation in ('gates', 'launches') and link.until is null
    )
    select entity.id as ref, entity.kind, entity.title, entity.state
    from carried join entity on entity.id = carried.id
    where entity.kind in ('initiative', 'flag', 'launch') and ${visible(context.actor)}
    order by entity.title, entity.id limit 300
  `.execute(context.db);
  const of = (kind: string) => namedSummaries(rows.filter((row) => row.kind === kind));
  return { initiatives: of('initiative'), flags: of('flag'), launches: of('launch') };
}

/** What a release cut now would be. */
export async function previewRelease(
  context: ReadContext,
  caches: RepositoryCaches,
  repository: Id<'repository'>,
  wanted: Omit<WantedRelease, 'date'>,
): Promise<Preview> {
  const { db, actor } = context;
  await loadEntity(db, actor, { kind: 'repository', id: repository });
  const line = wanted.line
    ? await loadEntity(db, actor, { kind: 'release_line', id: wanted.line })
    : undefined;
  const date = context.now.toString().slice(0, 10);
  const plan = await readRelease({ db, caches }, repository, { ...wanted, date });
  const opens = await lineToOpen(db, repository, plan);
  const { rows } = await sql<EntitySummary>`
    select part.id as ref, part.kind, part.title, part.state
    from entity part
    where ${visible(actor, 'part')} and part.id in (select change_id from change_commit
      where repository_id = ${repository} and sha = any(${commitsOf(plan.commits)}::text[]))
    order by part.id limit 500
  `.execute(db);
  return {
    version: plan.version ?? '',
    tag: plan.version === null ? '' : plan.tag,
    sha: plan.sha,
    previousTag: plan.previous?.tag ?? null,
    commits: plan.commits.length,
    notes: plan.notes,
    line: line ? { ref: toReference('release_line', line.id), title: line.title } : null,
    capped: plan.capped,
    opensLine: opens?.byRule ? opens.branch : null,
    level: plan.level,
    possible: plan.version !== null,
    changes: namedSummaries(rows),
    carries: await carriesOf(
      context,
      rows.map(({ ref }) => ref),
    ),
  };
}
