import type { Id } from '@throughline/contract';
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
