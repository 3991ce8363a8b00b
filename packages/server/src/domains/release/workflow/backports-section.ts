import { z } from 'zod';

/** By which labels a backport is asked for; the trailer `Backport-To` of a commit asks as well. */
export const backportsSection = z.strictObject({
  label: z
    .string()
    .trim()
    .max(100)
    .refine((text) => text.split('{line}').length === 2, 'must have {line} in it once')
    .default('backport {line}')
    .meta({
      description: 'A change with this label is brought to that line: {line} is 1.4 or its branch.',
      examples: ['backport {line}'],
    }),
  everyLine: z.string().trim().min(1).max(100).default('backport').meta({
    description: 'A change with this label is brought to every supported line.',
  }),
});

/** A repository's rules for asking. */
export type BackportPolicy = z.output<typeof backportsSection>;
