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
import { notFound } from '../../../platform/entities/entity.ts';
import { ownerUnitOf } from '../../../platform/entities/linked-views.ts';
import { entityDetail } from '../../../platform/entities/views.ts';
import { readCursor, writeCursor } from '../../../platform/http/cursor.ts';
import { prioritiesOf } from '../priority/priority-views.ts';
import type { StrategyTables } from '../tables.ts';

type Page = OutputOf<OperationOf<'strategy.listPlans'>>;
type Detail = OutputOf<OperationOf<'strategy.getPlan'>>;

/** The rows of plans that the actor sees. */
function planRows(context: ReadContext) {
  return context.db
    .$extendTables<StrategyTables>()
    .selectFrom('plan')
    .innerJoin('entity', 'entity.id', 'plan.id')
    .leftJoin('entity as owner', 'owner.id', 'entity.owner_unit_id')
    .select(['plan.id', 'entity.title', 'entity.restricted', 'entity.owner_unit_id'])
    .select(['owner.title as owner_unit_title', 'fiscal_year', 'adopted_at', 'closed_at'])
    .select(sql.ref<Detail['state']>('entity.state').as('state'))
    .select(
      sql<number>`(select count(*)::integer from priority join entity other on other.id = priority.id
        where priority.plan_id = plan.id and ${visible(context.actor, 'other')})`.as('priorities'),
    )
    .where(visible(context.actor));
}

/** Plans, newest first. */
export async function listPlans(
  context: ReadContext,
  query: ParsedInput<OperationOf<'strategy.listPlans'>>['query'],
): Promise<Page> {
  const [before] = readCursor(query.cursor, 1);
  let rows = planRows(context);
  if (query.fiscalYear) rows = rows.where('fiscal_year', '=', query.fiscalYear);
  if (query.state) rows = rows.where('entity.state', '=', query.state);
  if (before !== undefined) rows = rows.where(sql<boolean>`plan.id < ${before}::uuid`);
  const found = await rows
    .orderBy('plan.id', 'desc')
    .limit(query.limit + 1)
    .execute();
  const shown = found.slice(0, query.limit);
  return {
    items: shown.map((row) => ({
      ref: toReference('plan', row.id),
      title: row.title,
      state: row.state,
      fiscalYear: row.fiscal_year,
      ownerUnit: ownerUnitOf(row),
      restricted: row.restricted,
      priorities: row.priorities,
    })),
    nextCursor: found.length > query.limit ? writeCursor([shown.at(-1)?.id ?? '']) : null,
  };
}

/** A plan with its priorities by rank. Throws `not_found`. */
export async function planView(context: ReadContext, id: Id<'plan'>): Promise<Detail> {
  const row = await planRows(context).where('plan.id', '=', id).executeTakeFirst();
  if (!row) throw notFound('plan');
  return {
    ...(await entityDetail(context, { kind: 'plan', id })),
    ref: toReference('plan', id),
    state: row.state,
    fiscalYear: row.fiscal_year,
    adoptedAt: row.adopted_at?.toISOString() ?? null,
    closedAt: row.closed_at?.toISOString() ?? null,
    priorities: await prioritiesOf(context, { plan: id }),
  };
}
