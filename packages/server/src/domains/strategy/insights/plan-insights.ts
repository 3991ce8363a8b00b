import { toReference, type EntitySummary, type Id } from '@throughline/contract';
import { sql } from 'kysely';
import { z } from 'zod';
import { visible } from '../../../platform/access/visible.ts';
import type { ReadContext } from '../../../platform/context.ts';
import { loadSummaries } from '../../../platform/entities/entity.ts';
import { insight, type Insight } from '../../../platform/insights/insight.ts';
import { allocationsOf, capacityOf, chartOn } from '../allocation/allocation-store.ts';
import { loadsOf, overloads } from '../allocation/load-rules.ts';
import {
  columns,
  count,
  counted,
  figure,
  fiscalQuarter,
  ofUnit,
  unitsOf,
  type Today,
} from './insight-parts.ts';

interface Plan {
  readonly id: Id<'plan'>;
  readonly title: string;
  readonly state: string;
  readonly fiscal_year: number;
}

/** The plans of a year (of the newest adopted one, without): the adopted one, or the open drafts. */
async function plansOf(context: ReadContext, fiscalYear: number | undefined): Promise<Plan[]> {
  const { rows } = await sql<Plan>`
    select plan.id, entity.title, entity.state, plan.fiscal_year
    from plan join entity on entity.id = plan.id
    where ${visible(context.actor)} and plan.fiscal_year = ${
      fiscalYear ??
      sql`(select max(fiscal_year) from plan newest join entity on entity.id = newest.id
        where newest.adopted_at is not null and ${visible(context.actor)})`
    }
    order by plan.adopted_at desc nulls last, plan.id desc limit 20
  `.execute(context.db);
  const adopted = rows.filter(({ state }) => state !== 'draft');
  return adopted.length > 0 ? adopted.slice(0, 1) : rows;
}

const planSummary = ({ id, title, state }: Plan): EntitySummary => ({
  ref: toReference('plan', id),
  kind: 'plan',
  title,
  state,
});

function capacity(today: Today): Insight {
  return insight({
    key: 'strategy.capacity',
    title: 'Capacity',
    describes: 'What the plan of a fiscal year needs of units by quarter, against what they have',
    parameters: z.strictObject({ ...ofUnit.shape, fiscalYear: z.number().int().optional() }),
    async run(context, { unit, fiscalYear }) {
      const plans = await plansOf(context, fiscalYear);
      const year = fiscalYear ?? plans[0]?.fiscal_year;
      const chart = await chartOn(context.db, today(context).toString());
      const units = await unitsOf(context, today, unit);
      const titles = new Map(chart.order.map(({ id, title }) => [id as string, title]));
      const stated = year === undefined ? [] : await capacityOf(context.db, year);
      const rows = await allocationsOf(
        context,
        plans.map(({ id }) => id),
      );
      const parts = (plans.length > 0 ? plans : [undefined]).map((plan) => ({
        plan,
        loads: loadsOf(
          rows.filter((row) => row.plan === plan?.id),
          stated,
          chart.parents,
        ).filter((load) => !units || units.includes(load.unit)),
      }));
      const over = parts.filter(({ loads }) => overloads(loads).length > 0);
      const top = unit ?? parts[0]?.loads[0]?.unit;
      return {
        says:
          plans.length === 0
            ? 'No plan to count: capacity only.'
            : parts
                .map(
                  ({ plan, loads }) =>
                    `${plan?.title ?? ''}: ${overloads(loads).length === 0 ? 'within capacity' : `too much in ${counted(overloads(loads).length, 'place')}`}.`,
                )
                .join(' '),
        figures: [
          count(
            context,
            'over',
            'Plans that need more than there is',
            'plans',
            over.flatMap(({ plan }) => (plan ? [planSummary(plan)] : [])),
          ),
        ],
        columns: columns({
          plan: 'Plan',
          unit: 'Unit',
          quarter: 'Quarter',
          people: 'People needed',
          capacity: 'People there are',
          over: 'Too many',
          cut: 'Cut',
          money: 'Money needed',
          moneyCapacity: 'Money there is',
        }),
        rows: parts.flatMap(({ plan, loads }) =>
          loads
            .filter(
              ({ people, money }) =>
                people.needed > 0 || people.capacity !== null || money.needed > 0,
            )
            .map((load) => ({
              ref: toReference('unit', load.unit),
              plan: plan?.title ?? null,
              unit: titles.get(load.unit) ?? null,
              quarter: `Q${load.quarter}`,
              people: load.people.needed,
              capacity: load.people.capacity,
              over: load.people.over,
              cut: load.people.cut,
              money: load.money.needed,
              moneyCapacity: load.money.capacity,
            })),
        ),
        charts: parts.slice(0, 3).flatMap(({ plan, loads }) => {
          const own = loads.filter((load) => load.unit === top);
          if (own.length === 0) return [];
          const series = (key: 'needed' | 'capacity', label: string) => ({
            key,
            label,
            points: own.map(({ quarter, people }) => ({ at: `Q${quarter}`, value: people[key] })),
          });
          return {
            key: `capacity.${plan ? toReference('plan', plan.id) : 'none'}`,
            title: `${titles.get(top ?? '') ?? ''}${plan ? `: ${plan.title}` : ''}`,
            form: 'bars' as const,
            unit: 'people',
            target: null,
            series: [series('needed', 'Needed'), series('capacity', 'There are')],
          };
        }),
      };
    },
  });
}

