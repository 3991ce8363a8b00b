import {
  toReference,
  type EntitySummary,
  type Id,
  type OperationOf,
  type OutputOf,
  type ParsedInput,
} from '@throughline/contract';
import { sql, type RawBuilder } from 'kysely';
import { visible } from '../../../platform/access/visible.ts';
import type { ReadContext } from '../../../platform/context.ts';
import { notFound } from '../../../platform/entities/entity.ts';
import { entityDetail } from '../../../platform/entities/views.ts';
import { readCursor, writeCursor } from '../../../platform/http/cursor.ts';
import { testsOfCommit } from '../../delivery/index.ts';
import { stackOf } from '../branches/branch-views.ts';
import { changeIntegrationView } from '../integration/integration-views.ts';
import { reviewRequestOf } from '../forge/forge-views.ts';
import { changeQueueView } from '../queue/queue-views.ts';

type Answer<
  N extends
    | 'listRepositories'
    | 'getRepository'
    | 'listBranches'
    | 'listTags'
    | 'listCommits'
    | 'listChanges'
    | 'getChange',
> = OutputOf<OperationOf<`release.${N}`>>;
type Query<
  N extends 'listRepositories' | 'listBranches' | 'listTags' | 'listCommits' | 'listChanges',
> = ParsedInput<OperationOf<`release.${N}`>>['query'];
type RepositoryRow = Answer<'listRepositories'>['items'][number];
type ChangeRow = Answer<'listChanges'>['items'][number];

interface RepositoryRecord {
  id: string;
  title: string;
  state: RepositoryRow['state'];
  address: string;
  default_branch: string | null;
  fetched_at: Date | null;
  fetch_problem: string | null;
  tag_prefix: string;
  trusted: boolean;
  credential_username: string | null;
  open_changes: number;
  release: { id: string; version: string; at: string } | null;
}

const repositoryColumns = sql`
  entity.id, entity.title, entity.state, repository.address, repository.default_branch,
  repository.fetched_at, repository.fetch_problem, repository.tag_prefix, repository.trusted,
  repository.credential_username,
  (select count(*)::int from change join entity other on other.id = change.id
    where change.repository_id = repository.id and other.state = 'open') as open_changes,
  (select json_build_object('id', release.id, 'version', release.version, 'at', release.tagged_at)
    from release join entity cut on cut.id = release.id and cut.state = 'cut'
    where release.repository_id = repository.id
    order by release.tagged_at desc, release.id desc limit 1) as release`;

const iso = (date: Date | null) => date?.toISOString() ?? null;

function repositoryRow(row: RepositoryRecord): RepositoryRow {
  return {
    ref: toReference('repository', row.id),
    title: row.title,
    state: row.state,
    address: row.address,
    defaultBranch: row.default_branch,
    fetchedAt: iso(row.fetched_at),
    fetchProblem: row.fetch_problem,
    openChanges: row.open_changes,
    latestRelease: row.release && {
      ref: toReference('release', row.release.id),
      version: row.release.version,
      at: new Date(row.release.at).toISOString(),
    },
  };
}

/** The connected repositories by title. */
export async function listRepositories(
  context: ReadContext,
  query: Query<'listRepositories'>,
): Promise<Answer<'listRepositories'>> {
  const [title, id] = readCursor(query.cursor, 2);
  const { rows } = await sql<RepositoryRecord>`
    select ${repositoryColumns} from repository join entity on entity.id = repository.id
    where ${visible(context.actor)}
      and ${title === undefined ? sql`true` : sql`(entity.title, entity.id) > (${title}, ${id}::uuid)`}
    order by entity.title, entity.id limit ${query.limit + 1}
  `.execute(context.db);
  return page(rows, query.limit, repositoryRow, (row) => [row.title, row.id]);
}

/** A repository with how much is in it. */
export async function repositoryView(
  context: ReadContext,
  id: Id<'repository'>,
): Promise<Answer<'getRepository'>> {
  const detail = await entityDetail(context, { kind: 'repository', id });
  const { rows } = await sql<
    RepositoryRecord & { branches: number; tags: number; commits: number }
  >`
    select ${repositoryColumns},
      (select count(*)::int from git_branch where repository_id = repository.id) as branches,
      (select count(*)::int from git_tag where repository_id = repository.id) as tags,
      (select count(*)::int from git_commit where repository_id = repository.id and on_default) as commits
    from repository join entity on entity.id = repository.id
    where repository.id = ${id} and ${visible(context.actor)}
  `.execute(context.db);
  const [row] = rows;
  if (!row) throw notFound('repository');
  const { branches, tags, commits, trusted, tag_prefix: tagPrefix } = row;
  return {
    ...fieldsOf(detail),
    ...repositoryRow(row),
    branches,
    tags,
    commits,
    trusted,
    credential: row.credential_username === null ? null : { username: row.credential_username },
    tagPrefix,
  };
}

