import { z } from 'zod';
import { idOf } from './ids.ts';
import { operation } from './operation.ts';
import { cadenceDetail, cadenceRow, cycleDetail, cycleRow, localTime } from './rhythm-views.ts';
import { cycleTemplate, cycleVersionStamp, ruleJson, rulePreview } from './rhythm-templates.ts';
import { changed, created, pageOf, pageQuery, plainDate } from './schemas.ts';

const cycleParams = z.object({ id: idOf('cycle') });
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
    params: cycleParams,
    output: cycleDetail,
  }),

  copyCycle: operation({
    method: 'POST',
    path: '/api/v1/cycles/{id}/copy',
    summary: 'Make a cycle of one’s own of a cycle: the copy belongs to a unit and may be changed',
    permission: 'editor',
    params: cycleParams,
    body: z.object({ title: cycleTemplate.shape.title, unit: idOf('unit') }),
    output: created('cycle'),
    status: 201,
  }),
  changeCycle: operation({
    method: 'PUT',
    path: '/api/v1/cycles/{id}',
    summary: 'Change a copied cycle: its whole template, as a new version',
    description:
      'An editor of the unit that it belongs to. Cycles of the organisation’s files are changed there: ' +
      'copy one. Reviews on the calendar take the new agenda and pack until they freeze; their hours ' +
      'stay until the year is compiled again.',
    permission: 'editor',
    params: cycleParams,
    body: cycleTemplate,
    output: changed.extend({ version: z.number().int() }),
    ifMatch: true,
    errors: ['rhythm.template_invalid', 'wrong_state'],
  }),
  archiveCycle: operation({
    method: 'POST',
    path: '/api/v1/cycles/{id}/archive',
    summary: 'Put a copied cycle away: no unit can take it up any more',
    description:
      'An editor of the unit that it belongs to. Refused while a cadence goes by it. What was frozen ' +
      'with it keeps it.',
    permission: 'editor',
    params: cycleParams,
    output: changed,
    ifMatch: true,
    errors: ['wrong_state'],
  }),
  restoreCycle: operation({
    method: 'POST',
    path: '/api/v1/cycles/{id}/restore',
    summary: 'Bring an archived cycle back',
    permission: 'editor',
    params: cycleParams,
    output: changed,
    ifMatch: true,
    errors: ['wrong_state'],
  }),
  getCycleVersion: operation({
    method: 'GET',
    path: '/api/v1/cycles/{id}/versions/{version}',
    summary: 'What a cycle said at a version',
    permission: 'member',
    params: cycleParams.extend({ version: z.coerce.number().int().min(1) }),
    output: cycleVersionStamp.extend({ ruleSays: z.string(), template: cycleTemplate }),
  }),
  previewRule: operation({
    method: 'GET',
    path: '/api/v1/cadence-rules/preview',
    summary: 'A rule in words, with its next five dates, or what is wrong with it; `rule` is JSON',
    permission: 'member',
    query: z.object({
      rule: z.string().max(8000),
      durationMinutes: z.coerce.number().int().min(1).max(10_080).default(60),
      preReadBusinessDays: z.coerce.number().int().min(0).max(250).default(0),
    }),
    output: rulePreview,
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
      sessions: z.array(z.string().min(1).max(200)).max(20).optional().meta({
        description:
          'Keys of the cycle’s sessions: each becomes a cadence, the first is returned. What the cycle’s own rule holds without it.',
      }),
      parent: idOf('cadence').optional(),
      rule: ruleJson.optional(),
      time: localTime.optional(),
      timeZone: zone.optional(),
      facilitator: idOf('person').optional(),
      productOwner: idOf('person').optional(),
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
    summary: 'Change a cadence’s cycle, rule, hour, zone, parent or period',
    description:
      'Reviews that exist stay put until the year is compiled with `align`; those that are held on ' +
      'occasions follow by themselves.',
    permission: 'editor',
    params: cadenceParams,
    body: z.object({
      cycle: idOf('cycle').optional(),
      parent: idOf('cadence').nullable().optional(),
      rule: ruleJson.nullable().optional(),
      time: localTime.nullable().optional(),
      timeZone: zone.nullable().optional(),
      facilitator: idOf('person').nullable().optional(),
      productOwner: idOf('person').nullable().optional(),
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