function variance(today: Today): Insight {
  return insight({
    key: 'strategy.variance',
    title: 'Variance',
    describes:
      'What priorities really took of people and money in a fiscal quarter, against what was planned',
    parameters: z.strictObject({ ...ofUnit.shape, fiscalQuarter: fiscalQuarter.optional() }),
    async run(context, { unit, fiscalQuarter: of }) {
      const plans = await plansOf(context, of?.year);
      const units = await unitsOf(context, today, unit);
      const rows = (
        await allocationsOf(
          context,
          plans.filter(({ state }) => state !== 'draft').map(({ id }) => id),
        )
      ).filter(
        (row) => (!of || row.quarter === of.quarter) && (!units || units.includes(row.unit)),
      );
      const said = rows.filter((row) => row.actual_people !== null);
      const ids = [...new Set(rows.map(({ priority }) => priority))];
      const priorities = await loadSummaries(context.db, context.actor, ids);
      const byPriority = ids.map((id) => {
        const own = said.filter(({ priority }) => priority === id);
        const sum = (value: (row: (typeof own)[number]) => number) =>
          own.reduce((total, row) => total + value(row), 0);
        return {
          summary: priorities.get(id),
          unsaid: rows.filter((row) => row.priority === id).length - own.length,
          planned: sum((row) => row.people - row.applied.people),
          actual: sum((row) => row.actual_people ?? 0),
          plannedMoney: sum((row) => row.money - row.applied.money),
          actualMoney: own.some((row) => row.actual_money !== null)
            ? sum((row) => row.actual_money ?? 0)
            : null,
        };
      });
      const total = (key: 'planned' | 'actual') =>
        byPriority.reduce((sum, one) => sum + one[key], 0);
      const planned = total('planned');
      const actual = total('actual');
      const records = [...priorities.values()];
      const unsaid = rows.length - said.length;
      return {
        says:
          said.length === 0
            ? 'Nobody has said yet what priorities really took.'
            : `${actual} people where ${planned} were planned${unsaid > 0 ? `; ${counted(unsaid, 'allocation')} without an actual` : ''}.`,
        figures: [
          figure(context, 'planned', 'Planned', planned, 'people', records),
          figure(
            context,
            'actual',
            'Really taken',
            said.length === 0 ? null : actual,
            'people',
            records,
          ),
          figure(
            context,
            'variance',
            'Difference',
            said.length === 0 ? null : actual - planned,
            'people',
            records,
          ),
        ],
        columns: columns({
          priority: 'Priority',
          planned: 'People planned',
          actual: 'People taken',
          difference: 'Difference',
          plannedMoney: 'Money planned',
          actualMoney: 'Money taken',
          unsaid: 'Without an actual',
        }),
        rows: byPriority.map((one) => ({
          ref: one.summary?.ref ?? null,
          priority: one.summary?.title ?? null,
          planned: one.planned,
          actual: one.actual,
          difference: one.actual - one.planned,
          plannedMoney: one.plannedMoney,
          actualMoney: one.actualMoney,
          unsaid: one.unsaid,
        })),
        charts: [
          {
            key: 'variance',
            title: 'From planned to taken, by priority',
            form: 'waterfall',
            unit: 'people',
            target: null,
            series: [
              {
                key: 'people',
                label: 'People',
                points: [
                  { at: 'Planned', value: planned },
                  ...byPriority.map((one) => ({
                    at: one.summary?.title ?? '',
                    value: one.actual - one.planned,
                  })),
                ],
              },
            ],
          },
        ],
      };
    },
  });
}

/** What the strategy says of plans: capacity against need, and what was really taken. */
export function planInsights(today: Today): readonly Insight[] {
  return [capacity(today), variance(today)];
}
