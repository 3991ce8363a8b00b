import { z } from 'zod';
import { configurationBody } from './flags-configuration.ts';
import { idOf } from './ids.ts';
import { operation } from './operation.ts';
import { instant } from './schemas.ts';

const params = z.object({ id: idOf('flag'), environment: idOf('environment') });
const path = '/api/v1/flags/{id}/environments/{environment}';

/** What SDKs report of a flag in one environment. */
export const flagEvents = {
  evaluateSample: operation({
    method: 'POST',
    path: `${path}/evaluate-sample`,
    summary: 'Who would see this? How the contexts seen lately divide, also by a draft',
    permission: 'member',
    params,
    body: z.object({
      /** A configuration that isn’t saved: evaluated in the flag’s place. */
      draft: configurationBody.optional(),
    }),
    output: z.object({
      /** Contexts that were seen lately: at most 200. */
      sampled: z.number().int(),
      /** Since when; null where none was seen. */
      since: instant.nullable(),
      served: z.array(
        z.object({
          /** Null: the caller’s own default. */
          variation: z.number().int().nullable(),
          variationName: z.string(),
          contexts: z.number().int(),
        }),
      ),
      /** How many get another variation than now. */
      changed: z.number().int(),
    }),
    errors: ['flags.invalid', 'flags.version_not_reached'],
  }),
  listFlagEvents: operation({
    method: 'GET',
    path: `${path}/events`,
    summary: 'The last 50 events that SDKs sent about a flag, newest first; kept for 30 days',
    permission: 'member',
    params,
    output: z.object({
      items: z.array(
        z.object({
          at: instant,
          /** As the published SDKs name it: feature, debug. */
          kind: z.string(),
          variation: z.number().int().nullable(),
          variationName: z.string(),
          /** Kinds and keys, without attributes: `account:hensel:user:ada`. */
          context: z.string().nullable(),
          inExperiment: z.boolean(),
        }),
      ),
    }),
  }),
};
