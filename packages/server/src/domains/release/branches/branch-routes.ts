import { operations } from '@throughline/contract';
import { act, read, type Route } from '../../../platform/http/route.ts';
import { problem } from '../../../platform/problem.ts';
import { asProblem } from '../releases/read-release.ts';
import { featureBranches } from './branch-views.ts';
import { createFeatureBranch } from './create-feature-branch.ts';
import { pushBranches, type BranchDeps } from './push-branches.ts';

const { release } = operations;

/** Binds branches that are made for work. */
export function branchRoutes(deps: BranchDeps): Route[] {
  return [
    act(release.createFeatureBranch, async (context, { params, body }) => {
      const input = { repository: params.id, work: body.work, onto: body.onto };
      const name = await context.write((write) => createFeatureBranch(write, input));
      await asProblem(() => pushBranches(deps, params.id));
      const { items } = await featureBranches(context, body.work);
      const made = items.find((branch) => branch.name === name);
      if (made?.state === 'refused') throw problem('release.not_fetched', made.says);
      return { name, state: made?.state === 'made' ? ('made' as const) : ('pushing' as const) };
    }),
    read(release.listFeatureBranches, (context, { query }) => featureBranches(context, query.work)),
  ];
}
