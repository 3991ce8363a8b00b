import { z } from 'zod';
import { duration } from '../duration.ts';
import { sectionFields } from './section-fields.ts';

const name = z.string().trim().min(1).max(100);

const commandCheck = z.strictObject({
  name,
  run: z
    .union([z.array(z.string().max(10_000)).min(1).max(200), z.string().min(1).max(50_000)])
    .meta({ description: 'A program with its arguments, or a text for `sh -e`; 0 is green.' }),
  timeout: duration(1, 86_400)
    .default(1800)
    .meta({ description: 'Red after this; 30m unless told.' }),
  network: z.boolean().default(false).meta({ description: 'The command needs the network.' }),
  environment: z
    .record(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/), z.string().max(10_000))
    .default({})
    .meta({ description: 'Variables of the command. No secrets: checks get none.' }),
});

const outsideCheck = z.strictObject({
  name,
  outside: z.literal(true).meta({
    description:
      'Another program reports it for the commit that is tried, by an API key of the scope checks:write. The commit is pushed as a branch below throughline/queue/ for it.',
  }),
  timeout: duration(1, 86_400).default(3600).meta({ description: 'Red where nobody reported it.' }),
});

const testsCheck = z.strictObject({
  name,
  tests: z.literal('green').meta({
    description: 'The newest run of each test job that is recorded for the commit that is tried.',
  }),
  timeout: duration(1, 86_400).default(3600).meta({ description: 'Red where none was recorded.' }),
});

const check = z.union([commandCheck, outsideCheck, testsCheck]);

/** How changes land: what must be green, in what batches, what holds them up. */
export const queueSection = z.strictObject({
  merge: z.enum(['merge', 'squash', 'rebase']).default('merge').meta({
    description: 'A merge commit, one commit of it all, or its commits one by one.',
  }),
  label: sectionFields.label
    .optional()
    .meta({ description: 'A change with this label is queued.' }),
  incident: sectionFields.label.optional().meta({
    description: 'A queued change with this label goes before all others.',
  }),
  batch: z.number().int().min(1).max(100).default(20).meta({
    description: 'Most changes that are tried together.',
  }),
  parallel: z.number().int().min(1).max(8).default(1).meta({
    description:
      'Tries at a time. With 1 the fewest builds are made; with more, later batches are tried on top of those still running, and a failing one is searched at several places at once.',
  }),
  checks: z
    .array(check)
    .max(20)
    .default([])
    .refine((checks) => new Set(checks.map((one) => one.name)).size === checks.length, {
      message: 'two checks have the same name',
    }),
  pause: z
    .strictObject({
      undeployed: z.number().int().min(1).max(1000).meta({
        description: 'Nothing lands while as many releases wait to be deployed.',
      }),
      environment: z
        .string()
        .regex(/^[a-z0-9][a-z0-9._-]{0,99}$/)
        .meta({ description: 'The environment that they wait for.' }),
    })
    .optional(),
});

/** A required check as the workflow declares it, durations in seconds. */
export type CheckDefinition = z.output<typeof check>;
