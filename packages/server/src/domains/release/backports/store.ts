import type { BackportState, Id, Take } from '@throughline/contract';
import { sql } from 'kysely';
import type { Db, Tx } from '../../../platform/database/connect.ts';
import { notFound } from '../../../platform/entities/entity.ts';
import type { ReleaseTables, WorkTrailer } from '../tables.ts';
import { backportTrailer } from './backport-rules.ts';
import type { BackportCommit, BackportConflict } from './tables.ts';

/** A backport's own row with its state. */
export interface BackportRow {
  id: Id<'backport'>;
  repository_id: Id<'repository'>;
  direction: 'back' | 'forward';
  change_id: Id<'change'> | null;
  line_id: Id<'release_line'>;
  target: string;
  branch: string;
  asked_by: string;
  asked_at: Date;
  active: boolean;
  commits: BackportCommit[];
  base: string | null;
  result: string | null;
  conflict: BackportConflict | null;
  pushed: string | null;
  landing_from: string | null;
  landing_to: string | null;
  landed_by: string | null;
  state: BackportState;
  title: string;
}

/** A backport's own row. Throws `not_found`. */
export async function loadBackport(db: Db, id: Id<'backport'>): Promise<BackportRow> {
  const { rows } = await sql<BackportRow>`
    select backport.*, entity.state, entity.title
    from backport join entity on entity.id = backport.id where backport.id = ${id}
  `.execute(db);
  const [row] = rows;
  if (!row) throw notFound('backport');
  return row;
}

/** The backports that wait for nobody but us: to be made, or to be pushed to their line. */
export async function unsettledBackports(
  db: Db,
): Promise<{ id: Id<'backport'>; state: BackportState }[]> {
  const { rows } = await sql<{ id: Id<'backport'>; state: BackportState }>`
    select backport.id, entity.state from backport join entity on entity.id = backport.id
    where backport.active and entity.state in ('making', 'landing') order by backport.id limit 100
  `.execute(db);
  return rows;
}

/** A change as far as bringing it elsewhere goes. */
export interface BroughtChange {
  readonly id: Id<'change'>;
  readonly title: string;
  readonly state: string;
  readonly branch: string | null;
  readonly head: string;
  /** The oldest first; merges are none: they bring only what is on the default branch anyway. */
  readonly commits: readonly { sha: string; subject: string }[];
  readonly labels: readonly string[];
  readonly trailers: readonly WorkTrailer[];
}

/** Changes with their commits: some, or all open ones of a repository. */
export async function broughtChanges(
  db: Db,
  which: { ids: readonly Id<'change'>[] } | { openIn: Id<'repository'>; limit: number },
): Promise<BroughtChange[]> {
  const wanted =
    'ids' in which
      ? sql`change.id = any(${[...which.ids]}::uuid[])`
      : sql`change.repository_id = ${which.openIn} and entity.state = 'open'`;
  const { rows } = await sql<BroughtChange>`
    select change.id, entity.title, entity.state, change.branch, change.head, change.labels,
      coalesce((select json_agg(json_build_object('sha', commit.sha, 'subject', commit.subject)
          order by part.ordinal desc)
        from change_commit part join git_commit commit
          on commit.repository_id = part.repository_id and commit.sha = part.sha
        where part.change_id = change.id and commit.parents < 2), '[]') as commits,
      coalesce((select jsonb_agg(trailer)
        from change_commit part join git_commit commit
          on commit.repository_id = part.repository_id and commit.sha = part.sha,
          jsonb_array_elements(commit.trailers) as trailer
        where part.change_id = change.id), '[]') as trailers
    from change join entity on entity.id = change.id
    where ${wanted}
    order by change.changed_at desc, change.id desc
    limit ${'ids' in which ? which.ids.length : which.limit}
  `.execute(db);
  return rows;
}

/** The changes of a repository that were labelled or trailed, and are open or landed lately. */
export async function changesThatMayAsk(
  db: Db,
  repository: Id<'repository'>,
): Promise<Id<'change'>[]> {
  const { rows } = await sql<{ id: Id<'change'> }>`
    select change.id from change join entity on entity.id = change.id
    where change.repository_id = ${repository} and entity.state in ('open', 'merged')
      and (change.labels <> '{}' or exists (
        select 1 from change_commit part join git_commit commit
          on commit.repository_id = part.repository_id and commit.sha = part.sha,
          jsonb_array_elements(commit.trailers) as trailer
        where part.change_id = change.id and trailer->>'key' = ${backportTrailer}))
    order by change.changed_at desc limit 500
  `.execute(db);
  return rows.map(({ id }) => id);
}

/** The backports of a change by line, the latest of each. */
export async function backportsOfChange(
  db: Db,
  change: Id<'change'>,
): Promise<Map<Id<'release_line'>, { id: Id<'backport'>; state: BackportState; active: boolean }>> {
  const { rows } = await sql<{
    id: Id<'backport'>;
    line: Id<'release_line'>;
    state: BackportState;
    active: boolean;
  }>`
    select distinct on (backport.line_id) backport.id, backport.line_id as line, entity.state,
      backport.active
    from backport join entity on entity.id = backport.id
    where backport.change_id = ${change} and backport.direction = 'back'
    order by backport.line_id, backport.id desc
  `.execute(db);
  return new Map(rows.map(({ line, ...rest }) => [line, rest]));
}

/**
 * The backports of a repository that wait: for their change, or for one that brings to the same
 * line what they need (`below`).
 */
