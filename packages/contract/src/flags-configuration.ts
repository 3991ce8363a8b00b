import { z } from 'zod';
import { idOf, referenceOf } from './ids.ts';
import { operation } from './operation.ts';
import { instant, pageOf, pageQuery, slug } from './schemas.ts';

/** The clause operators of LaunchDarkly's published model. */
export const clauseOperators = [
  'in',
  'startsWith',
  'endsWith',
  'matches',
  'contains',
  'lessThan',
  'lessThanOrEqual',
  'greaterThan',
  'greaterThanOrEqual',
  'before',
  'after',
  'segmentMatch',
  'semVerEqual',
  'semVerLessThan',
  'semVerGreaterThan',
] as const;

const index = z.number().int().min(0).max(49);

/** A context kind: letters, digits, `_`, `.` and `-`; neither `kind` nor `multi`. */
export const contextKind = z
  .string()
  .regex(/^(?!(?:kind|multi)$)[A-Za-z0-9_.-]{1,100}$/, 'is not a context kind');

/** One condition on an attribute of a context. */
export const clause = z.object({
  contextKind: contextKind.default('user'),
  /** A name, or a reference such as `/address/city`; not needed for `segmentMatch`. */
  attribute: z.string().max(200).default(''),
  op: z.enum(clauseOperators),
  values: z.array(z.json()).max(5000),
  negate: z.boolean().default(false),
});

const rollout = z.object({
  /** SDKs report each exposure of an experiment; it shares out by `key`, whatever `bucketBy` says. */
  kind: z.enum(['rollout', 'experiment']).optional(),
  contextKind: contextKind.default('user'),
  bucketBy: z.string().min(1).max(200).optional(),
  seed: z.number().int().min(1).optional(),
  /** Weights are thousandths of a percent and add up to 100,000. */
  variations: z
    .array(z.object({ variation: index, weight: z.number().int().min(0).max(100_000) }))
    .min(1)
    .max(50),
});

const served = { variation: index.optional(), rollout: rollout.optional() } as const;

const keys = z.array(z.string().min(1).max(500)).max(5000);

/** How a flag decides in one environment: prerequisites, then targets, rules, fallthrough. */
export const configurationBody = z.object({
  on: z.boolean(),
  targets: z
    .array(z.object({ contextKind: contextKind.default('user'), variation: index, values: keys }))
    .max(200)
    .default([]),
  rules: z
    .array(
      z.object({
        /** Kept over changes, so that reasons can name the rule; made where it is missing. */
        id: z.string().min(1).max(60).optional(),
        description: z.string().trim().max(300).default(''),
        clauses: z.array(clause).max(50),
        ...served,
      }),
    )
    .max(200)
    .default([]),
  /** Served where nothing else matches: one variation or shares of several. */
  fallthrough: z.object(served),
  /** Served while it is off; null: the caller’s own default. */
  offVariation: index.nullable(),
  prerequisites: z
    .array(z.object({ key: slug, variation: index }))
    .max(20)
    .default([]),
});

/** How a flag decides in one environment. */
export type FlagConfiguration = z.output<typeof configurationBody>;

const params = z.object({ id: idOf('flag'), environment: idOf('environment') });
const path = '/api/v1/flags/{id}/environments/{environment}';

/** What a change answers: its revision, and the environment’s version that a node must reach. */
const configured = z.object({ revision: z.number().int(), environmentVersion: z.number().int() });

/** The context of an evaluation: `kind` and `key`, or `kind: multi` and one context a kind. */
export const evaluationContext = z.record(z.string(), z.json());

/** A flag's configuration in one environment. */
export const flagConfiguration = {
  getFlagConfiguration: operation({
    method: 'GET',
    path,
    summary: 'How a flag decides in an environment',
    permission: 'member',
    params,
    output: z.object({
      flag: referenceOf('flag'),
      environment: z.object({
        ref: referenceOf('environment'),
        title: z.string(),
        production: z.boolean(),
      }),
      ...configurationBody.shape,
      salt: z.string(),
      /** Changes here want another person’s review. */
      reviewRequired: z.boolean(),
      revision: z.number().int(),
      environmentVersion: z.number().int(),
      changedAt: instant.nullable(),
      changedBy: z.string().nullable(),
    }),
  }),
  setFlagConfiguration: operation({
    method: 'PUT',
    path,
    summary: 'Set how a flag decides in an environment: targets, rules, rollout, prerequisites',
    permission: 'contributor',
    params,
    body: configurationBody,
    output: configured,
    ifMatch: true,
    errors: ['flags.invalid', 'flags.circular', 'flags.needs_review', 'wrong_state'],
  }),
  turnFlagOn: operation({
    method: 'POST',
    path: `${path}/turn-on`,
    summary: 'Turn a flag on in an environment',
    permission: 'contributor',
    params,
    output: configured,
    errors: ['wrong_state', 'flags.needs_review'],
  }),
  turnFlagOff: operation({
    method: 'POST',
    path: `${path}/turn-off`,
    summary: 'Turn a flag off in an environment: everybody gets the off variation',
    permission: 'contributor',
    params,
    output: configured,
    errors: ['wrong_state'],
  }),
  listFlagVersions: operation({
    method: 'GET',
    path: `${path}/versions`,
    summary: 'How a flag decided in an environment before, newest first',
    permission: 'member',
    params,
    query: pageQuery,
    output: pageOf(
      z.object({
        revision: z.number().int(),
        ...configurationBody.shape,
        says: z.string(),
        at: instant,
        by: z.string(),
      }),
    ),
  }),
  evaluateFlag: operation({
    method: 'POST',
    path: `${path}/evaluate`,
    summary: 'Who would see this? What a context is served, and why; also of a draft',
    permission: 'member',
    params,
    body: z.object({
      context: evaluationContext,
      /** A configuration that isn’t saved: evaluated in the flag’s place. */
      draft: configurationBody.optional(),
      /** Waits up to a second until this node serves the environment’s version. */
      minVersion: z.number().int().min(0).optional(),
    }),
    output: z.object({
      value: z.json(),
      variation: z.number().int().nullable(),
      variationName: z.string().nullable(),
      /** In the published SDKs’ words: OFF, FALLTHROUGH, TARGET_MATCH, RULE_MATCH … */
      reason: z.object({
        kind: z.string(),
        ruleIndex: z.number().int().optional(),
        ruleId: z.string().optional(),
        prerequisiteKey: z.string().optional(),
        errorKind: z.string().optional(),
      }),
      says: z.string(),
      environmentVersion: z.number().int(),
    }),
    errors: ['flags.version_not_reached', 'flags.invalid'],
  }),
};
