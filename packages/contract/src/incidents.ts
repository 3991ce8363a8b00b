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

/** Whether an incident still hurts. */
export const incidentStates = ['open', 'resolved'] as const;

/** 1: nobody can work · 2: many can’t, or something is lost · 3: some are slowed · 4: barely felt. */
const severity = z.number().int().min(1).max(4);

const incidentRow = z.object({
  ref: referenceOf('incident'),
  title: z.string(),
  state: z.enum(incidentStates),
  severity: z.number().int(),
  service: entitySummary.nullable(),
  deployment: entitySummary.nullable(),
  ownerUnit: z.object({ ref: referenceOf('unit'), title: z.string() }).nullable(),
  openedAt: instant,
  resolvedAt: instant.nullable(),
  revision: z.number().int(),
});

/** How it runs: incidents, and what caused them. */
export const incidents = {
  openIncident: operation({
    method: 'POST',
    path: '/api/v1/incidents',
    summary: 'Open an incident; one that names a deployment closes its gate until it is resolved',
    permission: 'contributor',
    body: z.object({
      title,
      summary: text.default(''),
      ownerUnit: idOf('unit'),
      severity,
      service: idOf('service').optional(),
      deployment: idOf('deployment').optional(),
      startedAt: instant.optional(),
    }),
    output: created('incident'),
    status: 201,
  }),
  getIncident: operation({
    method: 'GET',
    path: '/api/v1/incidents/{id}',
    summary: 'An incident with its timeline',
    permission: 'member',
    params: z.object({ id: idOf('incident') }),
    output: z.object({
      ...entityFields,
      ...incidentRow.shape,
      cause: z.string(),
      notes: z.array(z.object({ at: instant, by: z.string(), text: z.string() })),
    }),
  }),
  listIncidents: operation({
    method: 'GET',
    path: '/api/v1/incidents',
    summary: 'Incidents, newest first; in a state, of a severity, of a unit, a service',
    permission: 'member',
    query: pageQuery.extend({
      state: z.enum(incidentStates).optional(),
      severity: z.coerce.number().int().min(1).max(4).optional(),
      ownerUnit: idOf('unit').optional(),
      service: idOf('service').optional(),
    }),
    output: pageOf(incidentRow),
  }),
  changeIncident: operation({
    method: 'PATCH',
    path: '/api/v1/incidents/{id}',
    summary: 'Correct an incident: severity, service, the deployment that caused it',
    permission: 'contributor',
    params: z.object({ id: idOf('incident') }),
    body: z.object({
      title: title.optional(),
      summary: text.optional(),
      severity: severity.optional(),
      service: idOf('service').nullable().optional(),
      deployment: idOf('deployment').nullable().optional(),
    }),
    output: changed,
    ifMatch: true,
  }),
  addIncidentNote: operation({
    method: 'POST',
    path: '/api/v1/incidents/{id}/notes',
    summary: 'Add a line to the timeline',
    permission: 'contributor',
    params: z.object({ id: idOf('incident') }),
    body: z.object({ text: z.string().trim().min(1).max(5000) }),
    output: changed,
  }),
  resolveIncident: operation({
    method: 'POST',
    path: '/api/v1/incidents/{id}/resolve',
    summary: 'Say that it is over, and what the cause was',
    permission: 'contributor',
    params: z.object({ id: idOf('incident') }),
    body: z.object({ cause: text.default('') }),
    output: changed,
    errors: ['wrong_state'],
  }),
  reopenIncident: operation({
    method: 'POST',
    path: '/api/v1/incidents/{id}/reopen',
    summary: 'It was not over',
    permission: 'contributor',
    params: z.object({ id: idOf('incident') }),
    body: z.object({ reason: z.string().trim().min(1).max(2000) }),
    output: changed,
    errors: ['wrong_state'],
  }),
};
