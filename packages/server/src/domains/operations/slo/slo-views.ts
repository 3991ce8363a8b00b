import {
  toReference,
  type Id,
  type OperationOf,
  type OutputOf,
  type ParsedInput,
} from '@throughline/contract';
import { sql } from 'kysely';
import { visible } from '../../../platform/access/visible.ts';
import type { ReadContext } from '../../../platform/context.ts';
import { loadSummaries, notFound } from '../../../platform/entities/entity.ts';
import { linkedEntities, ownerUnitOf } from '../../../platform/entities/linked-views.ts';
import { entityDetail } from '../../../platform/entities/views.ts';
import { readCursor, writeCursor } from '../../../platform/http/cursor.ts';
import type { OperationsTables } from '../tables.ts';
import { burndownChart, sloSays } from './burndown-chart.ts';
import { standingOfSlo } from './settle-slo.ts';
import { loadSlo, type MetricFeed } from './slo-store.ts';

type Page = OutputOf<OperationOf<'operations.listSlos'>>;
type Detail = OutputOf<OperationOf<'operations.getSlo'>>;
type Query = ParsedInput<OperationOf<'operations.listSlos'>>['query'];

/** An SLO as lists show it. */
export type SloListed = Page['items'][number];

/** A share of 1 in percent, as far as it is worth telling. */
const percent = (share: number | null) =>
  share === null ? null : Math.round(share * 1_000_000) / 10_000;

function sloRows(context: ReadContext) {
  return context.db
    .$extendTables<OperationsTables>()
    .selectFrom('slo')
    .innerJoin('entity', 'entity.id', 'slo.id')
    .leftJoin('entity as owner', 'owner.id', 'entity.owner_unit_id')
    .selectAll('slo')
    .select(['entity.title', 'entity.revision', 'entity.owner_unit_id'])
    .select('owner.title as owner_unit_title')
    .select(sql.ref<SloListed['state']>('entity.state').as('state'))
    .where(visible(context.actor));
}

type Row = Awaited<ReturnType<ReturnType<typeof sloRows>['execute']>>[number];

/** Worst first; within a state by title. */
const rank = sql<number>`array_position(
  array['spent', 'burning', 'unknown', 'healthy', 'retired'], entity.state)`;

async function shape(context: ReadContext, rows: readonly Row[]): Promise<SloListed[]> {
  const services = await linkedEntities(
    context,
    rows.map(({ id }) => id),
    'holds_for',
    'from',
  );
  return rows.map((row) => ({
    ref: toReference('slo', row.id),
    title: row.title,
    state: row.state,
    service: services.get(row.id)?.[0]?.entity ?? null,
    ownerUnit: ownerUnitOf(row),
    objective: row.objective,
    window:
      row.period === null
        ? { kind: 'rolling', days: row.window_days ?? 28 }
        : { kind: 'calendar', period: row.period },
    attained: percent(row.attained),
    remaining: percent(row.remaining),
    burning: row.burning,
    revision: row.revision,
  }));
}

/** SLOs by the state of their budgets, worst first. */
export async function listSlos(
  context: ReadContext,
  query: Query & { units?: readonly Id<'unit'>[] | undefined },
): Promise<Page> {
  const [place, title, id] = readCursor(query.cursor, 3);
  let rows = sloRows(context);
  if (query.state) rows = rows.where('entity.state', '=', query.state);
  if (query.ownerUnit) rows = rows.where('entity.owner_unit_id', '=', query.ownerUnit);
  if (query.units) {
    rows = rows.where(sql<boolean>`entity.owner_unit_id = any(${[...query.units]}::uuid[])`);
  }
  if (query.service) {
    rows = rows.where(sql<boolean>`exists (select 1 from link where link.from_id = slo.id
      and link.to_id = ${query.service} and link.relation = 'holds_for' and link.until is null)`);
  }
  if (id !== undefined) {
    rows = rows.where(
      sql<boolean>`(${rank}, entity.title, slo.id) > (${place}::integer, ${title}, ${id}::uuid)`,
    );
  }
  const found = await rows
    .select(rank.as('place'))
    .orderBy(rank)
    .orderBy('entity.title')
    .orderBy('slo.id')
    .limit(query.limit + 1)
    .execute();
  const shown = found.slice(0, query.limit);
  const last = shown.at(-1);
  return {
    items: await shape(context, shown),
    nextCursor:
      found.length > query.limit && last
        ? writeCursor([String(last.place), last.title, last.id])
        : null,
  };
}

const moment = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString());

/** An SLO with its budget as of now. Throws `not_found`. */
export async function sloView(
  context: ReadContext,
  id: Id<'slo'>,
  metricFeed: MetricFeed,
): Promise<Detail> {
  const row = await sloRows(context).where('slo.id', '=', id).executeTakeFirst();
  const [shaped] = row ? await shape(context, [row]) : [];
  if (!row || !shaped) throw notFound('slo');
  const detail = await entityDetail(context, { kind: 'slo', id });
  const standing = await standingOfSlo(context, await loadSlo(context.db, id), metricFeed);
  const { budget, stale } = standing;
  const metricIds = [row.metric_id, row.total_metric_id].flatMap((one) => one ?? []);
  const metrics = await loadSummaries(context.db, context.actor, metricIds);
  const round = (rate: number | null) => (rate === null ? null : Math.round(rate * 100) / 100);
  return {
    ...detail,
    ...shaped,
    attained: percent(budget.attained),
    remaining: percent(budget.remaining),
    indicator: {
      kind: row.indicator,
      metrics: metricIds.flatMap((metric) => metrics.get(metric) ?? []),
    },
    budget: {
      attained: percent(budget.attained),
      remaining: percent(budget.remaining),
      burns: budget.burns.map((burn) => ({
        window: burn.window,
        rate: round(burn.rate),
        shortRate: round(burn.shortRate),
        threshold: Math.round(burn.threshold * 100) / 100,
        alerts: burn.alerts,
      })),
      measuredFrom: moment(budget.measuredFrom),
      measuredTo: moment(budget.measuredTo),
      stale,
    },
    says: sloSays(row, standing),
    charts: [burndownChart(row, standing)],
  };
}

/** What an SLO says of some services, for gates: whoever asks is told the same. */
export async function sloVerdicts(
  { db }: ReadContext,
  services: readonly string[],
): Promise<
  {
    id: Id<'slo'>;
    title: string;
    state: SloListed['state'];
    restricted: boolean;
    remaining: number | null;
  }[]
> {
  if (services.length === 0) return [];
  const { rows } = await sql<{
    id: Id<'slo'>;
    title: string;
    state: SloListed['state'];
    restricted: boolean;
    remaining: number | null;
  }>`
    select distinct entity.id, entity.title, entity.state, entity.restricted, slo.remaining
    from link join slo on slo.id = link.from_id
    join entity on entity.id = slo.id and entity.state <> 'retired'
    where link.to_id = any(${[...services]}::uuid[]) and link.relation = 'holds_for'
      and link.until is null
    order by entity.title limit 200
  `.execute(db);
  return rows;
}
