import {
  toReference,
  type EntityRef,
  type Id,
  type OperationOf,
  type OutputOf,
  type ParsedInput,
} from '@throughline/contract';
import { sql, type RawBuilder } from 'kysely';
import { visible } from '../../../platform/access/visible.ts';
import type { ReadContext } from '../../../platform/context.ts';
import { loadEntity, notFound } from '../../../platform/entities/entity.ts';
import { linkedEntities, ownerUnitOf } from '../../../platform/entities/linked-views.ts';
import { entityDetail } from '../../../platform/entities/views.ts';
import { readCursor, writeCursor } from '../../../platform/http/cursor.ts';
import { standingOf, type DatedValue } from '../rules.ts';
import type { CatalogTables, SourceKind } from '../tables.ts';
import { sourceOf } from './source-rules.ts';

type Page = OutputOf<OperationOf<'catalog.listMetrics'>>;
type MetricRow = Page['items'][number];
type Detail = OutputOf<OperationOf<'catalog.getMetric'>>;
type Values = OutputOf<OperationOf<'catalog.listMetricValues'>>;

/** The rows of metrics that the actor sees, with the values of their last two days. */
function metricRows(context: ReadContext) {
  return context.db
    .$extendTables<CatalogTables>()
    .selectFrom('metric')
    .innerJoin('entity', 'entity.id', 'metric.id')
    .leftJoin('entity as owner', 'owner.id', 'entity.owner_unit_id')
    .select([
      'metric.id',
      'entity.title',
      'entity.owner_unit_id',
      'owner.title as owner_unit_title',
    ])
    .leftJoin('metric_connection', 'metric_connection.id', 'metric.connection_id')
    .select(['definition', 'source', 'metric.unit', 'direction', 'target', 'freshness_days'])
    .select(['connection_id', 'settings', 'run_at', 'run_error'])
    .select('metric_connection.name as connection_name')
    .select(
      sql<
        DatedValue[]
      >`coalesce((select json_agg(json_build_object('on', on_day, 'value', value) order by on_day desc)
        from (select distinct on (on_day) on_day, value from metric_value
          where metric_id = metric.id order by on_day desc, id desc limit 2) as days), '[]'::json)`.as(
        'days',
      ),
    )
    .where(visible(context.actor));
}

type Row = Awaited<ReturnType<ReturnType<typeof metricRows>['execute']>>[number];

function shape(row: Row, today: Temporal.PlainDate): MetricRow {
  const terms = { direction: row.direction, target: row.target, freshnessDays: row.freshness_days };
  return {
    ref: toReference('metric', row.id),
    title: row.title,
    ownerUnit: ownerUnitOf(row),
    source: row.source,
    failing: row.run_error !== null,
    unit: row.unit,
    ...terms,
    ...standingOf(terms, row.days[0] ?? null, row.days[1] ?? null, today),
  };
}

/** What a metric's last value must be for a standing, as `standingOf` judges it. */
function standsAs(
  standing: 'stale' | 'on-target' | 'off-target',
  today: Temporal.PlainDate,
): RawBuilder<boolean> {
  const fresh = sql`(${today.toString()}::date - last.on_day) <= metric.freshness_days`;
  const reached = sql`case direction when 'up' then last.value >= target else last.value <= target end`;
  const judged = sql`(select on_day, value from metric_value where metric_id = metric.id
    order by on_day desc, id desc limit 1) as last`;
  if (standing === 'stale') {
    return sql<boolean>`not exists (select 1 from ${judged} where ${fresh})`;
  }
  const wanted = standing === 'on-target' ? reached : sql`not (${reached})`;
  return sql<boolean>`exists (select 1 from ${judged} where ${fresh} and target is not null and ${wanted})`;
}

/** Metrics with their standing, newest first. */
export async function listMetrics(
  context: ReadContext,
  today: Temporal.PlainDate,
  query: ParsedInput<OperationOf<'catalog.listMetrics'>>['query'],
): Promise<Page> {
  const [before] = readCursor(query.cursor, 1);
  let rows = metricRows(context);
  if (query.ownerUnit) rows = rows.where('entity.owner_unit_id', '=', query.ownerUnit);
  if (query.measures) rows = rows.where(measuredBy(query.measures));
  if (query.source) rows = rows.where('source', '=', query.source);
  if (query.standing) rows = rows.where(standsAs(query.standing, today));
  if (before !== undefined) rows = rows.where(sql<boolean>`metric.id < ${before}::uuid`);
  const found = await rows
    .orderBy('metric.id', 'desc')
    .limit(query.limit + 1)
    .execute();
  const shown = found.slice(0, query.limit);
  return {
    items: shown.map((row) => shape(row, today)),
    nextCursor: found.length > query.limit ? writeCursor([shown.at(-1)?.id ?? '']) : null,
  };
}

/**
 * The metrics of some units (of all, without any), by title, with their standing: one query. Only
 * those of a standing where one is named.
 */
export async function metricsOwnedBy(
  context: ReadContext,
  today: Temporal.PlainDate,
  units: readonly Id<'unit'>[] | undefined,
  limit: number,
  standing?: 'stale',
): Promise<MetricRow[]> {
  let rows = metricRows(context);
  if (units) rows = rows.where(sql<boolean>`entity.owner_unit_id = any(${[...units]}::uuid[])`);
  if (standing) rows = rows.where(standsAs(standing, today));
  const found = await rows.orderBy('entity.title').orderBy('metric.id').limit(limit).execute();
  return found.map((row) => shape(row, today));
}

