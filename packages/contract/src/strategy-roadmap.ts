import { z } from 'zod';
import { referenceOf } from './ids.ts';
import { operation } from './operation.ts';
import { plainDate } from './schemas.ts';
import { initiativeRow } from './strategy-rows.ts';

const span = { from: plainDate, to: plainDate } as const;

/** The roadmap: every initiative in time, in the organisation's fiscal calendar. */
export const roadmap = {
  getRoadmap: operation({
    method: 'GET',
    path: '/api/v1/roadmap',
    summary: 'Initiatives with their windows, what they need and serve, and the fiscal calendar',
    description:
      'Everything that a timeline draws, in one answer: up to 5,000 initiatives, the newest where there are more. Windows include both of their days.',
    permission: 'member',
    output: z.object({
      today: plainDate,
      /** In the order of time, without gaps, around today and all windows within ten years of it. */
      quarters: z.array(
        z.object({
          fiscalYear: z.number().int(),
          quarter: z.number().int(),
          ...span,
          /** Calendar months, or the periods of a calendar of whole weeks. */
          months: z.array(z.object({ name: z.string(), ...span })),
        }),
      ),
      /** Those that an initiative here serves, directly or through objectives and key results. */
      priorities: z.array(z.object({ ref: referenceOf('priority'), title: z.string() })),
      initiatives: z.array(
        initiativeRow.omit({ healthReason: true, updatedAt: true }).extend({
          revision: z.number().int(),
          priorities: z.array(referenceOf('priority')),
          /** What must be there before it: initiatives that the asker may see. */
          dependsOn: z.array(referenceOf('initiative')),
          /** Whether the asker may move it. */
          mayChange: z.boolean(),
        }),
      ),
      /** There are more than 5,000. */
      truncated: z.boolean(),
    }),
  }),
};
