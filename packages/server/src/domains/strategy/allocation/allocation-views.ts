import {
  toReference,
  type Id,
  type OperationOf,
  type OutputOf,
  type Reference,
} from '@throughline/contract';
import type { ReadContext } from '../../../platform/context.ts';
import { loadEntity } from '../../../platform/entities/entity.ts';
import { loadPlan } from '../store.ts';
import {
  allocationsOf,
  capacityOf,
  chartOn,
  cutsOf,
  within,
  type AllocationRow,
  type Chart,
} from './allocation-store.ts';
import { loadsOf, overloads, type UnitLoad } from './load-rules.ts';

type Allocations = OutputOf<OperationOf<'strategy.getAllocations'>>;
type Capacities = OutputOf<OperationOf<'strategy.listCapacities'>>;

const refOf = (unit: string): Reference<'unit'> => toReference('unit', unit);

/** What a plan asks for, what there is, and what is too much. */
export interface PlanLoad {
  readonly rows: readonly AllocationRow[];
  readonly loads: readonly UnitLoad[];
  readonly chart: Chart;
  readonly titles: ReadonlyMap<string, string>;
}

/** The load of a plan in its fiscal year, as far as the actor sees its priorities. */
export async function planLoad(
  context: ReadContext,
  today: Temporal.PlainDate,
  plan: Id<'plan'>,
  fiscalYear: number,
): Promise<PlanLoad> {
  const rows = await allocationsOf(context, [plan]);
  const chart = await chartOn(context.db, today.toString());
  const loads = loadsOf(rows, await capacityOf(context.db, fiscalYear), chart.parents);
  return { rows, loads, chart, titles: new Map(chart.order.map(({ id, title }) => [id, title])) };
}

/** What is too much of a plan, as the API and the problem say it. */
export function overloadRows({ loads, titles }: PlanLoad): Allocations['over'] {
  return overloads(loads).map(({ unit, quarter, people, money }) => ({
    unit: { ref: refOf(unit), title: titles.get(unit) ?? '' },
    quarter,
    people,
    money,
  }));
}

/** A plan's allocations against capacity, with its cut list. Throws `not_found`. */
export async function allocationsView(
  context: ReadContext,
  today: Temporal.PlainDate,
  id: Id<'plan'>,
): Promise<Allocations> {
  const plan = await loadEntity(context.db, context.actor, { kind: 'plan', id });
  const { fiscal_year: fiscalYear } = await loadPlan(context.db, id);
  const load = await planLoad(context, today, id, fiscalYear);
  const { rows, loads, chart } = load;
  const ofUnit = Map.groupBy(loads, ({ unit }) => unit);
  const actual = (unit: string, quarter: number) => {
    const below = new Set(within(chart, unit));
    return rows
      .filter((row) => row.quarter === quarter && below.has(row.unit))
      .reduce((sum, row) => sum + (row.actual_people ?? 0), 0);
  };
  const shown = chart.order.filter(({ id: unit }) => ofUnit.has(unit));
  const priorities = new Set(rows.map(({ priority }) => priority));
  const cuts = (await cutsOf(context.db, id)).filter((cut) => priorities.has(cut.priority_id));
  return {
    state: plan.state as Allocations['state'],
    revision: plan.revision,
    fiscalYear,
    units: shown.map(({ id: unit, title, depth }) => ({
      unit: { ref: refOf(unit), title },
      depth: depth - Math.min(...shown.map((one) => one.depth)),
      quarters: (ofUnit.get(unit) ?? []).map(({ quarter, people, money }) => ({
        quarter,
        people,
        money,
        actual: actual(unit, quarter),
      })),
    })),
    entries: rows.map((row) => ({
      priority: toReference('priority', row.priority),
      unit: refOf(row.unit),
      quarter: row.quarter,
      people: row.people,
      money: row.money,
      actualPeople: row.actual_people,
      actualMoney: row.actual_money,
    })),
    cuts: cuts.map((cut) => ({
      what: cut.what,
      priority: toReference('priority', cut.priority_id),
      unit: refOf(cut.unit_id),
      quarter: cut.quarter,
      people: cut.people,
      money: cut.money,
      applied: cut.applied_at !== null,
    })),
    over: overloadRows(load),
  };
}

/** The capacity of units in a fiscal year, in the order of the chart. */
export async function listCapacities(
  context: ReadContext,
  today: Temporal.PlainDate,
  query: { fiscalYear: number; unit?: Id<'unit'> | undefined },
): Promise<Capacities> {
  const { db, actor } = context;
  if (query.unit) await loadEntity(db, actor, { kind: 'unit', id: query.unit });
  const chart = await chartOn(db, today.toString());
  const units = query.unit ? within(chart, query.unit) : undefined;
  const ofUnit = Map.groupBy(await capacityOf(db, query.fiscalYear, units), ({ unit }) => unit);
  return {
    items: chart.order.flatMap(({ id, title }) =>
      (ofUnit.get(id) ?? []).map(({ quarter, people, money }) => ({
        unit: { ref: refOf(id), title },
        quarter,
        people,
        money,
      })),
    ),
  };
}
