import { healths, plainDate, text, type EntityRef, type Id } from '@throughline/contract';
import { z } from 'zod';
import { effect, type Effect } from '../../platform/decisions/effect.ts';
import { changeInitiative } from './initiative/change-initiative.ts';
import { moveStage } from './initiative/move-stage.ts';
import { setHealth } from './initiative/set-health.ts';

/** The effect is registered for initiatives only, so that its target is one. */
const idOfInitiative = (target: EntityRef) => target.id as Id<'initiative'>;

const replan = z.strictObject({ from: plainDate.optional(), to: plainDate.optional() });

/**
 * What a decision can do to an initiative. The decider needs the rights that the same act by hand
 * needs: proposing a decision gives nobody more than they have.
 */
export const strategyEffects: readonly Effect[] = [
  effect({
    key: 'initiative.set_health',
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
    key: 'initiative.stop',
    kinds: ['initiative'],
    label: 'Stop it',
    parameters: z.strictObject({ reason: text.default('') }),
    choices: { reason: [] },
    says: ({ reason }) => `stops the initiative${reason ? `: ${reason}` : ''}`,
    async apply(context, target, { reason }) {
      await moveStage(context, idOfInitiative(target), { stage: 'stopped', reason });
    },
  }),
  effect({
    key: 'initiative.start',
    kinds: ['initiative'],
    label: 'Start building it',
    parameters: z.strictObject({ reason: text.default('') }),
    choices: { reason: [] },
    says: () => 'starts building the initiative',
    async apply(context, target, { reason }) {
      await moveStage(context, idOfInitiative(target), { stage: 'building', reason });
    },
  }),
  effect({
    key: 'initiative.replan',
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
