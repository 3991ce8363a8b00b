import type { Id } from '@throughline/contract';
import { sql } from 'kysely';
import type { Db } from '../../../platform/database/connect.ts';
import { notFound } from '../../../platform/entities/entity.ts';
import type { OperationsTables } from '../tables.ts';

/** An incident's own row. Throws `not_found`. */
export async function loadIncident(db: Db, id: Id<'incident'>) {
  const row = await db
    .$extendTables<OperationsTables>()
    .selectFrom('incident')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst();
  if (!row) throw notFound('incident');
  return row;
}

/** The timeline of an incident, in the order in which it happened. */
export async function timelineOf(db: Db, id: Id<'incident'>) {
  return db
    .$extendTables<OperationsTables>()
    .selectFrom('incident_note')
    .select(['at', 'written_at', 'kind', 'by_name', 'text'])
    .where('incident_id', '=', id)
    .orderBy('at')
    .orderBy('id')
    .execute();
}

/** The repositories that services are built from. */
export async function repositoriesOf(db: Db, services: readonly string[]): Promise<string[]> {
  if (services.length === 0) return [];
  const { rows } = await sql<{ id: string }>`
    select distinct from_id as id from link where to_id = any(${[...services]}::uuid[])
      and relation = 'builds' and from_kind = 'repository' and until is null
  `.execute(db);
  return rows.map(({ id }) => id);
}
