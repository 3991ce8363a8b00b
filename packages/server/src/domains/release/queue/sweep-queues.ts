import type { Logger } from 'pino';
import type { Clock } from '../../../platform/clock.ts';
import { gitProblem } from '../git-problem.ts';
import { advanceQueue, type QueueDeps } from './advance-queue.ts';
import { busyQueues, lostChecks } from './queue-store.ts';
import { settleCheck } from './settle-check.ts';

/** What looking after the queues needs. */
export interface SweepQueuesDeps extends QueueDeps {
  readonly clock: Clock;
  readonly log: Logger;
}

/** Takes every queue as far as it goes now; what fails is left to the next time. */
export async function sweepQueues(deps: SweepQueuesDeps): Promise<void> {
  for (const lost of await lostChecks(deps.db, deps.clock.now())) {
    const says = 'The runner was not heard of until its lease ended.';
    await deps.write((context) => settleCheck(context, lost, { state: 'lost', says }));
  }
  for (const repository of await busyQueues(deps.db)) {
    try {
      await advanceQueue(deps, repository);
    } catch (error) {
      const says = gitProblem(error);
      deps.log.warn(
        says === undefined ? { err: error, repository } : { says, repository },
        'a merge queue could not be taken further; trying again',
      );
    }
  }
}
