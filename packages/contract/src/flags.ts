import { z } from 'zod';
import { flagChanges } from './flags-changes.ts';
import { flagConfiguration } from './flags-configuration.ts';
import { flagRamps } from './flags-ramps.ts';
import { flagEvents } from './flags-events.ts';
import { flagSegments } from './flags-segments.ts';
import { flagSdkKeys } from './flags-sdk-keys.ts';
import { entityRefOf, idOf, referenceOf } from './ids.ts';
import { operation } from './operation.ts';
import {
  changed,
  created,
  entityFields,
  entitySummary,
  instant,
  pageOf,
  pageQuery,
  slug,
  text,
  title,
} from './schemas.ts';

/** What a flag's variations are. */
export const flagTypes = ['boolean', 'string', 'number', 'json'] as const;

/** Whether a flag is still evaluated. An archived flag serves nobody. */
export const flagStates = ['active', 'archived'] as const;

const variation = z.object({
  value: z.json(),
  name: z.string().trim().max(60).default(''),
});

/** A flag in one environment, as lists show it. */
const standing = z.object({
  environment: entitySummary,
  production: z.boolean(),
  on: z.boolean(),
  /** 0 while nobody has configured it there. */
  revision: z.number().int(),
  /** One line: “on: 25 % Shown, the rest Hidden; 2 rules”. */
  says: z.string(),
  changedAt: instant.nullable(),
});

const flagRow = z.object({
  ref: referenceOf('flag'),
  key: z.string(),
  title: z.string(),
  state: z.enum(flagStates),
  ownerUnit: z.object({ ref: referenceOf('unit'), title: z.string() }).nullable(),
  type: z.enum(flagTypes),
  temporary: z.boolean(),
  clientSide: z.boolean(),
  onIn: z.array(entitySummary),
  updatedAt: instant,
});

const params = z.object({ id: idOf('flag') });
const ownerUnit = idOf('unit');
const gates = z.array(entityRefOf('feature', 'initiative')).max(20);

/** Who sees what: flags with their value per environment, in LaunchDarkly's published model. */
export const flags = {
  createFlag: operation({
    method: 'POST',
    path: '/api/v1/flags',
    summary: 'Create a flag; on/off unless variations are given. It is off in every environment',
    permission: 'contributor',
    body: z.object({
      key: slug,
      title,
      summary: text.default(''),
      ownerUnit,
      type: z.enum(flagTypes).default('boolean'),
      /** Of a boolean flag always true, then false: only their names are read. */
      variations: z.array(variation).min(2).max(50).optional(),
      /** Whether browsers may evaluate it with a client-side id. */
      clientSide: z.boolean().default(false),
      /** Whether it is to be removed once the feature is everybody’s. */
      temporary: z.boolean().default(true),
      gates: gates.default([]),
    }),
    output: created('flag'),
    status: 201,
    errors: ['already_exists', 'flags.invalid'],
  }),
  getFlag: operation({
    method: 'GET',
    path: '/api/v1/flags/{id}',
    summary: 'A flag, what it gates and its standing in every environment',
    permission: 'member',
    params,
    output: z.object({
      ref: referenceOf('flag'),
      ...entityFields,
      state: z.enum(flagStates),
      key: z.string(),
      type: z.enum(flagTypes),
      variations: z.array(z.object({ value: z.json(), name: z.string() })),
      clientSide: z.boolean(),
      temporary: z.boolean(),
      gates: z.array(entitySummary),
      promisedBy: z.array(entitySummary),
      environments: z.array(standing),
    }),
  }),
  listFlags: operation({
    method: 'GET',
    path: '/api/v1/flags',
    summary: 'Flags, newest first; by words, unit, state, kind, what they gate, where they are on',
    permission: 'member',
    query: pageQuery.extend({
      q: z.string().trim().max(200).optional(),
      ownerUnit: ownerUnit.optional(),
      state: z.enum(flagStates).optional(),
      temporary: z.stringbool().optional(),
      clientSide: z.stringbool().optional(),
      gates: entityRefOf('feature', 'initiative').optional(),
      /** Only flags that are on there. */
      onIn: idOf('environment').optional(),
    }),
    output: pageOf(flagRow),
  }),
  changeFlag: operation({
    method: 'PATCH',
    path: '/api/v1/flags/{id}',
    summary: 'Change a flag; variations may be added at the end, renamed and given other values',
    permission: 'contributor',
    params,
    body: z.object({
      title: title.optional(),
      summary: text.optional(),
      ownerUnit: ownerUnit.optional(),
      variations: z.array(variation).min(2).max(50).optional(),
      clientSide: z.boolean().optional(),
      temporary: z.boolean().optional(),
      gates: gates.optional(),
    }),
    output: changed,
    ifMatch: true,
    errors: ['flags.invalid'],
  }),
  archiveFlag: operation({
    method: 'POST',
    path: '/api/v1/flags/{id}/archive',
    summary: 'Archive a flag: it is not found any more, and callers get their own defaults',
    permission: 'contributor',
    params,
    output: changed,
    errors: ['wrong_state', 'in_use'],
  }),
  restoreFlag: operation({
    method: 'POST',
    path: '/api/v1/flags/{id}/restore',
    summary: 'Take a flag out of the archive, as it was in every environment',
    permission: 'contributor',
    params,
    output: changed,
    errors: ['wrong_state'],
  }),
  ...flagConfiguration,
  ...flagChanges,
  ...flagRamps,
  ...flagSegments,
  ...flagEvents,
  ...flagSdkKeys,
};
