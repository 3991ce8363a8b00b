import type { ProblemCode } from '@throughline/contract';
import { DomainError } from '../../../platform/problem.ts';
import { deployRelease } from './deploy-release.ts';
import { movePromotion, takePromotionTurn } from './promotion-store.ts';
import type { SweepDeps } from './sweep-deps.ts';

/** What passes by itself: it is tried again until it does. */
const passing: readonly ProblemCode[] = [
  'release.environment_frozen',
  'release.place_locked',
  'release.tests_not_green',
  'release.not_fetched',
  'release.commands_refused',
  'release.secret_missing',
];
const againSeconds = 60;

/**
 * Takes a release that ran well for long enough on to the next environment; or says why not. Its
 * gates there are the next deployment's own.
 */
export async function promoteRelease(deps: SweepDeps, id: string): Promise<void> {
  try {
    await deps.write(async (context) => {
      const turn = await takePromotionTurn(context, id);
      if (!turn) return;
      if (!turn.current) {
        await movePromotion(context, id, { state: 'past', says: 'Something else runs there now.' });
        return;
      }
      if (turn.health === 'unhealthy') {
        const says = `It is unhealthy where it runs: ${turn.health_says}`;
        const againAt = context.now.add({ seconds: againSeconds });
        await movePromotion(context, id, { state: 'waiting', says, againAt });
        return;
      }
      await deployRelease(context, deps.deploy, {
        release: turn.release_id,
        environment: turn.environment_id,
        despite: [],
        reason: '',
      });
    });
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    await deps.write(async (context) => {
      const againAt = context.now.add({ seconds: againSeconds });
      const state = passing.includes(error.code) ? 'waiting' : 'refused';
      await movePromotion(context, id, { state, says: error.message, againAt });
    });
  }
}
