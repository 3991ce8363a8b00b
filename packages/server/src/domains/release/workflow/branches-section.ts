import { branchName, GitError } from '@throughline/git';
import { z } from 'zod';

function makesNames(template: string): boolean {
  try {
    branchName({ template }, { key: 'CORE-1', title: 'a title' });
    return true;
  } catch (error) {
    if (error instanceof GitError) return false;
    throw error;
  }
}

/** How branches are named that are made for a piece of work. */
export const branchesSection = z.strictObject({
  name: z
    .string()
    .max(200)
    .default('feature/{key}-{slug}')
    .refine(
      makesNames,
      'must make the name of a branch, with {key} in it and {slug} where you like',
    )
    .meta({
      description: '{key} is the reference of the work, {slug} its title in ASCII.',
      examples: ['feature/{key}-{slug}'],
    }),
  longest: z.number().int().min(40).max(200).default(100).meta({
    description: 'Characters of a whole name; the slug gives way.',
  }),
});
