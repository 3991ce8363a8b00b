import { operations } from '@throughline/contract';
import { act, read, write, type Route } from '../../../platform/http/route.ts';
import type { RunnerCheck } from '../runners/require-runner.ts';
import { actOnFailures } from './act-on-failures.ts';
import { changeRunbook } from './change-runbook.ts';
import { listFailures } from './failure-list-views.ts';
import { failureView } from './failure-views.ts';
import { flakySteps } from './flaky-step-views.ts';
import type { FlagStandings } from './read-suspects.ts';
import { listRunbooks } from './runbook-views.ts';

const { release } = operations;

/** Binds the failure room. */
export function failureRoutes(deps: {
  runners: RunnerCheck;
  flagStandings: FlagStandings;
}): Route[] {
  return [
    read(release.listFailures, (context, { query }) => listFailures(context, query)),
    read(release.getFailure, (context, { params }) => failureView(context, deps, params.id)),
    act(release.actOnFailures, (context, { body }) => actOnFailures(context, deps, body)),
    read(release.listRunbooks, async (context, { query }) => ({
      items: await listRunbooks(context, query.repository),
    })),
    write(release.changeRunbook, async (context, { params, body }) => ({
      scope: await changeRunbook(
        context,
        { class: params.class, repository: body.repository },
        body.body,
      ),
    })),
    read(release.listFlakySteps, async (context, { query }) => ({
      items: await flakySteps(context, query),
    })),
  ];
}
