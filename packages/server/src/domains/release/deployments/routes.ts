import { operations, toReference } from '@throughline/contract';
import { read, write, type Route } from '../../../platform/http/route.ts';
import type { FlagStandings } from '../failures/read-suspects.ts';
import type { Secrets } from '../../../platform/secrets/secrets.ts';
import type { RepositoryCaches } from '../repositories/repository-caches.ts';
import type { RunnerCheck } from '../runners/require-runner.ts';
import { approveHotfix } from './approve-hotfix.ts';
import { approveStep } from './approve-step.ts';
import { cancelDeployment } from './cancel-deployment.ts';
import { completeManualStep } from './complete-manual-step.ts';
import { deployRelease } from './deploy-release.ts';
import { reportHealth } from './report-health.ts';
import { retryStep, skipStep } from './retry-step.ts';
import { rollBack } from './roll-back.ts';
import { settleStep } from './settle-step.ts';
import { attemptLog } from './log-views.ts';
import { previewDeployment } from './plan-views.ts';
import { reportWebhookOutcome } from './report-webhook-outcome.ts';
import { deploymentView, listDeployments } from './views.ts';

const { release } = operations;

/** Binds deployments. */
export function deploymentRoutes(deps: {
  caches: RepositoryCaches;
  runners: RunnerCheck;
  flagStandings: FlagStandings;
  secrets: Secrets;
}): Route[] {
  return [
    write(release.deployRelease, async (context, { body }) => {
      const { id, revision } = await deployRelease(context, deps, body);
      return { ref: toReference('deployment', id), revision };
    }),
    read(release.listDeployments, (context, { query }) => listDeployments(context, query)),
    read(release.getDeployment, (context, { params }) => deploymentView(context, params.id)),
    write(release.retryStep, async (context, { params }) => ({
      revision: await retryStep(context, deps, params.id),
    })),
    write(release.skipStep, async (context, { params, body }) => ({
      revision: await skipStep(context, params.id, body.reason),
    })),
    write(release.settleStep, async (context, { params, body }) => ({
      revision: await settleStep(context, params.id, body),
    })),
    write(release.approveStep, async (context, { params, body }) => ({
      revision: await approveStep(context, params.id, body.note),
    })),
    write(release.completeManualStep, async (context, { params, body }) => ({
      revision: await completeManualStep(context, params.id, body),
    })),
    write(release.approveHotfix, async (context, { params, body }) => ({
      revision: await approveHotfix(context, params.id, body.note),
    })),
    write(release.rollBack, async (context, { params, body }) => ({
      revision: await rollBack(context, deps, params.id, body),
    })),
    write(release.cancelDeployment, async (context, { params, body }) => ({
      revision: await cancelDeployment(context, params.id, body.reason),
    })),
    write(release.reportHealth, async (context, { params, body }) => ({
      revision: await reportHealth(context, params.id, body),
    })),
    read(release.getAttemptLog, (context, { params, query }) =>
      attemptLog(context, params.id, query.after),
    ),
    read(release.previewDeployment, (context, { params, query }) =>
      previewDeployment(context, deps, params.id, query),
    ),
    write(release.reportWebhookOutcome, async (context, { params, body }, { request }) => {
      await reportWebhookOutcome(context, deps.secrets, params.id, {
        headers: request.headers,
        body,
      });
      return undefined;
    }),
  ];
}