function shownSource(row: Row): Detail['source'] {
  const source = sourceOf(row);
  if (source.kind !== 'sql') return source;
  const { kind, connection, query } = source;
  const ref = toReference('connection', connection);
  return { kind, connection: { ref, name: row.connection_name ?? '' }, query };
}

function measuredBy(entity: EntityRef) {
  return sql<boolean>`exists (select 1 from link where link.from_id = ${entity.id}
    and link.to_id = metric.id and link.relation = 'measured_by' and link.until is null)`;
}

/** A metric with its definition and its standing. Throws `not_found`. */
export async function metricView(
  context: ReadContext,
  today: Temporal.PlainDate,
  id: Id<'metric'>,
): Promise<Detail> {
  const row = await metricRows(context).where('metric.id', '=', id).executeTakeFirst();
  if (!row) throw notFound('metric');
  const detail = await entityDetail(context, { kind: 'metric', id });
  const measures = (await linkedEntities(context, [id], 'measured_by', 'to')).get(id) ?? [];
  return {
    ...detail,
    ...shape(row, today),
    definition: row.definition,
    source: shownSource(row),
    run: row.run_at && { at: row.run_at.toISOString(), error: row.run_error },
    measures: measures
      .map(({ entity }) => entity)
      .filter(({ kind }) => kind !== 'key_result' && kind !== 'launch'),
  };
}

/** A metric's values, newest day first; entries that were corrected too where asked. */
export async function listMetricValues(
  context: ReadContext,
  id: Id<'metric'>,
  query: ParsedInput<OperationOf<'catalog.listMetricValues'>>['query'],
): Promise<Values> {
  await loadEntity(context.db, context.actor, { kind: 'metric', id });
  const [day, entry] = readCursor(query.cursor, 2);
  const { rows } = await sql<{
    id: string;
    on_day: string;
    value: number;
    note: string;
    via: SourceKind;
    recorded_at: Date;
    name: string | null;
    corrections: number;
    current: boolean;
  }>`
    select entries.*, identity.name from (
      select id, on_day, value, note, via, recorded_at, recorded_by,
        (row_number() over (partition by on_day order by id))::integer - 1 as corrections,
        id = max(id) over (partition by on_day) as current
      from metric_value where metric_id = ${id}
        and on_day >= ${query.from ?? '-infinity'}::date and on_day <= ${query.to ?? 'infinity'}::date
    ) as entries
    left join identity on identity.id = recorded_by
    where (${query.corrected} or current)
      ${day === undefined ? sql`` : sql`and (on_day, entries.id) < (${day}::date, ${entry}::bigint)`}
    order by on_day desc, entries.id desc
    limit ${query.limit + 1}
  `.execute(context.db);
  const shown = rows.slice(0, query.limit);
  const last = shown.at(-1);
  return {
    items: shown.map((row) => ({
      on: row.on_day,
      value: row.value,
      note: row.note,
      via: row.via,
      recordedAt: row.recorded_at.toISOString(),
      recordedBy: row.name ?? 'Throughline',
      corrections: row.corrections,
      current: row.current,
    })),
    nextCursor: rows.length > query.limit && last ? writeCursor([last.on_day, last.id]) : null,
  };
}

/** A metric's last value, or null. Throws `not_found`. */
export async function lastMetricValue(
  context: ReadContext,
  id: Id<'metric'>,
): Promise<DatedValue | null> {
  await loadEntity(context.db, context.actor, { kind: 'metric', id });
  const row = await context.db
    .$extendTables<CatalogTables>()
    .selectFrom('metric_value')
    .select(['on_day as on', 'value'])
    .where('metric_id', '=', id)
    .orderBy('on_day', 'desc')
    .orderBy('id', 'desc')
    .executeTakeFirst();
  return row ?? null;
}

/** The values that count of several metrics from a day on, oldest first, for charts: one query. */
export async function metricSeries(
  context: ReadContext,
  ids: readonly string[],
  from: Temporal.PlainDate,
): Promise<Map<string, DatedValue[]>> {
  const { rows } = await sql<{ metric_id: string; on: string; value: number }>`
    select distinct on (metric_id, on_day) metric_id, on_day as "on", value
    from metric_value join entity on entity.id = metric_id and ${visible(context.actor)}
    where metric_id = any(${[...ids]}::uuid[]) and on_day >= ${from.toString()}
    order by metric_id, on_day, metric_value.id desc
  `.execute(context.db);
  return Map.groupBy(rows, ({ metric_id }) => metric_id);
}

/** What a metric gives to what it feeds: its freshness and its values, oldest first. */
export interface MetricFeed {
  readonly freshnessDays: number;
  readonly values: readonly DatedValue[];
}

/** A metric's values that count from a day on, or the last one before it: 1,000 at most. Throws `not_found`. */
export async function metricFeed(
  context: ReadContext,
  id: Id<'metric'>,
  from: string,
): Promise<MetricFeed> {
  await loadEntity(context.db, context.actor, { kind: 'metric', id });
  const { rows } = await sql<{ freshness_days: number; values: DatedValue[] | null }>`
    select freshness_days, (
      select json_agg(json_build_object('on', on_day, 'value', value) order by on_day)
      from (select distinct on (on_day) on_day, value from metric_value
        where metric_id = metric.id and on_day >= least(${from}::date,
          (select max(on_day) from metric_value where metric_id = metric.id))
        order by on_day desc, metric_value.id desc limit 1000) as days
    ) as "values"
    from metric where id = ${id}
  `.execute(context.db);
  const [row] = rows;
  if (!row) throw notFound('metric');
  return { freshnessDays: row.freshness_days, values: row.values ?? [] };
}