/** The fields that every entity has, of its detail. */
export function fieldsOf(detail: Awaited<ReturnType<typeof entityDetail>>) {
  const { title, summary, state, ownerUnit, restricted, revision, createdAt, updatedAt } = detail;
  return { title, summary, state, ownerUnit, restricted, revision, createdAt, updatedAt };
}

/** Branches, the last changed first. */
export async function listBranches(
  context: ReadContext,
  repository: Id<'repository'>,
  query: Query<'listBranches'>,
): Promise<Answer<'listBranches'>> {
  const [at, name] = readCursor(query.cursor, 2);
  const { rows } = await sql<{
    name: string;
    sha: string;
    at: Date;
    is_default: boolean;
    change: string | null;
  }>`
    select branch.name, branch.sha, branch.at, branch.name = repository.default_branch as is_default,
      (select change.id from change where change.repository_id = branch.repository_id
        and change.key = 'branch ' || branch.name) as change
    from git_branch branch
    join repository on repository.id = branch.repository_id
    join entity on entity.id = repository.id
    where branch.repository_id = ${repository} and ${visible(context.actor)}
      and ${at === undefined ? sql`true` : sql`(branch.at, branch.name) < (${at}::timestamptz, ${name})`}
    order by branch.at desc, branch.name desc limit ${query.limit + 1}
  `.execute(context.db);
  return page(
    rows,
    query.limit,
    (row) => ({
      name: row.name,
      sha: row.sha,
      at: row.at.toISOString(),
      isDefault: row.is_default ?? false,
      change: row.change ? toReference('change', row.change) : null,
    }),
    (row) => [row.at.toISOString(), row.name],
  );
}

/** Tags, the newest first. */
export async function listTags(
  context: ReadContext,
  repository: Id<'repository'>,
  query: Query<'listTags'>,
): Promise<Answer<'listTags'>> {
  const [at, name] = readCursor(query.cursor, 2);
  const { rows } = await sql<{
    name: string;
    sha: string;
    at: Date | null;
    subject: string | null;
  }>`
    select tag.name, tag.sha, tag.at, tag.subject
    from git_tag tag join entity on entity.id = tag.repository_id
    where tag.repository_id = ${repository} and ${visible(context.actor)}
      and ${
        at === undefined
          ? sql`true`
          : sql`(coalesce(tag.at, '-infinity'), tag.name) < (${at}::timestamptz, ${name})`
      }
    order by coalesce(tag.at, '-infinity') desc, tag.name desc limit ${query.limit + 1}
  `.execute(context.db);
  return page(
    rows,
    query.limit,
    (row) => ({ name: row.name, sha: row.sha, at: iso(row.at), subject: row.subject }),
    (row) => [iso(row.at) ?? '-infinity', row.name],
  );
}

interface CommitRecord {
  sha: string;
  subject: string;
  author: string;
  at: Date;
  change: string | null;
}

const commitColumns = sql`
  commit.sha, commit.subject, commit.author, commit.at,
  (select change_id from change_commit member where member.repository_id = commit.repository_id
    and member.sha = commit.sha order by change_id desc limit 1) as change`;

function commitRow(row: CommitRecord): Answer<'listCommits'>['items'][number] {
  return {
    sha: row.sha,
    subject: row.subject,
    author: row.author,
    at: row.at.toISOString(),
    change: row.change ? toReference('change', row.change) : null,
  };
}

/** The commits of the default branch, or what another branch adds to it. */
export async function listCommits(
  context: ReadContext,
  repository: Id<'repository'>,
  query: Query<'listCommits'>,
): Promise<Answer<'listCommits'>> {
  const [at, sha] = readCursor(query.cursor, 2);
  const after: RawBuilder<unknown> =
    at === undefined ? sql`true` : sql`(commit.at, commit.sha) < (${at}::timestamptz, ${sha})`;
  const within = query.branch
    ? sql`(commit.on_default and exists (select 1 from repository
          where id = commit.repository_id and default_branch = ${query.branch})
        or exists (select 1 from change_commit member join change on change.id = member.change_id
          where change.repository_id = commit.repository_id and member.sha = commit.sha
            and change.key = ${`branch ${query.branch}`}))`
    : sql`commit.on_default`;
  const { rows } = await sql<CommitRecord>`
    select ${commitColumns}
    from git_commit commit join entity on entity.id = commit.repository_id
    where commit.repository_id = ${repository} and ${visible(context.actor)} and ${within} and ${after}
    order by commit.at desc, commit.sha desc limit ${query.limit + 1}
  `.execute(context.db);
  return page(rows, query.limit, commitRow, (row) => [row.at.toISOString(), row.sha]);
}

interface ChangeRecord {
  id: string;
  title: string;
  state: ChangeRow['state'];
  repository_id: Id<'repository'>;
  repository_title: string;
  branch: string | null;
  head: string;
  author: string;
  changed_at: Date;
  merged_at: Date | null;
  labels: string[];
  commits: number;
  implements: EntitySummary[] | null;
}

