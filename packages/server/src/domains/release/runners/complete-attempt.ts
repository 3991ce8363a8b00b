import type { Id } from '@throughline/contract';
import type { WriteContext } from '../../../platform/context.ts';
import { settleCheck } from '../queue/settle-check.ts';
import { settleAttempt, type Outcome } from '../deployments/settle-attempt.ts';

/** How a command ended, in its runner's words. */
export interface CommandEnd {
  readonly fence: number;
  readonly outcome: 'exited' | 'timed-out' | 'cancelled' | 'failed-to-start';
  readonly exitCode: number | null;
  readonly says: string;
}

/** Takes a runner's word for how its command ended. */
export async function completeAttempt(
  context: WriteContext,
  runner: Id<'runner'>,
  id: Id<'attempt'>,
  end: CommandEnd,
): Promise<void> {
  const attempt = { id, fence: String(end.fence), runner };
  const outcome = outcomeOf(end);
  if (await settleCheck(context, attempt, outcome)) return;
  await settleAttempt(context, attempt, outcome);
}

function outcomeOf(end: CommandEnd): Outcome {
  switch (end.outcome) {
    case 'exited':
      if (end.exitCode === 0) return { state: 'succeeded', says: 'It ended with 0.' };
      return {
        state: 'failed',
        says:
          end.exitCode === null
            ? end.says || 'It was ended by a signal.'
            : `It ended with ${end.exitCode}.`,
        failure: 'step-failed',
      };
    case 'timed-out':
      return { state: 'timed-out', says: end.says || 'It took too long.', failure: 'timed-out' };
    case 'cancelled':
      return { state: 'cancelled', says: 'Cancelled.' };
    case 'failed-to-start':
      return {
        state: 'failed',
        says: end.says || 'It could not be started.',
        failure: 'step-failed',
      };
  }
}
