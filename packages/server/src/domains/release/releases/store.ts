import type { EntityRef, Id } from '@throughline/contract';
import { sql } from 'kysely';
import type { Db } from '../../../platform/database/connect.ts';
import { notFound } from '../../../platform/entities/entity.ts';
import type { ReleaseTables } from '../tables.ts';

/** A release's own row. Throws `not_found`. */
export async function loadRelease(db: Db, id: Id<'release'>) {
  const row = await db
    .$extendTables<ReleaseTables>()
    .selectFrom('release')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst();
  if (!row) throw notFound('release');
  return row;
}

/** Whether a release of this tag was cut or is being cut. */
export async function releaseOfTag(db: Db, repository: Id<'repository'>, tag: string) {
  return db
    .$extendTables<ReleaseTables>()
    .selectFrom('release')
    .select('id')
    .where('repository_id', '=', repository)
    .where('tag', '=', tag)
    .where('failure', 'is', null)
    .executeTakeFirst();
}

/** The releases whose tag may not be in the remote yet. */
export async function unsettledReleases(db: Db): Promise<Id<'release'>[]> {
  const rows = await db
    .$extendTables<ReleaseTables>()
    .selectFrom('release')
    .innerJoin('entity', 'entity.id', 'release.id')
    .select('release.id')
    .where('entity.kind', '=', 'release')
    .where('entity.state', '=', 'cutting')
    .orderBy('release.id')
    .limit(100)
    .execute();
  return rows.map(({ id }) => id);
}

/** The commit that a change, a release or a deployment stands for. Throws `not_found`. */
export async function commitOf(
  db: Db,
  about: EntityRef,
): Promise<{ repository: Id<'repository'>; sha: string }> {
  const { rows } = await sql<{ repository: Id<'repository'>; sha: string }>`
    select repository_id as repository, head as sha from change where id = ${about.id}
    union all select repository_id, sha from release where id = ${about.id}
    union all select repository_id, sha from deployment where id = ${about.id}
  `.execute(db);
  const [commit] = rows;
  if (!commit) throw notFound(about.kind);
  return commit;
}
