import { z } from 'zod';
import { idOf } from './ids.ts';
import { operation } from './operation.ts';
import {
  cadenceDetail,
  cadenceRow,
  cycleDetail,
  cycleRow,
  localTime,
  ruleJson,
} from './rhythm-views.ts';
import { changed, created, pageOf, pageQuery, plainDate } from './schemas.ts';

const cadenceParams = z.object({ id: idOf('cadence') });
const zone = z.string().min(1).max(100);

/** The templates of reviews, which unit holds them, and by which rules. */
export const rhythmCadences = {
  listCycles: operation({
    method: 'GET',
    path: '/api/v1/cycles',
    summary: 'The review cycles, as templates: when, how long, led and decided by whom',
    permission: 'member',
    query: pageQuery,
    output: pageOf(cycleRow),
  }),
  getCycle: operation({
    method: 'GET',
    path: '/api/v1/cycles/{id}',
    summary: 'A cycle: its rule, agenda, pack, outputs, and the cadences that hold it',
    permission: 'member',
    params: z.object({ id: idOf('cycle') }),
    output: cycleDetail,
  }),

  listCadences: operation({
    method: 'GET',
    path: '/api/v1/cadences',
    summary: 'Cadences: which unit holds which cycle, and when next',
    permission: 'member',
    query: pageQuery.extend({ cycle: idOf('cycle').optional(), unit: idOf('unit').optional() }),
    output: pageOf(cadenceRow),
  }),
  getCadence: operation({
    method: 'GET',
    path: '/api/v1/cadences/{id}',
    summary: 'A cadence: its rule in words, who leads and decides today, where it rises to',
    permission: 'member',
    params: cadenceParams,
    output: cadenceDetail,
  }),
  createCadence: operation({
    method: 'POST',
    path: '/api/v1/cadences',
    summary: 'Let a unit hold a cycle',
    permission: 'editor',
    body: z.object({
      cycle: idOf('cycle'),
      unit: idOf('unit'),
      parent: idOf('cadence').optional(),
      rule: ruleJson.optional(),
      time: localTime.optional(),
      timeZone: zone.optional(),
      since: plainDate.optional(),
      until: plainDate.optional(),
    }),
    output: created('cadence'),
    status: 201,
    errors: ['rhythm.rule_invalid', 'wrong_state'],
  }),
  changeCadence: operation({
    method: 'PATCH',
    path: '/api/v1/cadences/{id}',
    summary: 'Change a cadence’s rule, hour, zone, parent or period; reviews that exist stay put',
    permission: 'editor',
    params: cadenceParams,
    body: z.object({
      parent: idOf('cadence').nullable().optional(),
      rule: ruleJson.nullable().optional(),
      time: localTime.nullable().optional(),
      timeZone: zone.nullable().optional(),
      since: plainDate.nullable().optional(),
      until: plainDate.nullable().optional(),
    }),
    output: changed,
    ifMatch: true,
    errors: ['rhythm.rule_invalid', 'entity.circular', 'wrong_state'],
  }),

  listOccasions: operation({
    method: 'GET',
    path: '/api/v1/occasions',
    summary: 'What reviews can be held for when it happens: the events that rules may name',
    permission: 'member',
    output: z.object({ items: z.array(z.object({ event: z.string(), says: z.string() })) }),
  }),
};
