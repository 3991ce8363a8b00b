import type { Id } from '@throughline/contract';
import type { Db } from '../../../platform/database/connect.ts';
import { notFound } from '../../../platform/entities/entity.ts';
import type { OperationsTables } from '../tables.ts';

/** A postmortem's own row. Throws `not_found`. */
export async function loadPostmortem(db: Db, id: Id<'postmortem'>) {
  const row = await db
    .$extendTables<OperationsTables>()
    .selectFrom('postmortem')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst();
  if (!row) throw notFound('postmortem');
  return row;
}

/** The postmortem of an incident, if there is one. */
export async function postmortemOf(
  db: Db,
  incident: Id<'incident'>,
): Promise<Id<'postmortem'> | undefined> {
  const row = await db
    .$extendTables<OperationsTables>()
    .selectFrom('postmortem')
    .select('id')
    .where('incident_id', '=', incident)
    .executeTakeFirst();
  return row?.id;
}
