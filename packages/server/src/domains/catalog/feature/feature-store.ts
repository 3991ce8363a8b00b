import type { Id } from '@throughline/contract';
import type { Db } from '../../../platform/database/connect.ts';
import type { CatalogTables } from '../tables.ts';

/** The feature that usage events of a key mean. */
export async function featureOfKey(db: Db, key: string): Promise<Id<'feature'> | undefined> {
  const row = await db
    .$extendTables<CatalogTables>()
    .selectFrom('feature')
    .select('id')
    .where('key', '=', key)
    .executeTakeFirst();
  return row?.id;
}
