import { z } from 'zod';
import { contextKind } from './flags-configuration.ts';
import { idOf, referenceOf } from './ids.ts';
import { operation } from './operation.ts';
import { entitySummary, instant, pageOf, pageQuery, text } from './schemas.ts';

/** The states of a ramp; the last three end it. */
export const flagRampStates = [
  'in-review',
  'scheduled',
  'running',
  'held',
  'finished',
  'rolled-back',
  'stopped',
] as const;

/** What a guard says: go on, roll back, or hold since nobody can tell. */
export const guardVerdicts = ['go-on', 'hold', 'roll-back'] as const;

/** One step: that share of everybody whom no list and no rule decides for, for so long at least. */
export const rampStep = z.object({
  percent: z
    .number()
    .min(0.001)
    .max(100)
    .refine(
      (value) => Number.isInteger(Math.round(value * 1e6) / 1e3),
      'is in thousandths of a percent',
    ),
  minutes: z.int().min(0).max(129_600),
});

const ofInsight = z.object({
  kind: z.literal('insight'),
  insight: z.string().min(1).max(200),
  parameters: z.record(z.string(), z.json()).default({}),
  figure: z.string().min(1).max(200),
});

/** What must hold for a ramp to go on: a metric's last value, or a figure of an insight now. */
export const rampGuard = z.object({
  label: z.string().trim().min(1).max(120),
  of: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('metric'), metric: idOf('metric') }),
    ofInsight,
  ]),
  condition: z.enum(['at-most', 'at-least']),
  limit: z.number(),
  /** An older value can’t tell: the ramp holds. */
  maxAgeHours: z.int().min(1).max(8760).default(48),
});

const ramp = z.object({
  ref: referenceOf('flag_ramp'),
  flag: entitySummary,
  environment: entitySummary,
  state: z.enum(flagRampStates),
  variation: z.number().int(),
  otherwise: z.number().int(),
  contextKind: z.string(),
  steps: z.array(rampStep),
  guards: z.array(
    rampGuard.extend({
      of: z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('metric'), metric: referenceOf('metric') }),
        ofInsight,
      ]),
    }),
  ),
  readings: z.array(
    z.object({
      verdict: z.enum(guardVerdicts),
      value: z.number().nullable(),
      says: z.string(),
    }),
  ),
  startsAt: instant,
  position: z.number().int(),
  stepSince: instant.nullable(),
  /** When the next step is due if the guards allow it. */
  nextAt: instant.nullable(),
  says: z.string(),
  startedBy: z.string(),
  /** Whoever asks is whoever started it: another person approves it. */
  mine: z.boolean(),
  approvedBy: z.string().nullable(),
  startedAt: instant,
  lookedAt: instant.nullable(),
  endedAt: instant.nullable(),
});

const params = z.object({ id: idOf('flag_ramp') });
const moved = z.object({ state: z.enum(flagRampStates), says: z.string() });
const act = (verb: string, summary: string) =>
  operation({
    method: 'POST',
    path: `/api/v1/flag-ramps/{id}/${verb}`,
    summary,
    permission: 'contributor',
    params,
    body: z.object({ reason: text.default('') }),
    output: moved,
    errors: ['wrong_state'],
  });

/** Ramps: shares that grow by steps while guards allow it, and go back by themselves. */
export const flagRamps = {
  startRamp: operation({
    method: 'POST',
    path: '/api/v1/flags/{id}/environments/{environment}/ramps',
    summary: 'Ramp a variation up by steps, each as long as it soaks and its guards allow it',
    description:
      'Guards are looked at every minute. Beyond its limit one rolls the ramp back to what was served ' +
      'before; one that can’t tell holds it. Whoever changes the flag there by hand takes the ramp over. ' +
      'Where changes want a review, another person approves the ramp first.',
    permission: 'contributor',
    params: z.object({ id: idOf('flag'), environment: idOf('environment') }),
    body: z.object({
      variation: z.number().int().min(0).max(49),
      /** What the others get; the off variation without it. */
      otherwise: z.number().int().min(0).max(49).optional(),
      contextKind: contextKind.default('user'),
      bucketBy: z.string().min(1).max(200).optional(),
      steps: z.array(rampStep).min(1).max(30),
      guards: z.array(rampGuard).max(20).default([]),
      startsAt: instant.optional(),
    }),
    output: z.object({ ref: referenceOf('flag_ramp') }),
    status: 201,
    errors: ['flags.invalid', 'wrong_state', 'already_exists'],
  }),
  listRamps: operation({
    method: 'GET',
    path: '/api/v1/flag-ramps',
    summary: 'Ramps, newest first',
    permission: 'member',
    query: pageQuery.extend({
      flag: idOf('flag').optional(),
      environment: idOf('environment').optional(),
      underWay: z.stringbool().optional(),
    }),
    output: pageOf(ramp),
  }),
  approveRamp: act('approve', 'Approve another person’s ramp, so that it begins'),
  holdRamp: act('hold', 'Hold a ramp at the share that it has reached'),
  goOnRamp: act('go-on', 'Let a held ramp go on, or a running one take its next step now'),
  rollBackRamp: act('roll-back', 'Roll a ramp back to what was served before it'),
  stopRamp: act('stop', 'End a ramp where it stands'),
};
