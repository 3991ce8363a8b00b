import { z } from 'zod';
import { idOf, referenceOf } from './ids.ts';
import { operation } from './operation.ts';
import { deploymentRow, named } from './release-deployment-views.ts';
import { failureClass } from './release-failure-class.ts';
import { failureState } from './release-failure.ts';
import { instant } from './schemas.ts';

const cell = z.object({
  environment: referenceOf('environment'),
  current: deploymentRow.nullable(),
  /** The one that is under way or waits for somebody. */
  active: deploymentRow.nullable(),
  queued: z.number().int(),
  /** What is cut or merged and not here yet; null where nothing says what runs here. */
  waiting: z
    .object({
      releases: z.number().int(),
      /** The newest of those releases. */
      newest: named('release').extend({ version: z.string() }).nullable(),
      /** Commits of the default branch that are newer than the one that runs. */
      commits: z.number().int(),
    })
    .nullable(),
  /** The worst failure here that isn't settled. */
  failure: z
    .object({
      ref: referenceOf('failure'),
      class: failureClass,
      state: failureState,
      says: z.string(),
      at: instant,
    })
    .nullable(),
});

/** What runs where. */
export const releaseBoard = {
  getBoard: operation({
    method: 'GET',
    path: '/api/v1/release-board',
    summary:
      'What runs where: every repository in every environment, what waits, deploys and has failed',
    permission: 'member',
    query: z.object({
      /** Repositories that build it. */
      service: idOf('service').optional(),
      /** Repositories that it owns. */
      unit: idOf('unit').optional(),
    }),
    output: z.object({
      environments: z.array(
        named('environment').extend({
          key: z.string(),
          production: z.boolean(),
          freeze: z
            .object({ reason: z.string(), by: z.string(), until: instant.nullable() })
            .nullable(),
        }),
      ),
      rows: z.array(
        z.object({
          repository: named('repository'),
          /** What is built from it. */
          services: z.array(z.object({ ref: referenceOf('service'), title: z.string() })),
          ownerUnit: z.object({ ref: referenceOf('unit'), title: z.string() }).nullable(),
          cells: z.array(cell),
        }),
      ),
    }),
  }),
};
