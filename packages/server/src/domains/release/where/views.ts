import {
  toReference,
  type EntityKind,
  type EntitySummary,
  type Id,
  type OperationOf,
  type OutputOf,
  type ParsedInput,
} from '@throughline/contract';
import { sql } from 'kysely';
import { visible } from '../../../platform/access/visible.ts';
import type { ReadContext } from '../../../platform/context.ts';
import type { RepositoryCaches } from '../repositories/repository-caches.ts';
import { cacheIfThere, commitsNaming, liesIn, tagsHaving } from './presence-store.ts';
import { keyPattern, soughtBy, type Sought } from './where-rules.ts';

type Found = OutputOf<OperationOf<'release.findChange'>>;
type Item = Found['items'][number];

/** A commit that was found, with the change that it belongs to. */
interface FoundCommit {
  repository: Id<'repository'>;
  repository_title: string;
  sha: string;
  subject: string;
  author: string;
  at: Date;
  on_default: boolean;
  change: NamedRow | null;
  work: NamedRow[];
  flags: NamedRow[];
}

interface NamedRow {
  ref: string;
  kind: EntityKind;
  title: string;
  state: string;
}

const named = (row: NamedRow): EntitySummary => ({ ...row, ref: toReference(row.kind, row.ref) });

const most = 20;

/** Where a commit, a change, a piece of work or the key of an issue is by now. */
export async function findChange(
  context: ReadContext,
  caches: RepositoryCaches,
  query: ParsedInput<OperationOf<'release.findChange'>>['query'],
): Promise<Found> {
  const sought = soughtBy(query.q);
  if (sought.read === 'nothing') return { read: 'nothing', items: [] };
  const commits = await commitsSought(context, caches, sought, query.repository);
  const items: Item[] = [];
  for (const commit of commits) items.push(await whereIs(context, caches, commit));
  return { read: sought.read, items };
}

async function commitsSought(
  context: ReadContext,
  caches: RepositoryCaches,
  sought: Exclude<Sought, { read: 'nothing' }>,
  repository: Id<'repository'> | undefined,
): Promise<FoundCommit[]> {
  switch (sought.read) {
    case 'commit':
      return foundCommits(
        context,
        sql`commit.sha like ${`${sought.sha}%`}
          and commit.repository_id = any(${await searched(context, repository)}::uuid[])`,
      );
    case 'work':
      return foundCommits(context, await ofWork(context, sought.ref.id, repository));
    case 'key': {
      const { rows } = await sql<{ id: string }>`
        select entity.id from external_reference join entity on entity.id = entity_id
        where lower(external_id) = lower(${sought.key}) and ${visible(context.actor)} limit 20
      `.execute(context.db);
      const works: ReturnType<typeof sql>[] = [];
      for (const { id } of rows) works.push(await ofWork(context, id, repository));
      const repositories = await searched(context, repository);
      const shas: string[] = [];
      for (const one of repositories.slice(0, 20)) {
        const cache = await cacheIfThere(caches, one);
        if (cache) shas.push(...(await commitsNaming(cache, sought.key)));
      }
      works.push(sql`(commit.repository_id = any(${repositories}::uuid[])
        and (commit.sha = any(${shas}::text[]) or commit.subject ~* ${keyPattern(sought.key)}))`);
      return foundCommits(context, sql`(${sql.join(works, sql` or `)})`);
    }
  }
}

/** The repositories in which is searched: those that the actor sees. */
async function searched(
  context: ReadContext,
  repository: Id<'repository'> | undefined,
): Promise<Id<'repository'>[]> {
  const { rows } = await sql<{ id: Id<'repository'> }>`
    select entity.id from entity where entity.kind = 'repository' and ${visible(context.actor)}
      and ${repository ? sql`entity.id = ${repository}` : sql`true`}
    order by entity.id limit 500
  `.execute(context.db);
  return rows.map(({ id }) => id);
}

/** The newest commit of each change that is, or that implements, a piece of work or a part of it. */
async function ofWork(context: ReadContext, id: string, repository: Id<'repository'> | undefined) {
  const { rows } = await sql<{ repository: Id<'repository'>; sha: string }>`
    with work (id) as (
      select ${id}::uuid
      union select from_id from link where to_id = ${id} and until is null
        and relation in ('delivers', 'implements') and from_kind in ('feature', 'story')
    )
    select distinct on (change.id) change.repository_id as repository, part.sha
    from change join entity on entity.id = change.id and ${visible(context.actor)}
    join change_commit part on part.change_id = change.id
    where (change.id = ${id} or exists (select 1 from link join work on link.to_id = work.id
        where link.from_id = change.id and link.relation = 'implements' and link.until is null))
      and ${repository ? sql`change.repository_id = ${repository}` : sql`true`}
    order by change.id desc, part.ordinal limit ${most}
  `.execute(context.db);
  return sql`(commit.repository_id, commit.sha) in (
    select (pair->>'repository')::uuid, pair->>'sha'
    from jsonb_array_elements(${JSON.stringify(rows)}::jsonb) as pair)`;
}