const changeColumns = (context: ReadContext) => sql`
  entity.id, entity.title, entity.state, change.repository_id, home.title as repository_title,
  change.branch, change.head, change.author, change.changed_at, change.merged_at,
  change.labels,
  (select count(*)::int from change_commit where change_id = change.id) as commits,
  (select json_agg(json_build_object('ref', work.id, 'kind', work.kind, 'title', work.title, 'state', work.state)
      order by work.id)
    from link join entity work on work.id = link.to_id and ${visible(context.actor, 'work')}
    where link.from_id = change.id and link.relation = 'implements' and link.until is null) as implements`;

/** A summary that PostgreSQL built, with its reference in the form of the API. */
export function namedSummaries(rows: readonly EntitySummary[] | null): EntitySummary[] {
  return (rows ?? []).map((row) => ({ ...row, ref: toReference(row.kind, row.ref) }));
}

function changeRow(row: ChangeRecord): ChangeRow {
  return {
    ref: toReference('change', row.id),
    title: row.title,
    state: row.state,
    repository: { ref: toReference('repository', row.repository_id), title: row.repository_title },
    branch: row.branch,
    head: row.head,
    commits: row.commits,
    author: row.author,
    updatedAt: row.changed_at.toISOString(),
    mergedAt: iso(row.merged_at),
    labels: row.labels,
    implements: namedSummaries(row.implements),
  };
}

/** Changes, the last updated first. */
export async function listChanges(
  context: ReadContext,
  query: Query<'listChanges'>,
): Promise<Answer<'listChanges'>> {
  const [at, id] = readCursor(query.cursor, 2);
  const { rows } = await sql<ChangeRecord>`
    select ${changeColumns(context)}
    from change join entity on entity.id = change.id
    join entity home on home.id = change.repository_id and ${visible(context.actor, 'home')}
    where ${visible(context.actor)}
      and ${query.repository ? sql`change.repository_id = ${query.repository}` : sql`true`}
      and ${query.state ? sql`entity.state = ${query.state}` : sql`true`}
      and ${
        query.initiative
          ? sql`exists (select 1 from link where link.from_id = change.id and link.until is null
              and link.relation = 'implements' and link.to_id = ${query.initiative})`
          : sql`true`
      }
      and ${at === undefined ? sql`true` : sql`(change.changed_at, change.id) < (${at}::timestamptz, ${id}::uuid)`}
    order by change.changed_at desc, change.id desc limit ${query.limit + 1}
  `.execute(context.db);
  return page(rows, query.limit, changeRow, (row) => [row.changed_at.toISOString(), row.id]);
}

/** A change with its commits (the first 500) and the releases that contain it. */
export async function changeView(
  context: ReadContext,
  id: Id<'change'>,
): Promise<Answer<'getChange'>> {
  const detail = await entityDetail(context, { kind: 'change', id });
  const { rows } = await sql<ChangeRecord>`
    select ${changeColumns(context)}
    from change join entity on entity.id = change.id
    join entity home on home.id = change.repository_id and ${visible(context.actor, 'home')}
    where change.id = ${id} and ${visible(context.actor)}
  `.execute(context.db);
  const [row] = rows;
  if (!row) throw notFound('change');
  const commits = await sql<CommitRecord>`
    select ${commitColumns}
    from change_commit part
    join git_commit commit on commit.repository_id = part.repository_id and commit.sha = part.sha
    where part.change_id = ${id} order by part.ordinal limit 500
  `.execute(context.db);
  const releases = await sql<EntitySummary>`
    select cut.id as ref, cut.kind, cut.title, cut.state
    from link join entity cut on cut.id = link.from_id and ${visible(context.actor, 'cut')}
    where link.to_id = ${id} and link.relation = 'contains' and link.until is null
    order by cut.id desc limit 50
  `.execute(context.db);
  return {
    ...fieldsOf(detail),
    ...changeRow(row),
    commitList: commits.rows.map(commitRow),
    tests: await testsOfCommit(context, row.repository_id, row.head),
    releases: namedSummaries(releases.rows),
    reviewRequest: await reviewRequestOf(context, id),
    queue: await changeQueueView(context, id),
    integration: await changeIntegrationView(context, row.repository_id, id),
    stack: await stackOf(context, id),
  };
}

/** One page of rows that were read one further than asked for. */
export function page<R, V>(
  rows: readonly R[],
  limit: number,
  view: (row: R) => V,
  keyOf: (row: R) => string[],
): { items: V[]; nextCursor: string | null } {
  const shown = rows.slice(0, limit);
  const last = rows.length > limit ? shown.at(-1) : undefined;
  return { items: shown.map(view), nextCursor: last ? writeCursor(keyOf(last)) : null };
}
