import { operations, toReference } from '@throughline/contract';
import { read, write, type Route } from '../../../platform/http/route.ts';
import type { RunnerCheck } from '../runners/require-runner.ts';
import { enqueueChange } from './enqueue-change.ts';
import { leaveQueue } from './leave-queue.ts';
import { pauseQueue, resumeQueue } from './pause-queue.ts';
import { queueView } from './queue-views.ts';
import { reportCheck } from './report-check.ts';

const { release } = operations;

/** Binds the merge queue, and what programs outside report of commits. */
export function queueRoutes(deps: { runners: RunnerCheck }): Route[] {
  return [
    write(release.enqueueChange, async (context, { params, body }) => ({
      entry: toReference('queue_entry', await enqueueChange(context, params.id, body.lane)),
    })),
    write(release.leaveQueue, async (context, { params }) => {
      await leaveQueue(context, params.id);
      return undefined;
    }),
    read(release.getQueue, (context, { params }) => queueView(context, deps.runners, params.id)),
    write(release.pauseQueue, async (context, { params, body }) => {
      await pauseQueue(context, params.id, body.reason);
      return undefined;
    }),
    write(release.resumeQueue, async (context, { params }) => {
      await resumeQueue(context, params.id);
      return undefined;
    }),
    write(release.reportCheck, async (context, { params, body }) => {
      await reportCheck(context, { repository: params.id, sha: params.sha }, body);
      return undefined;
    }),
  ];
}
