import type { Id } from '@throughline/contract';
import { repositoriesWithBranchWork } from './branches/branch-store.ts';
import { pushBranches } from './branches/push-branches.ts';
import { gitProblem } from './git-problem.ts';
import { buildIntegration } from './integration/build-integration.ts';
import { integratedRepositories } from './integration/integration-store.ts';
import { sweepQueues, type SweepQueuesDeps } from './queue/sweep-queues.ts';

/** Takes the queues, the branches and the integration branches of all repositories further. */
export async function tendRepositories(deps: SweepQueuesDeps): Promise<void> {
  await sweepQueues(deps);
  const tend = async (
    repositories: readonly Id<'repository'>[],
    act: (repository: Id<'repository'>) => Promise<void>,
  ) => {
    for (const repository of repositories) {
      try {
        await act(repository);
      } catch (error) {
        const says = gitProblem(error);
        deps.log.warn(
          says === undefined ? { err: error, repository } : { says, repository },
          'a repository’s branches could not be taken further; trying again',
        );
      }
    }
  };
  await tend(await repositoriesWithBranchWork(deps.db), (id) => pushBranches(deps, id));
  await tend(await integratedRepositories(deps.db), (id) => buildIntegration(deps, id));
}
