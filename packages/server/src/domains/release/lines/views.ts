import {
  toReference,
  type EntityKind,
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
import { readCursor } from '../../../platform/http/cursor.ts';
import { fieldsOf, namedSummaries, page } from '../repositories/views.ts';
import type { OnDefault } from './tables.ts';

type Listed = OutputOf<OperationOf<'release.listReleaseLines'>>;
type View = OutputOf<OperationOf<'release.getReleaseLine'>>;
type Row = Listed['items'][number];
type Hotfixes = OutputOf<OperationOf<'release.listHotfixes'>>;
type HotfixRow = Hotfixes['items'][number];

/**
 * The commits that a line has, the default branch hasn't in any form, and of which nobody said that
 * it needn't. What is about the line itself (`chore:`, `ci:`, `docs:` …) needn't.
 */
export const isNotForward: RawBuilder<boolean> = sql`
  commit.on_default is null
  and commit.subject !~* '^(chore|ci|build|docs|test|style)(\\([^)]*\\))?:'
  and not exists (select 1 from dismissed_commit said
    where said.line_id = commit.line_id and said.sha = commit.sha)
  and not exists (select 1 from backport port
    where port.line_id = commit.line_id and port.direction = 'forward' and port.active
      and port.commits->0->>'sha' = commit.sha)`;

interface LineRecord {
  id: string;
  title: string;
  state: Row['state'];
  repository_id: Id<'repository'>;
  repository_title: string;
  branch: string;
  series: string;
  head: string | null;
  strategy: Row['strategy'];
  supported_from: string;
  supported_until: string | null;
  set_by: Row['setBy'];
  failure: string | null;
  release: { id: string; version: string; at: string } | null;
  unreleased: number;
  waiting: number;
  not_forward: number;
}

const columns = (context: ReadContext) => sql`
  entity.id, entity.title, entity.state, release_line.repository_id,
  home.title as repository_title, release_line.branch, release_line.series, release_line.head,
  release_line.strategy, release_line.supported_from, release_line.supported_until,
  release_line.set_by, release_line.failure,
  (select json_build_object('id', release.id, 'version', release.version, 'at', release.tagged_at)
    from release join entity cut on cut.id = release.id and cut.state = 'cut'
      and ${visible(context.actor, 'cut')}
    where release.repository_id = release_line.repository_id
      and release.version like release_line.series || '.%'
    order by release.tagged_at desc, release.id desc limit 1) as release,
  (select count(*)::int from line_commit commit where commit.line_id = release_line.id
    and not commit.on_hotfix and commit.ordinal < coalesce((select min(cut.ordinal) from line_commit cut
      join release on release.sha = cut.sha and release.repository_id = release_line.repository_id
        and release.failure is null
      where cut.line_id = release_line.id), 1e9)) as unreleased,
  (select count(*)::int from backport join entity work on work.id = backport.id
    where backport.line_id = release_line.id and backport.active
      and backport.direction = 'back' and work.state = 'conflict') as waiting,
  (select count(*)::int from line_commit commit
    where commit.line_id = release_line.id and ${isNotForward}) as not_forward`;

function lineRow(row: LineRecord): Row {
  return {
    ref: toReference('release_line', row.id),
    title: row.title,
    state: row.state,
    repository: { ref: toReference('repository', row.repository_id), title: row.repository_title },
    branch: row.branch,
    series: row.series,
    head: row.head,
    strategy: row.strategy,
    supportedFrom: row.supported_from,
    supportedUntil: row.supported_until,
    setBy: row.set_by,
    latestRelease: row.release && {
      ref: toReference('release', row.release.id),
      version: row.release.version,
      at: new Date(row.release.at).toISOString(),
    },
    unreleased: row.unreleased,
    waiting: row.waiting,
    notForward: row.not_forward,
  };
}

/** A series as numbers, so that 1.10 comes after 1.9. */
const numbers = sql<
  number[]
>`string_to_array(regexp_replace(release_line.series, '[^0-9.]', '', 'g'), '.')::int[]`;

/** Release lines: by repository, the newest series first. */
export async function listLines(
  context: ReadContext,
  query: ParsedInput<OperationOf<'release.listReleaseLines'>>['query'],
): Promise<Listed> {
  const [title, series, id] = readCursor(query.cursor, 3);
  const after =
    title === undefined || series === undefined
      ? sql`true`
      : sql`(home.title > ${title} or (home.title = ${title}
          and (${numbers} < ${`{${series}}`}::int[]
            or (${numbers} = ${`{${series}}`}::int[] and entity.id > ${id}::uuid))))`;
  const { rows } = await sql<LineRecord>`
    select ${columns(context)}
    from release_line join entity on entity.id = release_line.id
    join entity home on home.id = release_line.repository_id and ${visible(context.actor, 'home')}
    where ${visible(context.actor)} and ${after}
      and ${query.repository ? sql`release_line.repository_id = ${query.repository}` : sql`true`}
      and ${query.state ? sql`entity.state = ${query.state}` : sql`true`}
    order by home.title, ${numbers} desc, entity.id limit ${query.limit + 1}
  `.execute(context.db);
  return page(rows, query.limit, lineRow, (row) => [
    row.repository_title,
    row.series.replace(/[^0-9.]/g, '').replaceAll('.', ','),
    row.id,
  ]);
}

interface CommitRecord {
  sha: string;
  subject: string;
  author: string;
  at: Date;
  picked_from: string[];
  on_hotfix: boolean;
  on_default: OnDefault | null;
  reason: string | null;
  by_name: string | null;
  port: EntitySummary | null;
}

/** A line with its releases, its hotfixes, and what it has that the default branch hasn't. */
export async function lineView(context: ReadContext, id: Id<'release_line'>): Promise<View> {
  const detail = await entityDetail(context, { kind: 'release_line', id });
  const { rows } = await sql<LineRecord>`
    select ${columns(context)}
    from release_line join entity on entity.id = release_line.id
    join entity home on home.id = release_line.repository_id and ${visible(context.actor, 'home')}
    where release_line.id = ${id} and ${visible(context.actor)}
  `.execute(context.db);
  const [row] = rows;
  if (!row) throw notFound('release_line');
  const commits = await sql<CommitRecord>`
    select commit.sha, commit.subject, commit.author, commit.at, commit.picked_from,
      commit.on_hotfix, commit.on_default, said.reason, said.by_name,
      (select json_build_object('ref', port.id, 'kind', port.kind, 'title', port.title,
          'state', port.state)
        from backport join entity port on port.id = backport.id and ${visible(context.actor, 'port')}
        where backport.line_id = commit.line_id and backport.direction = 'forward'
          and backport.commits->0->>'sha' = commit.sha and port.state <> 'withdrawn'
        order by backport.id desc limit 1) as port
    from line_commit commit
    left join dismissed_commit said on said.line_id = commit.line_id and said.sha = commit.sha
    where commit.line_id = ${id} order by commit.ordinal limit 500
  `.execute(context.db);
  const releases = await sql<EntitySummary & { version: string; at: Date }>`
    select cut.id as ref, cut.kind, cut.title, cut.state, release.version, release.tagged_at as at
    from release join entity cut on cut.id = release.id and ${visible(context.actor, 'cut')}
    where release.repository_id = ${row.repository_id}
      and (release.line_id = ${id} or release.version like ${`${row.series}.%`})
    order by release.tagged_at desc, release.id desc limit 100
  `.execute(context.db);
  const hotfixes = await listHotfixes(context, { line: id, limit: 50 });
  return {
    ...fieldsOf(detail),
    ...lineRow(row),
    failure: row.failure,
    commits: commits.rows.map((commit) => ({
      sha: commit.sha,
      subject: commit.subject,
      author: commit.author,
      at: commit.at.toISOString(),
      pickedFrom: commit.picked_from,
      onHotfix: commit.on_hotfix,
      onDefault: commit.on_default,
      dismissed:
        commit.reason === null ? null : { reason: commit.reason, by: commit.by_name ?? '' },
      forwardPort: namedSummaries(commit.port && [commit.port])[0] ?? null,
    })),
    releases: releases.rows.map(({ version, at, ...summary }) => ({
      ...summary,
      ref: toReference('release', summary.ref),
      version,
      at: at.toISOString(),
    })),
    hotfixes: hotfixes.items,
  };
}

interface HotfixRecord {
  id: string;
  repository_id: Id<'repository'>;
  repository_title: string;
  release_id: string;
  from_version: string;
  line_id: string | null;
  line_title: string | null;
  version: string;
  branch: string;
  head: string | null;
  reason: string;
  state: HotfixRow['state'];
  serves: { ref: string; kind: EntityKind; title: string; state: string } | null;
  by_name: string;
  at: Date;
  released_id: string | null;
  released_version: string | null;
  failure: string | null;
}

/** Hotfixes, the newest first. */
export async function listHotfixes(
  context: ReadContext,
  query: ParsedInput<OperationOf<'release.listHotfixes'>>['query'],
): Promise<Hotfixes> {
  const [before] = readCursor(query.cursor, 1);
  const { rows } = await sql<HotfixRecord>`
    select hotfix.id, hotfix.repository_id, home.title as repository_title, hotfix.release_id,
      origin.version as from_version, line.id as line_id, line.title as line_title, hotfix.version,
      hotfix.branch, git_branch.sha as head, hotfix.reason, hotfix.state,
      (select json_build_object('ref', work.id, 'kind', work.kind, 'title', work.title,
          'state', work.state)
        from entity work where work.id = hotfix.serves_id and ${visible(context.actor, 'work')})
        as serves,
      hotfix.by_name, hotfix.at, hotfix.released_id, cut.version as released_version,
      hotfix.failure
    from hotfix
    join release origin on origin.id = hotfix.release_id
    join entity on entity.id = origin.id
    join entity home on home.id = hotfix.repository_id and ${visible(context.actor, 'home')}
    left join entity line on line.id = hotfix.line_id and ${visible(context.actor, 'line')}
    left join release cut on cut.id = hotfix.released_id
    left join git_branch on git_branch.repository_id = hotfix.repository_id
      and git_branch.name = hotfix.branch
    where ${visible(context.actor)}
      and ${query.repository ? sql`hotfix.repository_id = ${query.repository}` : sql`true`}
      and ${query.line ? sql`hotfix.line_id = ${query.line}` : sql`true`}
      and ${query.release ? sql`hotfix.release_id = ${query.release}` : sql`true`}
      and ${before === undefined ? sql`true` : sql`hotfix.id < ${before}::uuid`}
    order by hotfix.id desc limit ${query.limit + 1}
  `.execute(context.db);
  return page(rows, query.limit, hotfixRow, (row) => [row.id]);
}

function hotfixRow(row: HotfixRecord): HotfixRow {
  return {
    ref: toReference('hotfix', row.id),
    title: row.reason,
    state: row.state,
    repository: { ref: toReference('repository', row.repository_id), title: row.repository_title },
    from: { ref: toReference('release', row.release_id), version: row.from_version },
    line:
      row.line_id === null
        ? null
        : { ref: toReference('release_line', row.line_id), title: row.line_title ?? '' },
    version: row.version,
    branch: row.branch,
    head: row.head,
    serves: row.serves && {
      ...row.serves,
      ref: toReference(row.serves.kind, row.serves.ref),
    },
    by: row.by_name,
    at: row.at.toISOString(),
    released:
      row.released_id === null
        ? null
        : { ref: toReference('release', row.released_id), version: row.released_version ?? '' },
    failure: row.failure,
  };
}
