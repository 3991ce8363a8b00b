import { DomainError } from '../../../platform/problem.ts';
import { advanceDeployment } from './advance-deployment.ts';
import { askStep } from './ask-step.ts';
import { findDue } from './due-store.ts';
import { loseAttempt } from './lose-attempt.ts';
import { forgetHealth, probeHealth } from './probe-health.ts';
import { observeRevision } from './observe-revision.ts';
import { promoteRelease } from './promote-release.ts';
import type { SweepDeps } from './sweep-deps.ts';

const lostSays = 'The runner was not heard of until its lease ended.';

/** Does everything that is due now, once; what fails is left to the next time. */
export async function sweepDeployments(deps: SweepDeps): Promise<void> {
  const due = await findDue(deps.db, deps.clock.now());
  const attempt = async (act: () => Promise<unknown>) => {
    try {
      await act();
    } catch (error) {
      // Somebody else settled it in the meantime.
      if (error instanceof DomainError && error.code === 'release.stale_fence') return;
      deps.log.warn({ err: error }, 'a deployment could not be taken further; trying again');
    }
  };
  for (const lost of due.lost) {
    await attempt(() => deps.write((context) => loseAttempt(context, { ...lost, says: lostSays })));
  }
  for (const id of due.queued) {
    await attempt(() => deps.write((context) => advanceDeployment(context, id)));
  }
  await Promise.all([
    ...due.asks.map((id) => attempt(() => askStep(deps, id))),
    ...due.probes.map((id) => attempt(() => probeHealth(deps, id))),
    ...due.revisions.map((id) => attempt(() => observeRevision(deps, id))),
  ]);
  for (const id of due.stale) await attempt(() => forgetHealth(deps, id));
  for (const id of due.promotions) await attempt(() => promoteRelease(deps, id));
}