async function foundCommits(
  context: ReadContext,
  which: ReturnType<typeof sql>,
): Promise<FoundCommit[]> {
  const { rows } = await sql<FoundCommit>`
    with known as (
      select repository_id, sha, subject, author, at, on_default from git_commit
      union all
      select line.repository_id, part.sha, part.subject, part.author, part.at, false
      from line_commit part join release_line line on line.id = part.line_id
      where not exists (select 1 from git_commit same
        where same.repository_id = line.repository_id and same.sha = part.sha)
    ), chosen as (
      select distinct on (commit.at, commit.sha) commit.* from known commit
      where ${which} order by commit.at desc, commit.sha limit ${most}
    )
    select chosen.repository_id as repository, home.title as repository_title, chosen.sha,
      chosen.subject, chosen.author, chosen.at, chosen.on_default,
      (select json_build_object('ref', entity.id, 'kind', entity.kind, 'title', entity.title,
          'state', entity.state)
        from change_commit part join entity on entity.id = part.change_id
        where part.repository_id = chosen.repository_id and part.sha = chosen.sha
          and ${visible(context.actor)}
        order by (entity.state = 'merged') desc, entity.id limit 1) as change,
      coalesce((select json_agg(distinct jsonb_build_object('ref', work.id, 'kind', work.kind,
          'title', work.title, 'state', work.state))
        from change_commit part join link on link.from_id = part.change_id
          and link.relation = 'implements' and link.until is null
        join entity work on work.id = link.to_id and ${visible(context.actor, 'work')}
        where part.repository_id = chosen.repository_id and part.sha = chosen.sha), '[]') as work,
      coalesce((select json_agg(distinct jsonb_build_object('ref', flag.id, 'kind', flag.kind,
          'title', flag.title, 'state', flag.state))
        from change_commit part join link on link.from_id = part.change_id
          and link.relation = 'implements' and link.until is null
        join link gate on gate.to_id = link.to_id and gate.relation = 'gates' and gate.until is null
        join entity flag on flag.id = gate.from_id and ${visible(context.actor, 'flag')}
        where part.repository_id = chosen.repository_id and part.sha = chosen.sha), '[]') as flags
    from chosen
    join entity home on home.id = chosen.repository_id and ${visible(context.actor, 'home')}
    order by chosen.at desc, chosen.sha
  `.execute(context.db);
  return rows;
}

interface LineRecord {
  id: Id<'release_line'>;
  title: string;
  branch: string;
  series: string;
  state: string;
  head: string | null;
  /** The commit itself among those that only the line has. */
  own: boolean;
  /** A pick of it. */
  pick: string | null;
}

async function whereIs(
  context: ReadContext,
  caches: RepositoryCaches,
  commit: FoundCommit,
): Promise<Item> {
  const { rows: lines } = await sql<LineRecord>`
    select entity.id, entity.title, release_line.branch, release_line.series, entity.state,
      release_line.head,
      exists (select 1 from line_commit own
        where own.line_id = release_line.id and own.sha = ${commit.sha}
          and not own.on_hotfix) as own,
      coalesce(
        (select picked.sha from line_commit picked
          where picked.line_id = release_line.id and picked.picked_from @> array[${commit.sha}]
          order by picked.ordinal limit 1),
        (select brought->>'became' from backport join entity work on work.id = backport.id,
            jsonb_array_elements(backport.commits) as brought
          where backport.line_id = release_line.id and backport.direction = 'back'
            and work.state = 'landed' and brought->>'sha' = ${commit.sha}
          order by backport.id desc limit 1)) as pick
    from release_line join entity on entity.id = release_line.id
    where release_line.repository_id = ${commit.repository} and ${visible(context.actor)}
    order by string_to_array(regexp_replace(release_line.series, '[^0-9.]', '', 'g'), '.')::int[] desc,
      entity.id
    limit 50
  `.execute(context.db);
  const cache = await cacheIfThere(caches, commit.repository);
  const on: Item['lines'] = [];
  for (const line of lines) {
    const has = cache && line.head !== null ? await liesIn(cache, commit.sha, line.head) : line.own;
    if (!has && line.pick === null) continue;
    on.push({
      ref: toReference('release_line', line.id),
      title: line.title,
      branch: line.branch,
      series: line.series,
      how: has ? 'has' : 'picked',
      sha: has ? commit.sha : (line.pick ?? commit.sha),
      ended: line.state === 'ended',
    });
  }
  const shas = [...new Set([commit.sha, ...on.map(({ sha }) => sha)])];
  const tags = cache ? await tagsHaving(cache, shas) : new Set<string>();
  const { rows: releases } = await sql<EntitySummary & { version: string; at: Date }>`
    select entity.id as ref, entity.kind, entity.title, entity.state, release.version,
      release.tagged_at as at
    from release join entity on entity.id = release.id
    where release.repository_id = ${commit.repository} and release.failure is null
      and release.tag = any(${[...tags]}::text[]) and ${visible(context.actor)}
    order by release.tagged_at, release.id limit 100
  `.execute(context.db);
  const { rows: places } = await sql<{ id: string; title: string; since: Date }>`
    select entity.id, entity.title, deployment.finished_at as since
    from deployment join environment on environment.id = deployment.environment_id
    join entity on entity.id = environment.id
    where deployment.current and deployment.repository_id = ${commit.repository}
      and deployment.release_id = any(${releases.map(({ ref }) => ref)}::uuid[])
      and deployment.finished_at is not null and ${visible(context.actor)}
    order by environment.position
  `.execute(context.db);
  return {
    repository: {
      ref: toReference('repository', commit.repository),
      title: commit.repository_title,
    },
    sha: commit.sha,
    subject: commit.subject,
    author: commit.author,
    at: commit.at.toISOString(),
    change: commit.change && named(commit.change),
    work: commit.work.map(named),
    onDefault: commit.on_default,
    lines: on,
    releases: releases.map(({ version, at, ...summary }) => ({
      ...summary,
      ref: toReference('release', summary.ref),
      version,
      at: at.toISOString(),
    })),
    environments: places.map(({ id, title, since }) => ({
      ref: toReference('environment', id),
      title,
      since: since.toISOString(),
    })),
    flags: commit.flags.map(named),
  };
}
