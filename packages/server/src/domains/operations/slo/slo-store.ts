import type { Id } from '@throughline/contract';
import { sql } from 'kysely';
import { system } from '../../../platform/access/actor.ts';
import type { ReadContext } from '../../../platform/context.ts';
import type { Db } from '../../../platform/database/connect.ts';
import { notFound } from '../../../platform/entities/entity.ts';
import type { OperationsTables } from '../tables.ts';
import { daySpan, windowAt } from './window-rules.ts';
import type { SloWindow, Span } from './budget-rules.ts';

/** How often a metric brings something new, and its values from a day on. */
export type MetricFeed = (
  context: ReadContext,
  id: Id<'metric'>,
  from: string,
) => Promise<{
  readonly freshnessDays: number;
  readonly values: readonly { readonly on: string; readonly value: number }[];
}>;

/** An SLO's own row. */
export type SloRow = Awaited<ReturnType<typeof loadSlo>>;

/** An SLO's own row. Throws `not_found`. */
export async function loadSlo(db: Db, id: Id<'slo'>) {
  const row = await db
    .$extendTables<OperationsTables>()
    .selectFrom('slo')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst();
  if (!row) throw notFound('slo');
  return row;
}

/** SLOs that are kept an eye on: all, or those that a metric measures. */
export async function slosToSettle(db: Db, metric?: Id<'metric'>): Promise<Id<'slo'>[]> {
  let query = db
    .$extendTables<OperationsTables>()
    .selectFrom('slo')
    .innerJoin('entity', 'entity.id', 'slo.id')
    .select('slo.id')
    .where('entity.state', '<>', 'retired');
  if (metric) {
    query = query.where((eb) =>
      eb.or([eb('metric_id', '=', metric), eb('total_metric_id', '=', metric)]),
    );
  }
  const rows = await query.orderBy('settled_at').limit(5000).execute();
  return rows.map(({ id }) => id);
}

/** What was measured of an SLO, by its beginning, and whether the last of it is too old. */
export interface Measured {
  readonly spans: readonly Span[];
  readonly window: SloWindow;
  readonly stale: boolean;
}

const quarterHour = 900_000;

/** Counts as they were reported for the last three days, and before that by day. */
async function countedSpans(db: Db, id: Id<'slo'>, from: Date, zone: string): Promise<Span[]> {
  const { rows } = await sql<{ at: Date; seconds: string; good: string; total: string }>`
    with last as (select max(at) - interval '75 hours' as recent from slo_count where slo_id = ${id})
    select min(at) as at, sum(seconds) as seconds, sum(good) as good, sum(total) as total
    from slo_count, last where slo_id = ${id} and at >= ${from}
    group by case when at >= recent then at else date_trunc('day', at, ${zone}) end
    order by 1
  `.execute(db);
  return rows.map(({ at, seconds, good, total }) => ({
    from: at.getTime(),
    to: at.getTime() + Number(seconds) * 1000,
    good: Number(good),
    total: Number(total),
  }));
}

async function byCounts(
  context: ReadContext,
  slo: SloRow,
  at: { now: number; today: Temporal.PlainDate; zone: string },
): Promise<Measured> {
  const window = windowAt({ days: slo.window_days, period: slo.period }, at, false);
  // A calendar window that has just begun still burns as it did before.
  const from = new Date(Math.min(window.from, at.now - 72 * 3_600_000));
  const spans = await countedSpans(context.db, slo.id, from, at.zone);
  const last = spans.at(-1);
  const grain = last ? last.to - last.from : 0;
  return {
    spans,
    window,
    stale: last !== undefined && last.to < at.now - Math.max(3 * grain, quarterHour),
  };
}

const share = (value: number) => Math.min(1, Math.max(0, value));

async function byDays(
  context: ReadContext,
  slo: SloRow,
  at: { now: number; today: Temporal.PlainDate; zone: string },
  metricFeed: MetricFeed,
): Promise<Measured> {
  const window = windowAt({ days: slo.window_days, period: slo.period }, at, true);
  const first = Temporal.Instant.fromEpochMilliseconds(
    Math.min(window.from, at.now - 96 * 3_600_000),
  )
    .toZonedDateTimeISO(at.zone)
    .toPlainDate()
    .toString();
  // What an SLO says is one, whoever asks.
  const asServer = { ...context, actor: system('slo') };
  const feed = async (id: Id<'metric'> | null) =>
    id ? metricFeed(asServer, id, first) : { freshnessDays: 1, values: [] };
  const [measured, all] = [await feed(slo.metric_id), await feed(slo.total_metric_id)];
  const totals = new Map(all.values.map(({ on, value }) => [on, value]));
  const today = at.today.toString();
  const spans = measured.values.flatMap(({ on, value }): Span[] => {
    if (on < first || on > today) return [];
    if (slo.indicator === 'share') {
      return [{ ...daySpan(on, at.zone), good: share(value / 100), total: 1 }];
    }
    const total = totals.get(on);
    if (total === undefined || total < 0) return [];
    return [{ ...daySpan(on, at.zone), good: Math.min(total, Math.max(0, value)), total }];
  });
  const last = spans.at(-1);
  const fresh = Math.max(measured.freshnessDays, all.freshnessDays);
  const oldest = daySpan(at.today.subtract({ days: fresh }).toString(), at.zone).from;
  return { spans, window, stale: last !== undefined && last.from < oldest };
}

/** What was measured of an SLO as far as its window and its burn need it. */
export function measuredOf(
  context: ReadContext,
  slo: SloRow,
  at: { now: number; today: Temporal.PlainDate; zone: string },
  metricFeed: MetricFeed,
): Promise<Measured> {
  return slo.indicator === 'counts'
    ? byCounts(context, slo, at)
    : byDays(context, slo, at, metricFeed);
}
