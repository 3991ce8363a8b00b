import { z } from 'zod';
import { entityRefOf, idOf, referenceOf } from './ids.ts';
import { operation } from './operation.ts';
import { entitySummary, instant } from './schemas.ts';

const work = entityRefOf('initiative', 'feature', 'story');

/** Branches that are made for a piece of work. */
export const releaseBranches = {
  createFeatureBranch: operation({
    method: 'POST',
    path: '/api/v1/repositories/{id}/feature-branches',
    summary: 'Make a branch for an initiative, a feature or a story, named by the policy',
    description:
      'It begins at the default branch, or at another branch: a stack. Its name holds the reference of the work, so that its commits join it by themselves.',
    permission: 'contributor',
    params: z.object({ id: idOf('repository') }),
    body: z.object({ work, onto: z.string().min(1).max(255).optional() }),
    /** `pushing`: the remote wasn't reached; it is tried again. */
    output: z.object({ name: z.string(), state: z.enum(['made', 'pushing']) }),
    status: 201,
    errors: [
      'already_exists',
      'release.not_fetched',
      'release.unknown_revision',
      'release.workflow_invalid',
    ],
  }),
  listFeatureBranches: operation({
    method: 'GET',
    path: '/api/v1/feature-branches',
    summary: 'The branches that were made for a piece of work, and what became of them',
    permission: 'member',
    query: z.object({ work }),
    output: z.object({
      items: z.array(
        z.object({
          repository: z.object({ ref: referenceOf('repository'), title: z.string() }),
          name: z.string(),
          /** The branch that it was begun on; null for the default branch. */
          parent: z.string().nullable(),
          state: z.enum(['pushing', 'made', 'refused']),
          says: z.string(),
          madeBy: z.string(),
          at: instant,
          /** Once it has commits. */
          change: entitySummary.nullable(),
        }),
      ),
    }),
  }),
};
