import { z } from 'zod';
import { idOf, referenceOf } from './ids.ts';
import { operation } from './operation.ts';
import { changed, created, entityFields, instant, slug, text, title } from './schemas.ts';

/** An http or https address that the server itself asks, so that its host must be listed. */
const probeUrl = z.url({ protocol: /^https?$/ }).max(2000);

const stage = z.enum(['development', 'testing', 'deployment']);

const freezeView = z.object({
  reason: z.string(),
  since: instant,
  until: instant.nullable(),
  by: z.string(),
});

const environmentView = z.object({
  ref: referenceOf('environment'),
  ...entityFields,
  key: z.string(),
  stage,
  production: z.boolean(),
  /** Its place among the environments that a change passes, from 0. */
  position: z.number().int(),
  probeUrl: z.string().nullable(),
  freeze: freezeView.nullable(),
});

const params = z.object({ id: idOf('environment') });

/** Environments: where releases run and flags have their values. */
export const releaseEnvironment = {
  createEnvironment: operation({
    method: 'POST',
    path: '/api/v1/environments',
    summary: 'Create an environment',
    permission: 'administrator',
    body: z.object({
      key: slug,
      title,
      stage,
      production: z.boolean().default(false),
      position: z.number().int().min(0).max(1000).optional(),
      probeUrl: probeUrl.optional(),
      ownerUnit: idOf('unit').optional(),
    }),
    output: created('environment'),
    status: 201,
    errors: ['already_exists'],
  }),
  changeEnvironment: operation({
    method: 'PATCH',
    path: '/api/v1/environments/{id}',
    summary: 'Change an environment: its name, place, probe or owner',
    permission: 'administrator',
    params,
    body: z.object({
      title: title.optional(),
      stage: stage.optional(),
      production: z.boolean().optional(),
      position: z.number().int().min(0).max(1000).optional(),
      probeUrl: probeUrl.nullable().optional(),
      ownerUnit: idOf('unit').nullable().optional(),
    }),
    output: changed,
    ifMatch: true,
  }),
  listEnvironments: operation({
    method: 'GET',
    path: '/api/v1/environments',
    summary: 'All environments, in the order in which a change reaches them',
    permission: 'member',
    output: z.object({ items: z.array(environmentView) }),
  }),
  getEnvironment: operation({
    method: 'GET',
    path: '/api/v1/environments/{id}',
    summary: 'An environment',
    permission: 'member',
    params,
    output: environmentView,
  }),
  freezeEnvironment: operation({
    method: 'POST',
    path: '/api/v1/environments/{id}/freeze',
    summary: 'Let no new deployment begin here, until a moment or until somebody ends it',
    permission: 'editor',
    params,
    body: z.object({ reason: text.min(1), until: instant.optional() }),
    output: changed,
    errors: ['wrong_state'],
  }),
  unfreezeEnvironment: operation({
    method: 'POST',
    path: '/api/v1/environments/{id}/unfreeze',
    summary: 'End the freeze of an environment',
    permission: 'editor',
    params,
    output: changed,
    errors: ['wrong_state'],
  }),
};
