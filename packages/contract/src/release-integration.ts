import { z } from 'zod';
import { idOf } from './ids.ts';
import { operation } from './operation.ts';
import { entitySummary, instant } from './schemas.ts';

/** The integration branch: main and every marked change, made anew whenever one of them moves. */
export const releaseIntegration = {
  getIntegration: operation({
    method: 'GET',
    path: '/api/v1/repositories/{id}/integration',
    summary: 'The integration branch: which marked changes are in, which are left out and why',
    permission: 'member',
    params: z.object({ id: idOf('repository') }),
    output: z.object({
      /** Null where the workflow declares none. */
      policy: z.object({ branch: z.string(), label: z.string().nullable() }).nullable(),
      built: z
        .object({
          branch: z.string(),
          sha: z.string(),
          base: z.string(),
          state: z.enum(['built', 'refused']),
          says: z.string(),
          at: instant,
          members: z.array(
            z.object({
              change: entitySummary,
              head: z.string(),
              within: z.boolean(),
              /** With whom it is in conflict; null of one left out: with the default branch. */
              with: entitySummary.nullable(),
              conflicts: z.array(z.string()),
            }),
          ),
        })
        .nullable(),
    }),
  }),
  markForIntegration: operation({
    method: 'PUT',
    path: '/api/v1/changes/{id}/integration',
    summary: 'Mark a change for the integration branch, or take the mark away',
    permission: 'contributor',
    params: z.object({ id: idOf('change') }),
    body: z.object({ marked: z.boolean() }),
    errors: ['wrong_state'],
  }),
};
