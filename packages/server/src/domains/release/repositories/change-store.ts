import type { EntityRef, Id } from '@throughline/contract';
import { sql } from 'kysely';
import { notFound } from '../../../platform/entities/entity.ts';
import { toDate } from '../../../platform/clock.ts';
import type { Db, Tx } from '../../../platform/database/connect.ts';
import type { ReleaseTables } from '../tables.ts';
import type { WorkRef } from './change-rules.ts';

/** The changes of a repository that are open, by branch. */
export async function openChanges(tx: Tx, repository: Id<'repository'>) {
  const rows = await tx
    .$extendTables<ReleaseTables>()
    .selectFrom('change')
    .innerJoin('entity', 'entity.id', 'change.id')
    .select(['change.id', 'change.branch', 'change.head', 'entity.title'])
    .where('change.repository_id', '=', repository)
    .where('entity.state', '=', 'open')
    .execute();
  return new Map(rows.map((row) => [row.branch ?? '', row]));
}

/** The branches of open changes that count commits as theirs which have reached the default branch. */
export async function branchesPartlyLanded(
  db: Db,
  repository: Id<'repository'>,
): Promise<Set<string>> {
  const { rows } = await sql<{ branch: string }>`
    select distinct change.branch from change
    join entity on entity.id = change.id and entity.state = 'open'
    join change_commit held on held.change_id = change.id
    join git_commit commit on commit.repository_id = held.repository_id and commit.sha = held.sha
    where change.repository_id = ${repository} and commit.on_default
  `.execute(db);
  return new Set(rows.map(({ branch }) => branch));
}

/** Which of some commits belong to a change already. */
export async function commitsInChanges(
  tx: Tx,
  repository: Id<'repository'>,
  shas: readonly string[],
): Promise<Set<string>> {
  const { rows } = await sql<{ sha: string }>`
    select distinct sha from change_commit
    where repository_id = ${repository} and sha = any(${[...shas]}::text[])
  `.execute(tx);
  return new Set(rows.map(({ sha }) => sha));
}

/**
 * Joins what the merge queue lately made of changes to them, once it is indexed: a squashed or rebased
 * change is on the default branch under other names than those that it had.
 */
export async function joinLandedCommits(
  tx: Tx,
  repository: Id<'repository'>,
  now: Temporal.Instant,
): Promise<void> {
  const since = toDate(now.subtract({ hours: 24 * 7 }));
  await sql`
    insert into change_commit (change_id, repository_id, sha, ordinal)
    select entry.change_id, commit.repository_id, commit.sha, 1000 + made.ordinal
    from queue_entry entry
    cross join lateral unnest(entry.made) with ordinality as made (sha, ordinal)
    join git_commit commit on commit.repository_id = entry.repository_id and commit.sha = made.sha
    where entry.repository_id = ${repository} and entry.state = 'landed' and commit.parents < 2
      and entry.settled_at > ${since}
    on conflict do nothing
  `.execute(tx);
}

/** Which of some changes' keys are taken. */
export async function knownKeys(
  tx: Tx,
  repository: Id<'repository'>,
  keys: readonly string[],
): Promise<Set<string>> {
  const { rows } = await sql<{ key: string }>`
    select key from change where repository_id = ${repository} and key = any(${[...keys]}::text[])
  `.execute(tx);
  return new Set(rows.map(({ key }) => key));
}

/** The commits of a change, the newest first, instead of those it had. */
export async function replaceChangeCommits(
  tx: Tx,
  repository: Id<'repository'>,
  change: Id<'change'>,
  shas: readonly string[],
): Promise<void> {
  await sql`delete from change_commit where change_id = ${change}`.execute(tx);
  await sql`
    insert into change_commit (change_id, repository_id, sha, ordinal)
    select ${change}, ${repository}, sha, ordinal
    from unnest(${[...shas]}::text[]) with ordinality as row (sha, ordinal)
  `.execute(tx);
}

/** Which of some references to work exist. */
export async function existingWork(tx: Tx, refs: readonly WorkRef[]): Promise<WorkRef[]> {
  if (refs.length === 0) return [];
  const { rows } = await sql<{ id: string; kind: string }>`
    select id, kind from entity where id = any(${refs.map(({ id }) => id)}::uuid[])
  `.execute(tx);
  return refs.filter((ref) => rows.some((row) => row.id === ref.id && row.kind === ref.kind));
}

/** The changes that any of some commits belong to. */
export async function changesOf(
  tx: Tx,
  repository: Id<'repository'>,
  shas: readonly string[],
): Promise<EntityRef<'change'>[]> {
  const { rows } = await sql<{ id: Id<'change'> }>`
    select distinct change_id as id from change_commit
    where repository_id = ${repository} and sha = any(${[...shas]}::text[])
    order by id
  `.execute(tx);
  return rows.map(({ id }) => ({ kind: 'change', id }));
}

/** The repository of a change. Throws `not_found`. */
export async function repositoryOfChange(tx: Tx, id: Id<'change'>): Promise<Id<'repository'>> {
  const row = await tx
    .$extendTables<ReleaseTables>()
    .selectFrom('change')
    .select('repository_id')
    .where('id', '=', id)
    .executeTakeFirst();
  if (!row) throw notFound('change');
  return row.repository_id;
}
