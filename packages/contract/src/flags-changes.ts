import { z } from 'zod';
import { configurationBody } from './flags-configuration.ts';
import { idOf, referenceOf } from './ids.ts';
import { operation } from './operation.ts';
import { changed, entitySummary, instant, pageOf, pageQuery, text } from './schemas.ts';

/** The states of a change that waits; the last four end it. */
export const flagChangeStates = [
  'in-review',
  'scheduled',
  'applied',
  'declined',
  'withdrawn',
  'outdated',
] as const;

const proposed = configurationBody.omit({ on: true });

const flagChange = z.object({
  ref: referenceOf('flag_change'),
  flag: entitySummary,
  environment: entitySummary,
  state: z.enum(flagChangeStates),
  on: z.boolean(),
  /** Null for a change of the switch alone. */
  configuration: proposed.nullable(),
  /** One line: what it serves then. */
  says: z.string(),
  note: z.string(),
  baseRevision: z.number().int(),
  applyAt: instant.nullable(),
  askedAt: instant,
  askedBy: z.string(),
  /** Whoever asks is whoever proposed it: another person reviews. */
  mine: z.boolean(),
  reviewedAt: instant.nullable(),
  reviewedBy: z.string().nullable(),
  reviewNote: z.string(),
  endedAt: instant.nullable(),
  appliedRevision: z.number().int().nullable(),
  /** Why it could not be applied. */
  outdated: z.string(),
});

const params = z.object({ id: idOf('flag_change') });
const environmentParams = z.object({ environment: idOf('environment') });

/** Changes of flags that wait for a review or a moment. */
export const flagChanges = {
  proposeFlagChange: operation({
    method: 'POST',
    path: '/api/v1/flags/{id}/environments/{environment}/changes',
    summary: 'Put a change of a flag to another person, or to a moment',
    description:
      'Without a configuration the switch alone changes, whatever the rest is by then. Where the ' +
      'environment wants a review it waits for one; otherwise for `applyAt`.',
    permission: 'contributor',
    params: z.object({ id: idOf('flag'), environment: idOf('environment') }),
    body: z.object({
      on: z.boolean(),
      configuration: proposed.optional(),
      note: text.default(''),
      applyAt: instant.optional(),
    }),
    output: z.object({ ref: referenceOf('flag_change') }),
    status: 201,
    ifMatch: true,
    errors: ['flags.invalid', 'flags.circular', 'wrong_state'],
  }),
  listFlagChanges: operation({
    method: 'GET',
    path: '/api/v1/flag-changes',
    summary: 'Changes of flags that wait or waited, newest first',
    permission: 'member',
    query: pageQuery.extend({
      flag: idOf('flag').optional(),
      environment: idOf('environment').optional(),
      open: z.stringbool().optional(),
    }),
    output: pageOf(flagChange),
  }),
  approveFlagChange: operation({
    method: 'POST',
    path: '/api/v1/flag-changes/{id}/approve',
    summary: 'Approve another person’s change: it is applied at once, or at its moment',
    permission: 'contributor',
    params,
    body: z.object({ note: text.default('') }),
    output: z.object({ state: z.enum(flagChangeStates), outdated: z.string() }),
    errors: ['wrong_state', 'forbidden'],
  }),
  declineFlagChange: operation({
    method: 'POST',
    path: '/api/v1/flag-changes/{id}/decline',
    summary: 'Decline another person’s change, with the reason',
    permission: 'contributor',
    params,
    body: z.object({ reason: text.min(1) }),
    output: z.object({ state: z.enum(flagChangeStates) }),
    errors: ['wrong_state', 'forbidden'],
  }),
  withdrawFlagChange: operation({
    method: 'POST',
    path: '/api/v1/flag-changes/{id}/withdraw',
    summary: 'Take a change back before it is applied',
    permission: 'contributor',
    params,
    output: z.object({ state: z.enum(flagChangeStates) }),
    errors: ['wrong_state'],
  }),
  getFlagReview: operation({
    method: 'GET',
    path: '/api/v1/environments/{environment}/flag-review',
    summary: 'Whether changes of flags in an environment want another person’s review',
    permission: 'member',
    params: environmentParams,
    output: z.object({ required: z.boolean(), revision: z.number().int() }),
  }),
  setFlagReview: operation({
    method: 'PUT',
    path: '/api/v1/environments/{environment}/flag-review',
    summary: 'Say whether changes of flags in an environment want another person’s review',
    description: 'Turning a flag off never waits for one.',
    permission: 'editor',
    params: environmentParams,
    body: z.object({ required: z.boolean() }),
    output: changed,
    ifMatch: true,
  }),
};
