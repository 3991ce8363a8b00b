import type { Id } from '@throughline/contract';
import { sql } from 'kysely';
import type { ReadContext } from '../../platform/context.ts';
import { loadEntity } from '../../platform/entities/entity.ts';
import { csvLine } from '../../platform/http/csv-line.ts';
import { listFeatures } from './feature/feature-views.ts';
import { listMetrics } from './metric/metric-views.ts';
import { listServices } from './service/service-views.ts';

/** Every row of a list, a page at a time. */
async function* everyRow<T>(
  list: (page: { cursor?: string; limit: number }) => Promise<{
    items: readonly T[];
    nextCursor: string | null;
  }>,
): AsyncGenerator<T> {
  let cursor: string | null = '';
  while (cursor !== null) {
    const page: { items: readonly T[]; nextCursor: string | null } = await list({
      limit: 200,
      ...(cursor === '' ? {} : { cursor }),
    });
    yield* page.items;
    cursor = page.nextCursor;
  }
}

/** Every metric with its standing as CSV, a line at a time. */
export async function* exportMetrics(
  context: ReadContext,
  today: Temporal.PlainDate,
): AsyncGenerator<string> {
  yield csvLine([
    ...['reference', 'name', 'owner', 'source', 'unit', 'direction', 'target'],
    ...['value', 'day', 'change', 'ageDays', 'stale', 'onTarget'],
  ]);
  for await (const row of everyRow((page) => listMetrics(context, today, page))) {
    const { last, onTarget } = row;
    yield csvLine([
      ...[row.ref, row.title, row.ownerUnit?.title ?? null, row.source, row.unit, row.direction],
      ...[row.target, last?.value ?? null, last?.on ?? null, row.change, row.ageDays],
      ...[String(row.stale), onTarget === null ? null : String(onTarget)],
    ]);
  }
}

/** Every feature with its adoption as CSV, a line at a time. */
export async function* exportFeatures(context: ReadContext): AsyncGenerator<string> {
  yield csvLine([
    ...['reference', 'name', 'state', 'product', 'owner', 'key', 'documentation'],
    ...['adoptionPercent', 'accounts', 'eligibleAccounts', 'day'],
  ]);
  for await (const row of everyRow((page) => listFeatures(context, page))) {
    const { adoption } = row;
    yield csvLine([
      ...[row.ref, row.title, row.state, row.product?.title ?? null, row.ownerUnit?.title ?? null],
      ...[row.key, row.documentation, adoption?.percent ?? null, adoption?.accounts ?? null],
      ...[adoption?.eligible ?? null, adoption?.on ?? null],
    ]);
  }
}

/** Every service as CSV, a line at a time. */
export async function* exportServices(context: ReadContext): AsyncGenerator<string> {
  yield csvLine(['reference', 'name', 'state', 'tier', 'dataClassification', 'product', 'owner']);
  for await (const row of everyRow((page) => listServices(context, page))) {
    yield csvLine([
      ...[row.ref, row.title, row.state, row.tier, row.dataClassification],
      ...[row.product?.title ?? null, row.ownerUnit?.title ?? null],
    ]);
  }
}

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
