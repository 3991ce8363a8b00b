import type { Id } from '@throughline/contract';
import { sql } from 'kysely';
import type { ReadContext } from '../../../platform/context.ts';
import { loadEntity } from '../../../platform/entities/entity.ts';
import { csvLine } from '../../../platform/http/csv.ts';

const pageOfValues = 5000;

/** The values that count of a metric, oldest first, as an upload takes them. Throws `not_found`. */
export async function exportMetricValues(
  context: ReadContext,
  id: Id<'metric'>,
): Promise<AsyncGenerator<string>> {
  const { db, actor } = context;
  await loadEntity(db, actor, { kind: 'metric', id });
  return (async function* lines() {
    yield csvLine(['day', 'value', 'note']);
    let after = '-infinity';
    for (;;) {
      const { rows } = await sql<{ on_day: string; value: number; note: string }>`
        select distinct on (on_day) on_day, value, note from metric_value
        where metric_id = ${id} and on_day > ${after}::date
        order by on_day, id desc limit ${pageOfValues}`.execute(db);
      for (const row of rows) yield csvLine([row.on_day, row.value, row.note]);
      const last = rows.at(-1);
      if (!last || rows.length < pageOfValues) return;
      after = last.on_day;
    }
  })();
}
