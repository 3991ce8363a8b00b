import { z } from 'zod';

/** How a backport is asked for besides by hand. */
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
  trailer: z
    .string()
    .regex(/^[A-Za-z][A-Za-z0-9-]{0,49}$/)
    .default('Backport-To')
    .meta({
      description:
        'A trailer of a commit that asks for it: 1.4, release/1.4, several between commas, or all.',
    }),
});

/** A repository's rules for asking. */
export type BackportPolicy = z.output<typeof backportsSection>;
