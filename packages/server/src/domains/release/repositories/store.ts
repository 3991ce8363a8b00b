import type { Id } from '@throughline/contract';
import { sql } from 'kysely';
import { toDate } from '../../../platform/clock.ts';
import type { Db, Tx } from '../../../platform/database/connect.ts';
import { notFound } from '../../../platform/entities/entity.ts';
import type { ReleaseTables, WorkTrailer } from '../tables.ts';

/** The remote's address. Throws `not_found`. */
export async function repositoryAddress(db: Db, id: Id<'repository'>): Promise<string> {
  return (await loadRepository(db, id)).address;
}

/** A repository's own row. Throws `not_found`. */
export async function loadRepository(db: Db, id: Id<'repository'>) {
  const row = await db
    .$extendTables<ReleaseTables>()
    .selectFrom('repository')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst();
  if (!row) throw notFound('repository');
  return row;
}

/** The repository of an address, if it is connected. */
export async function repositoryAt(db: Db, address: string): Promise<Id<'repository'> | undefined> {
  const row = await db
    .$extendTables<ReleaseTables>()
    .selectFrom('repository')
    .select('id')
    .where('address', '=', address)
    .executeTakeFirst();
  return row?.id;
}

/** Takes or renews a node's lease of a repository; false where another node holds it. */
export async function takeLease(
  db: Db,
  lease: { repository: Id<'repository'>; node: string; now: Temporal.Instant; seconds: number },
): Promise<boolean> {
  const until = toDate(lease.now.add({ seconds: lease.seconds }));
  const { rows } = await sql`
    insert into repository_lease (repository_id, node, fence, until)
    values (${lease.repository}, ${lease.node}, 1, ${until})
    on conflict (repository_id) do update set
      fence = repository_lease.fence + (repository_lease.node <> excluded.node)::int,
      node = excluded.node, until = excluded.until
    where repository_lease.node = excluded.node or repository_lease.until < ${toDate(lease.now)}
    returning repository_id
  `.execute(db);
  return rows.length > 0;
}

/** Gives a lease back. */
export async function dropLease(
  db: Db,
  lease: { repository: Id<'repository'>; node: string; now: Temporal.Instant },
): Promise<void> {
  await db
    .$extendTables<ReleaseTables>()
    .updateTable('repository_lease')
    .set({ until: toDate(lease.now) })
    .where('repository_id', '=', lease.repository)
    .where('node', '=', lease.node)
    .execute();
}

/** Takes the repositories whose fetch is due, and puts their next one off. */
export async function takeDueRepositories(
  tx: Tx,
  now: Temporal.Instant,
): Promise<Id<'repository'>[]> {
  const { rows } = await sql<{ id: Id<'repository'> }>`
    update repository set fetch_due_at = ${toDate(now.add({ seconds: 60 }))}
    where id in (select id from repository where fetch_due_at <= ${toDate(now)}
      order by fetch_due_at limit 500 for update skip locked)
    returning id
  `.execute(tx);
  return rows.map(({ id }) => id);
}

/** A commit as it is indexed. */
export interface IndexedCommit {
  readonly sha: string;
  readonly subject: string;
  readonly author: string;
  readonly at: string;
  readonly trailers: readonly WorkTrailer[];
  readonly parents: readonly string[];
}

/** Keeps commits; those of the default branch are marked so, whether they were known or not. */
export async function keepCommits(
  db: Db,
  repository: Id<'repository'>,
  commits: readonly IndexedCommit[],
  onDefault: boolean,
): Promise<void> {
  if (commits.length === 0) return;
  const rows = commits.map(({ sha, subject, author, at, trailers, parents }) => ({
    sha,
    subject,
    author,
    at,
    trailers,
    parents: parents.length,
  }));
  // NUL can stand in a commit's message and nowhere in a text of PostgreSQL.
  const json = JSON.stringify(rows).replaceAll('\\u0000', '');
  await sql`
    insert into git_commit (repository_id, sha, subject, author, at, trailers, parents, on_default)
    select ${repository}, sha, subject, author, at, trailers, parents, ${onDefault}
    from jsonb_to_recordset(${json}::jsonb)
      as row (sha text, subject text, author text, at timestamptz, trailers jsonb, parents integer)
    on conflict (repository_id, sha) do update set on_default = true
      where excluded.on_default and not git_commit.on_default
  `.execute(db);
}

/** Forgets what is on the default branch: it was rewritten, and is read anew. */
export async function forgetDefault(db: Db, repository: Id<'repository'>): Promise<void> {
  await db
    .$extendTables<ReleaseTables>()
    .updateTable('git_commit')
    .set({ on_default: false })
    .where('repository_id', '=', repository)
    .where('on_default', '=', true)
    .execute();
}

/** Which of some commits are on the default branch. */
export async function commitsOnDefault(
  db: Db,
  repository: Id<'repository'>,
  shas: readonly string[],
): Promise<Set<string>> {
  const { rows } = await sql<{ sha: string }>`
    select sha from git_commit
    where repository_id = ${repository} and sha = any(${[...shas]}::text[]) and on_default
  `.execute(db);
  return new Set(rows.map(({ sha }) => sha));
}

/** The branches of a repository as the last fetch found them. */
export async function branchesOf(db: Db, repository: Id<'repository'>) {
  return db
    .$extendTables<ReleaseTables>()
    .selectFrom('git_branch')
    .select(['name', 'sha'])
    .where('repository_id', '=', repository)
    .execute();
}

/** Replaces what is known of the branches; true where anything differs. */
export async function replaceBranches(
  tx: Tx,
  repository: Id<'repository'>,
  branches: readonly { name: string; sha: string; at: string }[],
): Promise<boolean> {
  const json = JSON.stringify(branches.map(({ name, sha, at }) => ({ name, sha, at })));
  const { rows: gone } = await sql`
    delete from git_branch where repository_id = ${repository}
      and name not in (select name from jsonb_to_recordset(${json}::jsonb) as row (name text))
    returning name
  `.execute(tx);
  const { rows: written } = await sql`
    insert into git_branch (repository_id, name, sha, at)
    select ${repository}, name, sha, at
    from jsonb_to_recordset(${json}::jsonb) as row (name text, sha text, at timestamptz)
    on conflict (repository_id, name) do update set sha = excluded.sha, at = excluded.at
      where git_branch.sha <> excluded.sha
    returning name
  `.execute(tx);
  return gone.length + written.length > 0;
}

/** Replaces what is known of the tags; true where anything differs. */
export async function replaceTags(
  tx: Tx,
  repository: Id<'repository'>,
  tags: readonly { name: string; sha: string; at: string | null; subject: string | null }[],
): Promise<boolean> {
  const json = JSON.stringify(tags).replaceAll('\\u0000', '');
  const { rows: gone } = await sql`
    delete from git_tag where repository_id = ${repository}
      and name not in (select name from jsonb_to_recordset(${json}::jsonb) as row (name text))
    returning name
  `.execute(tx);
  const { rows: written } = await sql`
    insert into git_tag (repository_id, name, sha, at, subject)
    select ${repository}, name, sha, at, subject from jsonb_to_recordset(${json}::jsonb)
      as row (name text, sha text, at timestamptz, subject text)
    on conflict (repository_id, name) do update
      set sha = excluded.sha, at = excluded.at, subject = excluded.subject
      where git_tag.sha <> excluded.sha
    returning name
  `.execute(tx);
  return gone.length + written.length > 0;
}
