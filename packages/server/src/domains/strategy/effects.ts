import { healths, plainDate, text, type EntityRef, type Id } from '@throughline/contract';
import { z } from 'zod';
import type { WriteContext } from '../../platform/context.ts';
import { effect, type Effect } from '../../platform/decisions/effect.ts';
import { applyCutList } from './allocation/apply-cut-list.ts';
import { changeInitiative } from './initiative/change-initiative.ts';
import { moveStage } from './initiative/move-stage.ts';
import { setHealth } from './initiative/set-health.ts';
import { adoptPlan } from './plan/adopt-plan.ts';

/** Each effect is registered for one kind only, so that its target is of that kind. */
const idOfInitiative = (target: EntityRef) => target.id as Id<'initiative'>;
const idOfPlan = (target: EntityRef) => target.id as Id<'plan'>;

const replan = z.strictObject({ from: plainDate.optional(), to: plainDate.optional() });
const withReason = z.strictObject({ reason: text.default('') });

/**
 * What a decision can do to a plan or an initiative. The decider needs the rights that the same act
 * by hand needs: proposing a decision gives nobody more than they have.
 */
export function strategyEffects(
  today: (context: Pick<WriteContext, 'now'>) => Temporal.PlainDate,
): readonly Effect[] {
  return [
    effect({
      key: 'strategy.adopt-plan',
      kinds: ['plan'],
      label: 'Adopt the plan',
      parameters: z.strictObject({}),
      choices: {},
      says: () => 'adopts the plan, its cut list applied',
      async apply(context, target) {
        await adoptPlan(context, idOfPlan(target), today(context));
      },
    }),
    effect({
      key: 'strategy.apply-cut-list',
      kinds: ['plan'],
      label: 'Apply the cut list',
      parameters: z.strictObject({}),
      choices: {},
      says: () => 'takes the cut list off the allocations',
      async apply(context, target) {
        await applyCutList(context, idOfPlan(target));
      },
    }),
    effect({
      key: 'strategy.set-initiative-health',
      kinds: ['initiative'],
      label: 'Set the health',
      parameters: z
        .strictObject({ health: z.enum(healths), reason: text.default('') })
        .refine(
          ({ health, reason }) => health === 'green' || reason !== '',
          'amber and red need a reason',
        ),
      choices: { health: healths, reason: [] },
      says: ({ health, reason }) => `sets the health to ${health}${reason ? `: ${reason}` : ''}`,
      async apply(context, target, parameters) {
        await setHealth(context, idOfInitiative(target), parameters);
      },
    }),
    effect({
      key: 'strategy.stop-initiative',
      kinds: ['initiative'],
      label: 'Stop it',
      parameters: withReason,
      choices: { reason: [] },
      says: ({ reason }) => `stops the initiative${reason ? `: ${reason}` : ''}`,
      async apply(context, target, { reason }) {
        await moveStage(context, idOfInitiative(target), { stage: 'stopped', reason });
      },
    }),
    effect({
      key: 'strategy.start-initiative',
      kinds: ['initiative'],
      label: 'Start building it',
      parameters: withReason,
      choices: { reason: [] },
      says: () => 'starts building the initiative',
      async apply(context, target, { reason }) {
        await moveStage(context, idOfInitiative(target), { stage: 'building', reason });
      },
    }),
    effect({
      key: 'strategy.replan-initiative',
      kinds: ['initiative'],
      label: 'Move its target window',
      parameters: replan.refine(({ from, to }) => from ?? to, 'say from when, or until when'),
      choices: { from: [], to: [] },
      says: ({ from, to }) =>
        `moves the window${from ? ` from ${from}` : ''}${to ? ` to ${to}` : ''}`,
      async apply(context, target, parameters) {
        await changeInitiative(context, idOfInitiative(target), parameters);
      },
    }),
  ];
}
