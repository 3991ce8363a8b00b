import type { Id } from '@throughline/contract';
import { sql } from 'kysely';
import { visible } from '../../../platform/access/visible.ts';
import type { ReadContext } from '../../../platform/context.ts';
import type { Db } from '../../../platform/database/connect.ts';
import { unitParentsOn } from '../../org/index.ts';
import type { StrategyTables } from '../tables.ts';
import type { Ask, Stated } from './load-rules.ts';

/** An allocation with what was cut of it, and what it really took. */
export interface AllocationRow extends Ask {
  readonly plan: Id<'plan'>;
  readonly priority: Id<'priority'>;
  readonly unit: Id<'unit'>;
  readonly applied: { readonly people: number; readonly money: number };
  readonly actual_people: number | null;
  readonly actual_money: number | null;
}

/** The allocations of plans, of the priorities that the actor sees. */
export async function allocationsOf(
  context: ReadContext,
  plans: readonly Id<'plan'>[],
): Promise<AllocationRow[]> {
  const { rows } = await sql<
    Omit<AllocationRow, 'cut' | 'applied'> & {
      cut_people: number;
      cut_money: number;
      applied_people: number;
      applied_money: number;
    }
  >`
    select allocation.plan_id as plan, allocation.priority_id as priority,
      allocation.unit_id as unit, allocation.quarter, allocation.people, allocation.money,
      actual_people, actual_money,
      coalesce(sum(plan_cut.people), 0) as cut_people,
      coalesce(sum(plan_cut.money), 0) as cut_money,
      coalesce(sum(plan_cut.people) filter (where applied_at is not null), 0) as applied_people,
      coalesce(sum(plan_cut.money) filter (where applied_at is not null), 0) as applied_money
    from allocation
    join priority on priority.id = allocation.priority_id
    join entity on entity.id = allocation.priority_id and ${visible(context.actor)}
    left join plan_cut on plan_cut.priority_id = allocation.priority_id
      and plan_cut.unit_id = allocation.unit_id and plan_cut.quarter = allocation.quarter
    where allocation.plan_id = any(${[...plans]}::uuid[]) and entity.state = 'active'
    group by allocation.plan_id, allocation.priority_id, allocation.unit_id, allocation.quarter,
      priority.rank
    order by priority.rank, allocation.priority_id, allocation.unit_id, allocation.quarter
  `.execute(context.db);
  return rows.map(({ cut_people, cut_money, applied_people, applied_money, ...row }) => ({
    ...row,
    cut: { people: cut_people, money: cut_money },
    applied: { people: applied_people, money: applied_money },
  }));
}

/** The capacity that was said for units in a fiscal year; of some units where they are named. */
export async function capacityOf(
  db: Db,
  fiscalYear: number,
  units?: readonly string[],
): Promise<(Stated & { unit: Id<'unit'> })[]> {
  let rows = db
    .$extendTables<StrategyTables>()
    .selectFrom('capacity')
    .select(['unit_id as unit', 'quarter', 'people', 'money'])
    .where('fiscal_year', '=', fiscalYear);
  if (units) rows = rows.where(sql<boolean>`unit_id = any(${[...units]}::uuid[])`);
  return rows.orderBy('unit_id').orderBy('quarter').execute();
}

/** The cut list of a plan, in order. */
export function cutsOf(db: Db, plan: Id<'plan'>) {
  return db
    .$extendTables<StrategyTables>()
    .selectFrom('plan_cut')
    .selectAll()
    .where('plan_id', '=', plan)
    .orderBy('ordinal')
    .execute();
}

/** Where units stand on the chart of a day: their parents, titles, and the order of a walk over it. */
export interface Chart {
  readonly parents: ReadonlyMap<string, string | null>;
  /** Units in the order of the chart, with how deep they lie. */
  readonly order: readonly {
    readonly id: Id<'unit'>;
    readonly title: string;
    readonly depth: number;
  }[];
}

/** The chart of a day. Units that stand on no chart come last. */
export async function chartOn(db: Db, day: string): Promise<Chart> {
  const parents = await unitParentsOn(db, day);
  const rows = await db
    .selectFrom('entity')
    .select(['id', 'title'])
    .where('kind', '=', 'unit')
    .orderBy('title')
    .execute();
  const below = Map.groupBy(rows, ({ id }) => parents.get(id as Id<'unit'>) ?? null);
  const order: { id: Id<'unit'>; title: string; depth: number }[] = [];
  const walk = (of: string | null, depth: number) => {
    for (const { id, title } of below.get(of as Id<'unit'> | null) ?? []) {
      order.push({ id: id as Id<'unit'>, title, depth });
      walk(id, depth + 1);
    }
  };
  walk(null, 0);
  return { parents, order };
}

/** A unit and all that lie below it on a chart. */
export function within(chart: Chart, unit: string): string[] {
  const inside = new Set([unit]);
  for (const { id } of chart.order) {
    const parent = chart.parents.get(id);
    if (parent && inside.has(parent)) inside.add(id);
  }
  return [...inside];
}
