import { plainDate, text, type Id } from '@throughline/contract';
import { z } from 'zod';
import { effect, type Effect } from '../../platform/decisions/effect.ts';
import { approveDesignRelease } from './approve-design-release.ts';
import { waiveStandard } from './waive-standard.ts';

const choices = ['go', 'conditional', 'no-go'] as const;
const verdictOf = { go: 'approved', conditional: 'conditional', 'no-go': 'rejected' } as const;
const says = {
  go: 'lets the design go',
  conditional: 'lets the design go under conditions',
  'no-go': 'does not let the design go',
} as const;

/** What a decision can do to a design release; the decider needs the rights of the act by hand. */
export const deliveryEffects: readonly Effect[] = [
  effect({
    key: 'delivery.decide-design-release',
    kinds: ['design_release'],
    label: 'Give the verdict',
    parameters: z
      .strictObject({ verdict: z.enum(choices).default('go'), reason: text.default('') })
      .refine(
        ({ verdict, reason }) => verdict === 'go' || reason !== '',
        'conditions and a refusal need a reason',
      ),
    choices: { verdict: choices, reason: [] },
    says: ({ verdict, reason }) => `${says[verdict]}${reason ? `: ${reason}` : ''}`,
    async apply(context, target, { verdict, reason }) {
      await approveDesignRelease(context, target.id as Id<'design_release'>, {
        verdict: verdictOf[verdict],
        reason,
      });
    },
  }),
  effect({
    key: 'delivery.waive-standard',
    kinds: ['design_release'],
    label: 'Waive a standard until a day',
    parameters: z.strictObject({
      standard: z.string().trim().min(1).max(300),
      reason: z.string().trim().min(1).max(2000),
      until: plainDate,
    }),
    choices: { standard: [], reason: [], until: [] },
    says: ({ standard, reason, until }) => `waives “${standard}” until ${until}: ${reason}`,
    async apply(context, target, { standard, reason, until }) {
      const waived = { item: standard, reason, until };
      await waiveStandard(context, target.id as Id<'design_release'>, waived);
    },
  }),
];
