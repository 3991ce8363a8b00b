import { toReference, type Id, type OperationOf, type OutputOf } from '@throughline/contract';
import { sql } from 'kysely';
import { visible } from '../../../platform/access/visible.ts';
import type { ReadContext } from '../../../platform/context.ts';
import { loadEntity, summaryOf } from '../../../platform/entities/entity.ts';
import { readCursor, writeCursor } from '../../../platform/http/cursor.ts';
import type { StrategyTables } from '../tables.ts';

/** The check-ins of a key result, newest day first, corrected ones included. Throws `not_found`. */
export async function listCheckIns(
  context: ReadContext,
  id: Id<'key_result'>,
  query: { cursor?: string | undefined; limit: number },
): Promise<OutputOf<OperationOf<'strategy.listCheckIns'>>> {
  await loadEntity(context.db, context.actor, { kind: 'key_result', id });
  const [day, check] = readCursor(query.cursor, 2);
  let rows = context.db
    .$extendTables<StrategyTables>()
    .selectFrom('check_in')
    .leftJoin('identity', 'identity.id', 'check_in.by_id')
    .leftJoin('entity', (join) =>
      join.onRef('entity.id', '=', 'check_in.metric_id').on(visible(context.actor)),
    )
    .selectAll('check_in')
    .select(['identity.name', 'entity.title as metric_title', 'entity.state as metric_state'])
    .where('key_result_id', '=', id);
  if (day !== undefined) {
    rows = rows.where(sql<boolean>`(on_day, check_in.id) < (${day}::date, ${check}::uuid)`);
  }
  const found = await rows
    .orderBy('on_day', 'desc')
    .orderBy('check_in.id', 'desc')
    .limit(query.limit + 1)
    .execute();
  const shown = found.slice(0, query.limit);
  const last = shown.at(-1);
  return {
    items: shown.map((row) => ({
      ref: toReference('check_in', row.id),
      on: row.on_day,
      value: row.value,
      confidence: row.confidence,
      status: row.status,
      comment: row.comment,
      via: row.via,
      metric:
        row.metric_id && row.metric_title !== null && row.metric_state !== null
          ? summaryOf({
              id: row.metric_id,
              kind: 'metric',
              title: row.metric_title,
              state: row.metric_state,
            })
          : null,
      insight: row.insight,
      overrides: row.overrides,
      by: row.name ?? 'Throughline',
      at: row.at.toISOString(),
    })),
    nextCursor: found.length > query.limit && last ? writeCursor([last.on_day, last.id]) : null,
  };
}
