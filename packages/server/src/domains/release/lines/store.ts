import type { Id, PatchStrategy } from '@throughline/contract';
import { sql } from 'kysely';
import type { Db, Tx } from '../../../platform/database/connect.ts';
import { notFound } from '../../../platform/entities/entity.ts';
import type { ReleaseTables } from '../tables.ts';
import type { OnDefault } from './tables.ts';

/** A line's own row with its state. */
export interface LineRow {
  id: Id<'release_line'>;
  repository_id: Id<'repository'>;
  branch: string;
  series: string;
  head: string | null;
  strategy: PatchStrategy;
  supported_from: string;
  supported_until: string | null;
  set_by: 'person' | 'file' | 'found';
  ended_reason: string | null;
  opens_at: string | null;
  failure: string | null;
  compared_head: string | null;
  compared_default: string | null;
  state: 'opening' | 'supported' | 'ended' | 'failed';
  title: string;
}

const columns = sql`release_line.*, entity.state, entity.title`;

/** A line's own row. Throws `not_found`. */
export async function loadLine(db: Db, id: Id<'release_line'>): Promise<LineRow> {
  const { rows } = await sql<LineRow>`
    select ${columns} from release_line join entity on entity.id = release_line.id
    where release_line.id = ${id}
  `.execute(db);
  const [row] = rows;
  if (!row) throw notFound('release_line');
  return row;
}

/** All lines of a repository, whatever their state. */
export async function linesOf(db: Db, repository: Id<'repository'>): Promise<LineRow[]> {
  const { rows } = await sql<LineRow>`
    select ${columns} from release_line join entity on entity.id = release_line.id
    where release_line.repository_id = ${repository} order by release_line.id
  `.execute(db);
  return rows;
}

/** The repositories that have lines. */
export async function repositoriesWithLines(db: Db): Promise<Id<'repository'>[]> {
  const { rows } = await sql<{ id: Id<'repository'> }>`
    select distinct repository_id as id from release_line
  `.execute(db);
  return rows.map(({ id }) => id);
}

/** The lines whose branch the remote may not have yet. */
export async function openingLines(db: Db): Promise<Id<'release_line'>[]> {
  const { rows } = await sql<{ id: Id<'release_line'> }>`
    select release_line.id from release_line join entity on entity.id = release_line.id
    where entity.kind = 'release_line' and entity.state = 'opening' limit 100
  `.execute(db);
  return rows.map(({ id }) => id);
}

/** A commit that a line has and the default branch hasn't. */
export interface LineCommit {
  readonly sha: string;
  readonly subject: string;
  readonly author: string;
  readonly at: string;
  readonly pickedFrom: readonly string[];
  readonly onHotfix: boolean;
  readonly onDefault: OnDefault | null;
}

/** Replaces what is known of a line's own commits, the newest first. */
export async function replaceLineCommits(
  tx: Tx,
  line: Id<'release_line'>,
  commits: readonly LineCommit[],
): Promise<void> {
  await sql`delete from line_commit where line_id = ${line}`.execute(tx);
  const json = JSON.stringify(commits).replaceAll('\\u0000', '');
  await sql`
    insert into line_commit (line_id, sha, subject, author, at, ordinal, picked_from,
      on_hotfix, on_default)
    select ${line}, part.row->>'sha', part.row->>'subject', part.row->>'author',
      (part.row->>'at')::timestamptz, part.ordinal,
      array(select jsonb_array_elements_text(part.row->'pickedFrom')),
      (part.row->>'onHotfix')::boolean, part.row->>'onDefault'
    from jsonb_array_elements(${json}::jsonb) with ordinality as part (row, ordinal)
  `.execute(tx);
}

/** A hotfix's own row. Throws `not_found`. */
export async function loadHotfix(db: Db, id: Id<'hotfix'>, lock = false) {
  const query = db
    .$extendTables<ReleaseTables>()
    .selectFrom('hotfix')
    .selectAll()
    .where('id', '=', id);
  const row = await (lock ? query.forUpdate() : query).executeTakeFirst();
  if (!row) throw notFound('hotfix');
  return row;
}

/** The versions of a repository that are released, or are to be. */
export async function takenVersions(db: Db, repository: Id<'repository'>): Promise<string[]> {
  const { rows } = await sql<{ version: string }>`
    select version from release where repository_id = ${repository} and failure is null
    union select version from hotfix
      where repository_id = ${repository} and state in ('starting', 'open', 'released')
  `.execute(db);
  return rows.map(({ version }) => version);
}

/** The hotfixes whose branch the remote may not have yet. */
export async function startingHotfixes(db: Db): Promise<Id<'hotfix'>[]> {
  const rows = await db
    .$extendTables<ReleaseTables>()
    .selectFrom('hotfix')
    .select('id')
    .where('state', '=', 'starting')
    .limit(100)
    .execute();
  return rows.map(({ id }) => id);
}

/** The hotfix of a repository that is to become a version, where one is open. */
export async function openHotfix(db: Db, repository: Id<'repository'>, version: string) {
  return db
    .$extendTables<ReleaseTables>()
    .selectFrom('hotfix')
    .selectAll()
    .where('repository_id', '=', repository)
    .where('version', '=', version)
    .where('state', '=', 'open')
    .executeTakeFirst();
}

/** A commit that a line has and the default branch hasn't, or undefined. */
export async function lineCommit(
  db: Db,
  line: Id<'release_line'>,
  sha: string,
): Promise<{ subject: string } | undefined> {
  return db
    .$extendTables<ReleaseTables>()
    .selectFrom('line_commit')
    .select('subject')
    .where('line_id', '=', line)
    .where('sha', '=', sha)
    .executeTakeFirst();
}

/** The forward port of a commit that is under way, or has been made. */
export async function forwardPortOf(
  db: Db,
  line: Id<'release_line'>,
  sha: string,
): Promise<Id<'backport'> | undefined> {
  const { rows } = await sql<{ id: Id<'backport'> }>`
    select id from backport where line_id = ${line} and direction = 'forward' and active
      and commits->0->>'sha' = ${sha}
  `.execute(db);
  return rows[0]?.id;
}

/** The heads of the hotfixes from tags of a line, released or not. */
export async function hotfixHeads(db: Db, line: Id<'release_line'>): Promise<string[]> {
  const { rows } = await sql<{ sha: string }>`
    select git_branch.sha from hotfix
    join git_branch on git_branch.repository_id = hotfix.repository_id
      and git_branch.name = hotfix.branch
    where hotfix.line_id = ${line} and hotfix.state in ('open', 'released')
    order by hotfix.id desc limit 100
  `.execute(db);
  return rows.map(({ sha }) => sha);
}
