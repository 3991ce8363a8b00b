import { z } from 'zod';

const type = z.string().regex(/^[a-z][a-z0-9-]{0,49}$/, 'must be a type such as feat');
const level = z.enum(['major', 'minor', 'patch']);

/** How versions and notes are made of what commits say. */
export const releaseSection = z.strictObject({
  sections: z
    .array(z.strictObject({ type, title: z.string().trim().min(1).max(100) }))
    .min(1)
    .max(50)
    .optional()
    .meta({
      description: 'The sections of the notes in their order; what isn’t named comes last.',
    }),
  hidden: z.array(type).max(50).default([]).meta({
    description: 'Types that the notes leave out, unless they break something.',
  }),
  levels: z.record(type, level).default({}).meta({
    description: 'What a type raises besides feat (minor), fix, perf and revert (patch).',
  }),
  breakingBeforeOne: level.default('minor').meta({
    description: 'What a breaking change raises before 1.0.0.',
  }),
  first: z
    .string()
    .regex(/^\d+\.\d+\.\d+$/)
    .default('0.1.0')
    .meta({ description: 'The version of the first release.' }),
  openLine: z.boolean().default(false).meta({
    description:
      'A release of the default branch that raises more than the patch opens its line: release/1.4 at 1.4.0, by the first of the names.',
  }),
});

/** A repository's rules for its releases. */
export type ReleasePolicy = z.output<typeof releaseSection>;
