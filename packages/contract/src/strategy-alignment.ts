import { z } from 'zod';
import { entityRefOf, idOf, referenceOf } from './ids.ts';
import { operation } from './operation.ts';
import { changed, entitySummary } from './schemas.ts';
import { weight } from './strategy-rows.ts';

/** Where alignment breaks off: each has an act that mends it. */
export const alignmentGaps = [
  'priority-without-objective',
  'objective-period-over',
  'objective-serves-nothing',
  'objective-without-key-result',
  'objective-without-initiative',
  'objective-weights',
  'key-result-without-owner',
  'key-result-without-measure',
  'initiative-serves-nothing',
  'initiative-without-key-result',
  'unit-without-objective',
] as const;

const gap = z.enum(alignmentGaps);

/** Alignment: its gaps, and the weights that objectives are scored by. */
export const alignment = {
  listAlignmentGaps: operation({
    method: 'GET',
    path: '/api/v1/alignment-gaps',
    summary: 'Where alignment breaks off: of what is worked on, of a unit and the units below it',
    permission: 'member',
    query: z.object({ unit: idOf('unit').optional(), gap: gap.optional() }),
    output: z.object({
      items: z.array(
        z.object({
          gap,
          entity: entitySummary,
          ownerUnit: z.object({ ref: referenceOf('unit'), title: z.string() }).nullable(),
          /** What is wrong, where the gap's name doesn't say it all. */
          says: z.string(),
        }),
      ),
      /** Of each gap, whether shown or not. */
      counts: z.record(gap, z.number().int()),
      /** More than 1,000: the first of them. */
      truncated: z.boolean(),
    }),
  }),
  setWeights: operation({
    method: 'PUT',
    path: '/api/v1/objectives/{id}/weights',
    summary: 'Weigh what serves an objective; what is not named keeps its weight',
    permission: 'contributor',
    params: z.object({ id: idOf('objective') }),
    body: z.object({
      weights: z
        .array(z.object({ from: entityRefOf('objective', 'key_result'), weight }))
        .min(1)
        .max(400),
    }),
    output: changed,
    ifMatch: true,
  }),
};
