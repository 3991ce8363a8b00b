import { z } from 'zod';
import { idOf, referenceOf } from './ids.ts';
import { operation } from './operation.ts';
import { changed, title } from './schemas.ts';
import { fiscalYear, planStates, quarter } from './strategy-rows.ts';

/** People are full-time places in a quarter; money is in the currency that the organisation plans in. */
const people = z.number().min(0).max(1_000_000);
const money = z.number().min(0).max(1_000_000_000_000);
const planId = z.object({ id: idOf('plan') });
const unit = z.object({ ref: referenceOf('unit'), title: z.string() });
const cell = {
  priority: idOf('priority'),
  unit: idOf('unit'),
  quarter,
} as const;
const shownCell = {
  priority: referenceOf('priority'),
  unit: referenceOf('unit'),
  quarter: z.number().int(),
} as const;

/** What is needed of something in a quarter against what there is; null where nobody has said. */
const load = z.object({
  needed: z.number(),
  /** Of what was asked for, what the cut list gives up. */
  cut: z.number(),
  capacity: z.number().nullable(),
  over: z.number(),
});

/** One unit and quarter in which a plan needs more than there is. */
const overload = z.object({
  unit,
  quarter: z.number().int(),
  people: load,
  money: load,
});

const four = z.array(z.number()).length(4);

/** Allocations of a plan against the capacity of units, and the cut list that settles the difference. */
export const allocations = {
  setCapacity: operation({
    method: 'PUT',
    path: '/api/v1/capacities',
    summary: 'Say how many people (and how much money) a unit has in the quarters of a fiscal year',
    permission: 'editor',
    body: z.object({
      unit: idOf('unit'),
      fiscalYear,
      /** People of a unit include those of the units below it. Null takes a statement back. */
      quarters: z
        .array(z.object({ quarter, people: people.nullable(), money: money.nullable().optional() }))
        .min(1)
        .max(4),
    }),
    output: z.object({ quarters: z.number().int() }),
  }),
  listCapacities: operation({
    method: 'GET',
    path: '/api/v1/capacities',
    summary: 'The capacity of units in a fiscal year, the units in the order of the chart',
    permission: 'member',
    query: z.object({
      fiscalYear: z.coerce.number().int(),
      /** With the units below it. */
      unit: idOf('unit').optional(),
    }),
    output: z.object({
      items: z.array(
        z.object({
          unit,
          quarter: z.number().int(),
          people: z.number(),
          money: z.number().nullable(),
        }),
      ),
    }),
  }),
  getAllocations: operation({
    method: 'GET',
    path: '/api/v1/plans/{id}/allocations',
    summary:
      'A plan’s allocations by priority, unit and quarter, its cut list, and what is too much',
    permission: 'member',
    params: planId,
    output: z.object({
      state: z.enum(planStates),
      revision: z.number().int(),
      fiscalYear: z.number().int(),
      /** Units that capacity or allocations name, in the order of the chart, with all four quarters. */
      units: z.array(
        z.object({
          unit,
          depth: z.number().int(),
          quarters: z.array(
            z.object({ quarter: z.number().int(), people: load, money: load, actual: z.number() }),
          ),
        }),
      ),
      entries: z.array(
        z.object({
          ...shownCell,
          people: z.number(),
          money: z.number(),
          actualPeople: z.number().nullable(),
          actualMoney: z.number().nullable(),
        }),
      ),
      /** In the order in which they were put; an applied one is settled. */
      cuts: z.array(
        z.object({
          what: z.string(),
          ...shownCell,
          people: z.number(),
          money: z.number(),
          applied: z.boolean(),
        }),
      ),
      over: z.array(overload),
    }),
  }),
  setAllocations: operation({
    method: 'PUT',
    path: '/api/v1/plans/{id}/allocations',
    summary:
      'Plan people and money for priorities by unit and quarter; nothing of both takes one away',
    permission: 'contributor',
    params: planId,
    body: z.object({
      entries: z
        .array(z.object({ ...cell, people, money: money.default(0) }))
        .min(1)
        .max(1000),
    }),
    output: changed,
    ifMatch: true,
    errors: ['wrong_state'],
  }),
  recordActuals: operation({
    method: 'PUT',
    path: '/api/v1/plans/{id}/actuals',
    summary:
      'Say what an adopted plan’s priorities really took of a unit in a quarter; what isn’t said stays',
    permission: 'contributor',
    params: planId,
    body: z.object({
      entries: z
        .array(z.object({ ...cell, people: people.optional(), money: money.optional() }))
        .min(1)
        .max(1000),
    }),
    output: changed,
    errors: ['wrong_state'],
  }),
  setCutList: operation({
    method: 'PUT',
    path: '/api/v1/plans/{id}/cut-list',
    summary: 'Write the cut list of a draft, in order; what was applied before stays',
    permission: 'contributor',
    params: planId,
    body: z.object({
      entries: z
        .array(z.object({ what: title, ...cell, people, money: money.default(0) }))
        .max(200),
    }),
    output: changed,
    ifMatch: true,
    errors: ['wrong_state'],
  }),
  applyCutList: operation({
    method: 'POST',
    path: '/api/v1/plans/{id}/apply-cut-list',
    summary: 'Take the cut list off the allocations of a draft; adopting does so too',
    permission: 'owner',
    params: planId,
    output: changed,
    ifMatch: true,
    errors: ['wrong_state'],
  }),
  comparePlans: operation({
    method: 'GET',
    path: '/api/v1/plan-comparison',
    summary:
      'Two to six plans side by side: priorities of one title, allocations, totals, differences',
    permission: 'member',
    query: z.object({
      /** References with commas between them. */
      plans: z
        .string()
        .max(400)
        .transform((text) => text.split(','))
        .pipe(z.array(idOf('plan')).min(2).max(6)),
    }),
    output: z.object({
      plans: z.array(
        z.object({
          ref: referenceOf('plan'),
          title: z.string(),
          state: z.enum(planStates),
          fiscalYear: z.number().int(),
          /** After the cut list, by quarter. */
          people: four,
          money: z.number(),
          /** Units and quarters in which it needs more than there is. */
          over: z.number().int(),
        }),
      ),
      priorities: z.array(
        z.object({
          title: z.string(),
          /** One for each plan, in their order; null where it has no such priority. */
          in: z.array(
            z
              .object({
                ref: referenceOf('priority'),
                rank: z.number().int(),
                people: four,
                money: z.number(),
              })
              .nullable(),
          ),
          differs: z.boolean(),
        }),
      ),
      units: z.array(
        z.object({
          unit,
          capacity: z.array(z.number().nullable()).length(4),
          in: z.array(z.object({ people: four, money: z.number() })),
          differs: z.boolean(),
        }),
      ),
    }),
  }),
  setPlanReaders: operation({
    method: 'PUT',
    path: '/api/v1/plans/{id}/readers',
    summary:
      'Name who reads a draft and all that is drafted under it; whoever names them stays one',
    permission: 'editor',
    params: planId,
    body: z.object({ readers: z.array(idOf('person')).max(200) }),
    output: changed,
    ifMatch: true,
    errors: ['wrong_state'],
  }),
};
