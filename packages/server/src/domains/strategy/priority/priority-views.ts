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
import { ownerUnitOf } from '../../../platform/entities/linked-views.ts';
import { entityDetail } from '../../../platform/entities/views.ts';
import { readCursor, writeCursor } from '../../../platform/http/cursor.ts';
import { initiativesServing } from '../initiative/initiative-views.ts';
import { objectivesServing } from '../objective/objective-views.ts';
import type { StrategyTables } from '../tables.ts';

type Page = OutputOf<OperationOf<'strategy.listPriorities'>>;
type PriorityRow = Page['items'][number];
type Detail = OutputOf<OperationOf<'strategy.getPriority'>>;

/** The rows of priorities that the actor sees. */
function priorityRows(context: ReadContext) {
  return context.db
    .$extendTables<StrategyTables>()
    .selectFrom('priority')
    .innerJoin('entity', 'entity.id', 'priority.id')
    .leftJoin('entity as owner', 'owner.id', 'entity.owner_unit_id')
    .select(['priority.id', 'priority.plan_id', 'rank', 'entity.title', 'entity.owner_unit_id'])
    .select([
      'owner.title as owner_unit_title',
      sql.ref<Detail['state']>('entity.state').as('state'),
    ])
    .where(visible(context.actor));
}

type Row = Awaited<ReturnType<ReturnType<typeof priorityRows>['execute']>>[number];

async function shape(context: ReadContext, rows: readonly Row[]): Promise<PriorityRow[]> {
  const plans = await loadSummaries(
    context.db,
    context.actor,
    rows.map(({ plan_id }) => plan_id),
  );
  return rows.map((row) => ({
    ref: toReference('priority', row.id),
    title: row.title,
    state: row.state,
    ownerUnit: ownerUnitOf(row),
    plan: plans.get(row.plan_id) ?? null,
    rank: row.rank,
  }));
}

/** Priorities, newest first. */
export async function listPriorities(
  context: ReadContext,
  query: ParsedInput<OperationOf<'strategy.listPriorities'>>['query'],
): Promise<Page> {
  const [before] = readCursor(query.cursor, 1);
  let rows = priorityRows(context);
  if (query.plan) rows = rows.where('plan_id', '=', query.plan);
  if (query.state) rows = rows.where('entity.state', '=', query.state);
  if (before !== undefined) rows = rows.where(sql<boolean>`priority.id < ${before}::uuid`);
  const found = await rows
    .orderBy('priority.id', 'desc')
    .limit(query.limit + 1)
    .execute();
  const shown = found.slice(0, query.limit);
  return {
    items: await shape(context, shown),
    nextCursor: found.length > query.limit ? writeCursor([shown.at(-1)?.id ?? '']) : null,
  };
}

/** The priorities of a plan, or of every plan of a fiscal year, by rank. */
export async function prioritiesOf(
  context: ReadContext,
  of: { plan: Id<'plan'> } | { fiscalYear: number },
): Promise<PriorityRow[]> {
  const rows =
    'plan' in of
      ? priorityRows(context).where('plan_id', '=', of.plan)
      : priorityRows(context).where(
          sql<boolean>`plan_id in (select id from plan where fiscal_year = ${of.fiscalYear})`,
        );
  const found = await rows.orderBy('rank').orderBy('priority.id').limit(1000).execute();
  return shape(context, found);
}

/** A priority, its plan, and what serves it directly. Throws `not_found`. */
export async function priorityView(
  context: ReadContext,
  today: Temporal.PlainDate,
  id: Id<'priority'>,
): Promise<Detail> {
  const row = await priorityRows(context).where('priority.id', '=', id).executeTakeFirst();
  if (!row) throw notFound('priority');
  const [shaped] = await shape(context, [row]);
  if (!shaped) throw notFound('priority');
  return {
    ...(await entityDetail(context, { kind: 'priority', id })),
    ...shaped,
    objectives: await objectivesServing(context, today, id),
    initiatives: await initiativesServing(context, id),
  };
}
