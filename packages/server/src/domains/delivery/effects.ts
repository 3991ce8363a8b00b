import { text, type Id } from '@throughline/contract';
import { z } from 'zod';
import { effect, type Effect } from '../../platform/decisions/effect.ts';
import { approveDesignRelease } from './approve-design-release.ts';

const choices = ['approved', 'conditional', 'rejected'] as const;
const says = {
  approved: 'approves the design',
  conditional: 'approves the design under conditions',
  rejected: 'rejects the design',
} as const;

/** What a decision can do to a design release; the decider needs the rights of the act by hand. */
export const deliveryEffects: readonly Effect[] = [
  effect({
    key: 'design-release.approve',
    kinds: ['design_release'],
    label: 'Give the verdict',
    parameters: z
      .strictObject({ verdict: z.enum(choices).default('approved'), reason: text.default('') })
      .refine(
        ({ verdict, reason }) => verdict === 'approved' || reason !== '',
        'conditions and a refusal need a reason',
      ),
    choices: { verdict: choices, reason: [] },
    says: ({ verdict, reason }) => `${says[verdict]}${reason ? `: ${reason}` : ''}`,
    async apply(context, target, parameters) {
      await approveDesignRelease(context, target.id as Id<'design_release'>, parameters);
    },
  }),
];
