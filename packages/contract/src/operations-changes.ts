import { z } from 'zod';
import { idOf, referenceOf } from './ids.ts';
import { operation } from './operation.ts';
import {
  changed,
  created,
  entityFields,
  entitySummary,
  instant,
  pageOf,
  pageQuery,
  text,
  title,
} from './schemas.ts';

/** Where an infrastructure change stands. */
export const infrastructureChangeStates = [
  'planned',
  'approved',
  'in-progress',
  'succeeded',
  'failed',
  'rolled-back',
  'cancelled',
] as const;

/** How much may go wrong with it. */
export const changeRisks = ['low', 'medium', 'high'] as const;

const changeRow = z.object({
  ref: referenceOf('infrastructure_change'),
  title: z.string(),
  state: z.enum(infrastructureChangeStates),
  risk: z.enum(changeRisks),
  startsAt: instant,
  endsAt: instant,
  services: z.array(entitySummary),
  environments: z.array(entitySummary),
  ownerUnit: z.object({ ref: referenceOf('unit'), title: z.string() }).nullable(),
  /** The freezes and other changes that its window runs into, in words. */
  clashes: z.array(z.string()),
  revision: z.number().int(),
});

const params = z.object({ id: idOf('infrastructure_change') });
const startsAt = instant;
const endsAt = instant;
const services = z.array(idOf('service')).max(50);
const environments = z.array(idOf('environment')).max(20);

/** Planned changes of what services run on: who approved them, when, and how they went. */
export const infrastructureChanges = {
  planInfrastructureChange: operation({
    method: 'POST',
    path: '/api/v1/infrastructure-changes',
    summary: 'Plan a change of what services run on: window, risk, way back',
    permission: 'contributor',
    body: z.object({
      title,
      summary: text.default(''),
      ownerUnit: idOf('unit'),
      risk: z.enum(changeRisks).default('low'),
      startsAt,
      endsAt,
      /** How it is taken back. */
      wayBack: text.default(''),
      services: services.default([]),
      environments: environments.default([]),
      /** Where another tool masters it. */
      external: z
        .object({
          system: z.string().trim().min(1).max(50),
          id: z.string().trim().min(1).max(200),
          address: z.url({ protocol: /^https?$/ }).max(2000),
        })
        .optional(),
    }),
    output: created('infrastructure_change'),
    status: 201,
    errors: ['already_exists'],
  }),
  changeInfrastructureChange: operation({
    method: 'PATCH',
    path: '/api/v1/infrastructure-changes/{id}',
    summary: 'Replan it; another window, risk or way back has to be approved anew',
    permission: 'contributor',
    params,
    body: z.object({
      title: title.optional(),
      summary: text.optional(),
      risk: z.enum(changeRisks).optional(),
      startsAt: startsAt.optional(),
      endsAt: endsAt.optional(),
      wayBack: text.optional(),
      services: services.optional(),
      environments: environments.optional(),
    }),
    output: changed,
    ifMatch: true,
    errors: ['wrong_state'],
  }),
  approveInfrastructureChange: operation({
    method: 'POST',
    path: '/api/v1/infrastructure-changes/{id}/approve',
    summary: 'Approve what somebody else planned; into a freeze only with a reason',
    permission: 'editor',
    params,
    body: z.object({
      /** Why it may happen although something is frozen. */
      despite: z.string().trim().max(2000).default(''),
    }),
    output: changed,
    ifMatch: true,
    errors: ['wrong_state', 'operations.own_request', 'operations.clashes'],
  }),
  moveInfrastructureChange: operation({
    method: 'POST',
    path: '/api/v1/infrastructure-changes/{id}/move',
    summary: 'Say that it began, how it ended, or that it won’t happen',
    permission: 'contributor',
    params,
    body: z.object({
      to: z.enum(['in-progress', 'succeeded', 'failed', 'rolled-back', 'cancelled']),
      note: text.default(''),
    }),
    output: changed,
    ifMatch: true,
    errors: ['wrong_state'],
  }),
  getInfrastructureChange: operation({
    method: 'GET',
    path: '/api/v1/infrastructure-changes/{id}',
    summary: 'A planned change with its approval and its outcome',
    permission: 'member',
    params,
    output: z.object({
      ...entityFields,
      ...changeRow.shape,
      wayBack: z.string(),
      plannedBy: z.string(),
      /** Planned by the reader, who can't approve it therefore. */
      mine: z.boolean(),
      approvedBy: z.string().nullable(),
      approvedAt: instant.nullable(),
      despite: z.string(),
      beganAt: instant.nullable(),
      endedAt: instant.nullable(),
      outcome: z.string(),
      incidents: z.array(entitySummary),
      external: z.array(
        z.object({ system: z.string(), id: z.string(), address: z.string(), lastSeen: instant }),
      ),
    }),
  }),
  listInfrastructureChanges: operation({
    method: 'GET',
    path: '/api/v1/infrastructure-changes',
    summary:
      'Planned changes by their start, the latest first; within a time, of a service, a state',
    permission: 'member',
    query: pageQuery.extend({
      state: z.enum(infrastructureChangeStates).optional(),
      service: idOf('service').optional(),
      ownerUnit: idOf('unit').optional(),
      /** Those whose window has not ended by then. */
      from: instant.optional(),
      /** Those whose window begins before. */
      to: instant.optional(),
    }),
    output: pageOf(changeRow),
  }),
};
