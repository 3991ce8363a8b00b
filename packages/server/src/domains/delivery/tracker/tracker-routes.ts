import { operations, toReference } from '@throughline/contract';
import { act, read, write, type Route } from '../../../platform/http/route.ts';
import { assignEpic } from './assign-epic.ts';
import type { FollowDeps } from './advance-backlog.ts';
import { changeFollowedBacklog } from './change-followed-backlog.ts';
import { changeTracker } from './change-tracker.ts';
import { createTracker } from './create-tracker.ts';
import { deleteTracker } from './delete-tracker.ts';
import { followBacklog } from './follow-backlog.ts';
import { openTracker } from './open-tracker.ts';
import { TrackerFault } from './outside-story.ts';
import { receiveDelivery } from './receive-delivery.ts';
import { syncFollowedBacklog } from './sync-followed-backlog.ts';
import { loadTracker } from './tracker-store.ts';
import { followedBacklogView, listFollowedBacklogs, listTrackers } from './tracker-views.ts';
import { unfollowBacklog } from './unfollow-backlog.ts';

const { delivery } = operations;

/** What a tool answers, or why it doesn't. */
async function asked<T>(ask: () => Promise<T>): Promise<{ answer: T } | { problem: string }> {
  try {
    return { answer: await ask() };
  } catch (error) {
    if (!(error instanceof TrackerFault)) throw error;
    return { problem: error.message };
  }
}

/** Binds the operations about tools whose stories are followed. */
export function trackerRoutes(deps: FollowDeps & { readonly publicUrl: string }): Route[] {
  const { secrets, jobs } = deps;
  return [
    write(delivery.createTracker, async (context, { body }) => ({
      ref: toReference('tracker', await createTracker(context, secrets, body)),
    })),
    read(delivery.listTrackers, (context) => listTrackers(context, deps.publicUrl)),
    write(delivery.changeTracker, (context, { params, body }) =>
      changeTracker(context, secrets, params.id, body).then(() => undefined),
    ),
    write(delivery.deleteTracker, (context, { params }) =>
      deleteTracker(context, params.id).then(() => undefined),
    ),
    read(delivery.testTracker, async ({ db, now }, { params }) => {
      const row = await loadTracker(db, params.id);
      const said = await asked(async () => openTracker(secrets, row, () => now).account());
      return 'problem' in said
        ? { account: null, problem: said.problem }
        : { account: said.answer, problem: null };
    }),
    read(delivery.findTrackerSources, async ({ db, now }, { params, query }) => {
      const row = await loadTracker(db, params.id);
      const said = await asked(async () => openTracker(secrets, row, () => now).sources(query.q));
      return 'problem' in said
        ? { items: [], problem: said.problem }
        : { items: said.answer, problem: null };
    }),
    act(delivery.receiveDelivery, async (context, { params, body }, { request }) => ({
      says: await receiveDelivery(context, { secrets, jobs }, params.id, {
        body,
        headers: request.headers,
      }),
    })),
    act(delivery.followBacklog, async (context, { body }) => ({
      ref: toReference('followed_backlog', await followBacklog(context, { secrets, jobs }, body)),
    })),
    read(delivery.listFollowedBacklogs, (context, { query }) =>
      listFollowedBacklogs(context, query.unit),
    ),
    read(delivery.getFollowedBacklog, (context, { params }) =>
      followedBacklogView(context, params.id),
    ),
    write(delivery.changeFollowedBacklog, (context, { params, body }) =>
      changeFollowedBacklog(context, params.id, body).then(() => undefined),
    ),
    write(delivery.assignEpic, (context, { params, body }) =>
      assignEpic(context, params.id, body).then(() => undefined),
    ),
    write(delivery.syncFollowedBacklog, async (context, { params }) => {
      await syncFollowedBacklog(context, jobs, params.id);
      return { says: 'Everything is read again.' };
    }),
    write(delivery.unfollowBacklog, (context, { params }) =>
      unfollowBacklog(context, params.id).then(() => undefined),
    ),
  ];
}
