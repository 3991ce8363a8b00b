import { toReference, type Id, type OperationOf, type OutputOf } from '@throughline/contract';
import type { ReadContext } from '../../../platform/context.ts';
import { loadEntity } from '../../../platform/entities/entity.ts';
import { prioritiesOf } from '../priority/priority-views.ts';
import { loadPlan } from '../store.ts';
import { allocationsOf, capacityOf, type AllocationRow } from './allocation-store.ts';
import { overloadRows, planLoad } from './allocation-views.ts';

type Comparison = OutputOf<OperationOf<'strategy.comparePlans'>>;

const quarters = [1, 2, 3, 4] as const;

/** What some allocations come to by quarter, after the cut list, and in money over the year. */
function sumOf(rows: readonly AllocationRow[]): { people: number[]; money: number } {
  return {
    people: quarters.map((quarter) =>
      rows
        .filter((row) => row.quarter === quarter)
        .reduce((sum, row) => sum + row.people - row.cut.people, 0),
    ),
    money: rows.reduce((sum, row) => sum + row.money - row.cut.money, 0),
  };
}

function differ(parts: readonly unknown[]): boolean {
  return new Set(parts.map((part) => JSON.stringify(part))).size > 1;
}

/** Priorities of different plans are one where they have one title. */
const named = (title: string) => title.trim().toLowerCase().replaceAll(/\s+/g, ' ');

/** Plans side by side: what each of them wants, for whom, and where they differ. Throws `not_found`. */
export async function comparePlans(
  context: ReadContext,
  today: Temporal.PlainDate,
  ids: readonly Id<'plan'>[],
): Promise<Comparison> {
  const { db, actor } = context;
  const plans = await Promise.all(
    [...new Set(ids)].map(async (id) => {
      const entity = await loadEntity(db, actor, { kind: 'plan', id });
      const { fiscal_year: fiscalYear } = await loadPlan(db, id);
      const load = await planLoad(context, today, id, fiscalYear);
      return {
        id,
        entity,
        fiscalYear,
        load,
        priorities: await prioritiesOf(context, { plan: id }),
      };
    }),
  );
  const rows = await allocationsOf(context, [...new Set(ids)]);
  const [first] = plans;
  const capacity = first ? await capacityOf(db, first.fiscalYear) : [];
  const titles = new Map(
    plans.flatMap(({ priorities }) =>
      priorities.map(({ title }) => [named(title), title] as const),
    ),
  );
  const asked = new Set(rows.map(({ unit }) => unit));
  const units = first?.load.chart.order.filter(({ id }) => asked.has(id)) ?? [];
  return {
    plans: plans.map(({ id, entity, fiscalYear, load }) => ({
      ref: toReference('plan', id),
      title: entity.title,
      state: entity.state as Comparison['plans'][number]['state'],
      fiscalYear,
      ...sumOf(load.rows),
      over: overloadRows(load).length,
    })),
    priorities: [...titles].map(([name, title]) => {
      const inPlans = plans.map(({ priorities }) => {
        const found = priorities.find((priority) => named(priority.title) === name);
        if (!found) return null;
        const own = rows.filter((row) => toReference('priority', row.priority) === found.ref);
        return { ref: found.ref, rank: found.rank, ...sumOf(own) };
      });
      return {
        title,
        in: inPlans,
        differs: differ(inPlans.map((part) => part && [part.people, part.money])),
      };
    }),
    units: units.map(({ id: unit, title }) => {
      const inPlans = plans.map(({ id }) =>
        sumOf(rows.filter((row) => row.plan === id && row.unit === unit)),
      );
      const has = (quarter: number) =>
        capacity.find((one) => one.unit === unit && one.quarter === quarter)?.people ?? null;
      return {
        unit: { ref: toReference('unit', unit), title },
        capacity: quarters.map(has),
        in: inPlans,
        differs: differ(inPlans),
      };
    }),
  };
}
