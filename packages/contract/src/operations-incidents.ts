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

/** Whether an incident still hurts; `mitigated`: it no longer does, but is not settled. */
export const incidentStates = ['open', 'mitigated', 'resolved'] as const;

/** Who does what while an incident lasts. */
export const incidentRoles = [
  'commander',
  'communications',
  'scribe',
  'operations',
  'expert',
] as const;

/** What a line of an incident's timeline tells of. */
export const timelineKinds = [
  'note',
  'detected',
  'decision',
  'action',
  'communication',
  'status',
] as const;

/** What an incident came from. */
export const incidentCauses = [
  'unknown',
  'deployment',
  'infrastructure-change',
  'flag',
  'dependency',
  'capacity',
  'hardware',
  'data',
  'attack',
  'other',
] as const;

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
  causeKind: z.enum(incidentCauses),
  /** When it began to hurt, and when somebody said so here. */
  openedAt: instant,
  declaredAt: instant,
  mitigatedAt: instant.nullable(),
  resolvedAt: instant.nullable(),
  revision: z.number().int(),
});

const params = z.object({ id: idOf('incident') });

/** Disturbances of services: who does what, what was seen and done, what caused them. */
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
      /** What customers notice. */
      impact: text.default(''),
      accounts: z.array(idOf('account')).max(100).default([]),
    }),
    output: created('incident'),
    status: 201,
  }),
  getIncident: operation({
    method: 'GET',
    path: '/api/v1/incidents/{id}',
    summary: 'An incident with its timeline',
    permission: 'member',
    params,
    output: z.object({
      ...entityFields,
      ...incidentRow.shape,
      cause: z.string(),
      /** The infrastructure change that it came from. */
      change: entitySummary.nullable(),
      impact: z.string(),
      accounts: z.array(entitySummary),
      roles: z.array(
        z.object({
          role: z.enum(incidentRoles),
          person: z.object({ ref: referenceOf('person'), name: z.string() }),
        }),
      ),
      postmortem: entitySummary.nullable(),
      external: z.array(
        z.object({ system: z.string(), id: z.string(), address: z.string(), lastSeen: instant }),
      ),
      notes: z.array(
        z.object({
          at: instant,
          by: z.string(),
          kind: z.enum(timelineKinds),
          text: z.string(),
          /** When it was written, where that was later. */
          writtenAt: instant,
        }),
      ),
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
    summary: 'Correct an incident: severity, service, impact, what caused it',
    permission: 'contributor',
    params,
    body: z.object({
      title: title.optional(),
      summary: text.optional(),
      severity: severity.optional(),
      service: idOf('service').nullable().optional(),
      deployment: idOf('deployment').nullable().optional(),
      change: idOf('infrastructure_change').nullable().optional(),
      causeKind: z.enum(incidentCauses).optional(),
      cause: text.optional(),
      impact: text.optional(),
      accounts: z.array(idOf('account')).max(100).optional(),
      startedAt: instant.optional(),
    }),
    output: changed,
    ifMatch: true,
  }),
  addIncidentNote: operation({
    method: 'POST',
    path: '/api/v1/incidents/{id}/notes',
    summary: 'Add a line to the timeline',
    permission: 'contributor',
    params,
    body: z.object({
      text: z.string().trim().min(1).max(5000),
      kind: z.enum(timelineKinds).exclude(['status']).default('note'),
      /** When it happened; now, where left out. */
      at: instant.optional(),
    }),
    output: changed,
  }),
  assignIncidentRole: operation({
    method: 'PUT',
    path: '/api/v1/incidents/{id}/role',
    summary: 'Say who has a role in an incident, or that nobody has',
    permission: 'contributor',
    params,
    body: z.object({ role: z.enum(incidentRoles), person: idOf('person').nullable() }),
    output: changed,
  }),
  proposeIncidentCauses: operation({
    method: 'GET',
    path: '/api/v1/incidents/{id}/proposed-causes',
    summary: 'What was deployed to the service, or changed under it, in the week before it began',
    permission: 'member',
    params,
    output: z.object({
      items: z.array(
        z.object({
          entity: entitySummary,
          at: instant,
          /** How long before, and where: “40 minutes before it began, in Production”. */
          says: z.string(),
        }),
      ),
    }),
  }),
  mitigateIncident: operation({
    method: 'POST',
    path: '/api/v1/incidents/{id}/mitigate',
    summary: 'Say that it no longer hurts, though it is not settled',
    permission: 'contributor',
    params,
    body: z.object({ how: z.string().trim().max(5000).default('') }),
    output: changed,
    errors: ['wrong_state'],
  }),
  resolveIncident: operation({
    method: 'POST',
    path: '/api/v1/incidents/{id}/resolve',
    summary: 'Say that it is over, and what the cause was',
    permission: 'contributor',
    params,
    body: z.object({
      cause: text.default(''),
      causeKind: z.enum(incidentCauses).optional(),
    }),
    output: changed,
    errors: ['wrong_state'],
  }),
  reopenIncident: operation({
    method: 'POST',
    path: '/api/v1/incidents/{id}/reopen',
    summary: 'It was not over',
    permission: 'contributor',
    params,
    body: z.object({ reason: z.string().trim().min(1).max(2000) }),
    output: changed,
    errors: ['wrong_state'],
  }),
};
