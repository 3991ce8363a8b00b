import { z } from 'zod';
import { idOf, referenceOf } from './ids.ts';
import { operation, upload } from './operation.ts';
import { entitySummary, instant } from './schemas.ts';

/** What may open incidents from outside. */
export const alertSourceKinds = ['pagerduty', 'alertmanager'] as const;

const sourceView = z.object({
  ref: referenceOf('alert_source'),
  kind: z.enum(alertSourceKinds),
  name: z.string(),
  unit: z.object({ ref: referenceOf('unit'), title: z.string() }).nullable(),
  /** What it is about where no rule says otherwise. */
  service: entitySummary.nullable(),
  services: z.array(z.object({ name: z.string(), service: entitySummary.nullable() })),
  /** Where it is to send to. */
  address: z.string(),
  /** False until a secret is kept that opens: nothing is taken in before. */
  ready: z.boolean(),
  createdAt: instant,
  createdBy: z.string(),
  lastReceivedAt: instant.nullable(),
  /** What was wrong with the last delivery that was refused. */
  lastRefusal: z.string(),
  lastRefusedAt: instant.nullable(),
});

const params = z.object({ id: idOf('alert_source') });
const name = z.string().trim().min(1).max(100);
const services = z
  .array(
    z.object({
      /** PagerDuty’s id of a service, or the value of the label `service`. */
      name: z.string().trim().min(1).max(200),
      service: idOf('service'),
    }),
  )
  .max(200);

/** Alerts and incidents of other tools, which open, tell of and resolve incidents here. */
export const alertSources = {
  createAlertSource: operation({
    method: 'POST',
    path: '/api/v1/alert-sources',
    summary: 'Let PagerDuty or Alertmanager open incidents here',
    description:
      'For Alertmanager the answer has the bearer token, shown once. For PagerDuty the secret comes from there: keep it by `operations.keepAlertSecret`.',
    permission: 'editor',
    body: z.object({
      kind: z.enum(alertSourceKinds),
      name,
      unit: idOf('unit'),
      service: idOf('service').optional(),
      services: services.default([]),
    }),
    output: z.object({
      ref: referenceOf('alert_source'),
      address: z.string(),
      token: z.string().nullable(),
    }),
    status: 201,
    secrets: ['token'],
  }),
  changeAlertSource: operation({
    method: 'PATCH',
    path: '/api/v1/alert-sources/{id}',
    summary: 'Rename a source, or say which of its services is which of ours',
    permission: 'editor',
    params,
    body: z.object({
      name: name.optional(),
      service: idOf('service').nullable().optional(),
      services: services.optional(),
    }),
    output: z.object({ ref: referenceOf('alert_source') }),
  }),
  keepAlertSecret: operation({
    method: 'POST',
    path: '/api/v1/alert-sources/{id}/secret',
    summary: 'Keep the secret that PagerDuty signs with, or make a new token for Alertmanager',
    permission: 'editor',
    params,
    body: z.object({
      /** PagerDuty’s; left out for Alertmanager, which is given a new one. */
      secret: z.string().trim().min(16).max(500).optional(),
    }),
    output: z.object({ token: z.string().nullable() }),
    secrets: ['token'],
  }),
  deleteAlertSource: operation({
    method: 'DELETE',
    path: '/api/v1/alert-sources/{id}',
    summary: 'Take nothing more from a source; its incidents stay',
    permission: 'editor',
    params,
  }),
  listAlertSources: operation({
    method: 'GET',
    path: '/api/v1/alert-sources',
    summary: 'The sources of alerts of the units that one may edit; at most 200',
    permission: 'member',
    output: z.object({ items: z.array(sourceView) }),
  }),
  receiveAlerts: operation({
    method: 'POST',
    path: '/api/v1/alert-sources/{id}/deliveries',
    summary: 'Takes a webhook of PagerDuty (V3) or Alertmanager (version 4)',
    description:
      'PagerDuty signs (`X-PagerDuty-Signature`), Alertmanager sends its token (`Authorization: Bearer`). The same delivery again, or an older one later, changes nothing.',
    permission: 'public',
    params,
    body: upload(['application/json'], 2 * 1024 * 1024),
    output: z.object({ incidents: z.array(referenceOf('incident')) }),
    status: 202,
    errors: ['operations.delivery_unreadable', 'body_too_large', 'unsupported_media_type'],
  }),
};
