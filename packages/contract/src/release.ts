import { releaseBoard } from './release-board.ts';
import { releaseBackports } from './release-backports.ts';
import { releaseDeployment } from './release-deployment.ts';
import { releaseEnvironment } from './release-environment.ts';
import { releaseFailure } from './release-failure.ts';
import { releaseRollout } from './release-rollout.ts';
import { releaseForge } from './release-forge.ts';
import { releaseLines } from './release-lines.ts';
import { releaseBranches } from './release-branches.ts';
import { releaseIntegration } from './release-integration.ts';
import { releaseQueue } from './release-queue.ts';
import { releaseRepository } from './release-repository.ts';
import { releaseRunner } from './release-runner.ts';
import { releaseVersion } from './release-version.ts';
import { releaseWorkflow } from './release-workflow.ts';

/** How code reaches production: repositories, changes, releases, environments, deployments. */
export const release = {
  ...releaseRepository,
  ...releaseVersion,
  ...releaseEnvironment,
  ...releaseDeployment,
  ...releaseRollout,
  ...releaseRunner,
  ...releaseBoard,
  ...releaseFailure,
  ...releaseLines,
  ...releaseBackports,
  ...releaseWorkflow,
  ...releaseQueue,
  ...releaseBranches,
  ...releaseIntegration,
  ...releaseForge,
};
