import type { Id } from '@throughline/contract';
import type { Db } from '../../../platform/database/connect.ts';
import { notFound } from '../../../platform/entities/entity.ts';
import type { RhythmTables } from '../tables.ts';

/** A cycle's row without its identity: what an import compares. Throws `not_found`. */
export async function cycleColumns(db: Db, id: Id<'cycle'>) {
  const row = await db
    .$extendTables<RhythmTables>()
    .selectFrom('cycle')
    .select(['short_title', 'rule', 'occurrence_titles', 'pre_read_business_days'])
    .select(['duration_minutes', 'led_by', 'decider', 'attendees', 'sessions'])
    .select(['agenda', 'pack', 'outputs'])
    .where('id', '=', id)
    .executeTakeFirst();
  if (!row) throw notFound('cycle');
  return row;
}
