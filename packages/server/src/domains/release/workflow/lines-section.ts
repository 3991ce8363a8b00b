import { z } from 'zod';
import { lineNames, makesLines } from '../lines/line-rules.ts';

const strategy = z.enum(['backport-from-main', 'hotfix-from-tag', 'roll-forward']);

/** Which branches are release lines, how each is patched, and until when. */
export const linesSection = z.strictObject({
  names: z
    .array(
      z
        .string()
        .max(200)
        .refine(makesLines, 'must make the name of a branch, with {version} in it once'),
    )
    .min(1)
    .max(20)
    .default([...lineNames])
    .meta({
      description: '{version} stands for 1, 1.4, 1.4.2, 1.x or 1.4.x, with or without a v.',
      examples: [['release/{version}']],
    }),
  patch: strategy.default('backport-from-main').meta({
    description:
      'How a line gets its patches: picked from the default branch, made on a branch from its last tag, or not at all.',
  }),
  supported: z.number().int().min(1).max(100).optional().meta({
    description: 'So many of the newest lines are supported; those before them have ended.',
  }),
  windows: z
    .record(
      z.string().min(1).max(200),
      z.strictObject({
        until: z.iso.date().optional().meta({ description: 'The last day of its support.' }),
        patch: strategy.optional(),
      }),
    )
    .default({})
    .meta({
      description: 'By series (1.4) or branch: what holds for one line. It wins over the above.',
    }),
});

/** A repository's rules for its lines. */
export type LinePolicy = z.output<typeof linesSection>;
