import type { Id } from '@throughline/contract';
import type { Logger } from 'pino';
import { repositoriesWithBranchWork } from './branches/branch-store.ts';
import { pushBranches, type BranchDeps } from './branches/push-branches.ts';
import { gitProblem } from './git-problem.ts';
import { buildIntegration } from './integration/build-integration.ts';
import { integratedRepositories } from './integration/integration-store.ts';

/** Brings the branches that are made here, and the integration branches, up to what they are made of. */
export async function tendBranches(deps: BranchDeps & { readonly log: Logger }): Promise<void> {
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
          'the branches of a repository could not be taken further; trying again',
        );
      }
    }
  };
  await tend(await repositoriesWithBranchWork(deps.db), (id) => pushBranches(deps, id));
  await tend(await integratedRepositories(deps.db), (id) => buildIntegration(deps, id));
}