export async function waitingBackports(db: Db, repository: Id<'repository'>) {
  const { rows } = await sql<{
    id: Id<'backport'>;
    change: Id<'change'>;
    state: string;
    below: boolean;
  }>`
    select backport.id, backport.change_id as change, work.state, exists (
        select 1 from backport other,
          jsonb_array_elements(other.commits) as brought,
          jsonb_array_elements(backport.conflict->'missing') as missing
        where other.line_id = backport.line_id and other.id <> backport.id and other.active
          and brought->>'sha' = missing->>'sha') as below
    from backport join entity on entity.id = backport.id
    join entity work on work.id = backport.change_id
    where backport.repository_id = ${repository} and backport.active and entity.state = 'waiting'
    order by backport.id
  `.execute(db);
  return rows;
}

/** The backport under way to the same line that brings one of some commits, or undefined. */
export async function bringing(
  db: Db,
  backport: Pick<BackportRow, 'id' | 'line_id'>,
  shas: readonly string[],
): Promise<{ title: string } | undefined> {
  const { rows } = await sql<{ title: string }>`
    select entity.title from backport join entity on entity.id = backport.id
    where backport.line_id = ${backport.line_id} and backport.id <> ${backport.id}
      and backport.active and exists (
        select 1 from jsonb_array_elements(backport.commits) as brought
        where brought->>'sha' = any(${[...shas]}::text[]))
    order by backport.id limit 1
  `.execute(db);
  return rows[0];
}

/** How a file of a conflict was settled. */
export interface Settlement {
  readonly sha: string;
  readonly path: string;
  readonly fingerprint: string;
  readonly take: Take;
  readonly content: Buffer | null;
}

/** How the files of a backport were settled. */
export async function settlementsOf(db: Db, backport: Id<'backport'>): Promise<Settlement[]> {
  return db
    .$extendTables<ReleaseTables>()
    .selectFrom('backport_resolution')
    .select(['sha', 'path', 'fingerprint', 'take', 'content'])
    .where('backport_id', '=', backport)
    .execute();
}

/** How the team settled some conflicts last, by fingerprint. */
export async function rememberedOf(
  db: Db,
  repository: Id<'repository'>,
  fingerprints: readonly string[],
) {
  const { rows } = await sql<{
    fingerprint: string;
    take: Take;
    content: Buffer | null;
    by_name: string;
    at: Date;
  }>`
    select fingerprint, take, content, by_name, at from conflict_memory
    where repository_id = ${repository} and fingerprint = any(${[...fingerprints]}::text[])
  `.execute(db);
  return new Map(rows.map((row) => [row.fingerprint, row]));
}

/** Keeps how a person settled files, for this backport and for the team. */
export async function keepSettlements(
  tx: Tx,
  backport: { id: Id<'backport'>; repository: Id<'repository'> },
  by: string,
  at: Date,
  settled: readonly (Settlement & { remembered: boolean })[],
): Promise<void> {
  for (const { sha, path, fingerprint, take, content, remembered } of settled) {
    await sql`
      insert into backport_resolution
        (backport_id, sha, path, fingerprint, take, content, remembered, by_name, at)
      values (${backport.id}, ${sha}, ${path}, ${fingerprint}, ${take}, ${content}, ${remembered},
        ${by}, ${at})
      on conflict (backport_id, sha, path) do update set fingerprint = excluded.fingerprint,
        take = excluded.take, content = excluded.content, remembered = excluded.remembered,
        by_name = excluded.by_name, at = excluded.at
    `.execute(tx);
    await sql`
      insert into conflict_memory (repository_id, fingerprint, take, content, by_name, at)
      values (${backport.repository}, ${fingerprint}, ${take}, ${content}, ${by}, ${at})
      on conflict (repository_id, fingerprint) do update set take = excluded.take,
        content = excluded.content, by_name = excluded.by_name, at = excluded.at
    `.execute(tx);
  }
}

/** The previews of a repository's changes, as they were computed last. */
export async function previewKeys(
  db: Db,
  repository: Id<'repository'>,
): Promise<Map<string, { change: string; line: string }>> {
  const { rows } = await sql<{
    change_id: string;
    line_id: string;
    change_head: string;
    line_head: string;
  }>`
    select backport_preview.* from backport_preview
    join change on change.id = backport_preview.change_id
    where change.repository_id = ${repository}
  `.execute(db);
  return new Map(
    rows.map((row) => [
      `${row.change_id} ${row.line_id}`,
      { change: row.change_head, line: row.line_head },
    ]),
  );
}

/**
 * The ready backports of a repository that reached their target without us: a forward port that
 * was merged as a change, a backport branch that somebody merged.
 */
export async function landedElsewhere(
  db: Db,
  repository: Id<'repository'>,
): Promise<{ id: Id<'backport'>; target: string }[]> {
  const { rows } = await sql<{ id: Id<'backport'>; target: string }>`
    select backport.id, backport.target
    from backport join entity on entity.id = backport.id
    where backport.repository_id = ${repository} and backport.active and entity.state = 'ready'
      and case backport.direction
        when 'forward' then exists (select 1 from git_commit landed
          where landed.repository_id = backport.repository_id and landed.sha = backport.result
            and landed.on_default)
          or exists (select 1 from line_commit origin where origin.line_id = backport.line_id
            and origin.sha = backport.commits->0->>'sha' and origin.on_default is not null)
        else exists (select 1 from line_commit landed
          where landed.line_id = backport.line_id and landed.sha = backport.result)
      end
    order by backport.id
  `.execute(db);
  return rows;
}
