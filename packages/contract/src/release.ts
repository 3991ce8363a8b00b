import { releaseBoard } from './release-board.ts';
import { releaseDeployment } from './release-deployment.ts';
import { releaseEnvironment } from './release-environment.ts';
import { releaseFailure } from './release-failure.ts';
import { releaseRollout } from './release-rollout.ts';
import { releaseRepository } from './release-repository.ts';
import { releaseRunner } from './release-runner.ts';
import { releaseVersion } from './release-version.ts';

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
};
