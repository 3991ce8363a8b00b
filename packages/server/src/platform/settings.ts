import type { WriteContext } from './context.ts';
import type { Db } from './database/connect.ts';

/** A setting of the installation, or undefined. */
export async function readSetting(db: Db, key: string): Promise<unknown> {
  const row = await db
    .selectFrom('setting')
    .select('value')
    .where('key', '=', key)
    .executeTakeFirst();
  return row?.value;
}

/** Keeps a setting of the installation. */
export async function writeSetting(
  context: WriteContext,
  key: string,
  value: unknown,
): Promise<void> {
  const text = JSON.stringify(value);
  await context.tx
    .insertInto('setting')
    .values({ key, value: text })
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ value: text }))
    .execute();
}
