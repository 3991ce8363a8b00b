import type { Id } from '@throughline/contract';
import { sql } from 'kysely';
import type { Db } from '../../../platform/database/connect.ts';
import { notFound } from '../../../platform/entities/entity.ts';
import type { OperationsTables } from '../tables.ts';
import type { PlannedWindow } from './change-clashes-views.ts';

/** A planned change's own row. Throws `not_found`. */
export async function loadPlannedChange(db: Db, id: Id<'infrastructure_change'>) {
  const row = await db
    .$extendTables<OperationsTables>()
    .selectFrom('infrastructure_change')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst();
  if (!row) throw notFound('infrastructure_change');
  return row;
}

/** The window of a planned change with the environments that it is made to, whoever may see them. */
export async function windowOfChange(
  db: Db,
  id: Id<'infrastructure_change'>,
): Promise<PlannedWindow> {
  const { starts_at, ends_at } = await loadPlannedChange(db, id);
  const { rows } = await sql<{ id: Id<'environment'> }>`
    select to_id as id from link
    where from_id = ${id} and relation = 'affects' and to_kind = 'environment' and until is null
  `.execute(db);
  return {
    id,
    from: Temporal.Instant.fromEpochMilliseconds(starts_at.getTime()),
    to: Temporal.Instant.fromEpochMilliseconds(ends_at.getTime()),
    environments: rows.map((row) => row.id),
  };
}
