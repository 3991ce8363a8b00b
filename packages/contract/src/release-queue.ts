import { z } from 'zod';
import { idOf, referenceOf } from './ids.ts';
import { operation } from './operation.ts';
import { changeName, lane, queueEntry } from './release-queue-entry.ts';
import { sha } from './release-repository.ts';
import { instant, text } from './schemas.ts';

const checkView = z.object({
  name: z.string(),
  kind: z.enum(['command', 'outside', 'tests']),
  state: z.enum(['waiting', 'running', 'green', 'red', 'stopped']),
  says: z.string(),
  url: z.string().nullable(),
  attempt: referenceOf('attempt').nullable(),
});

const buildView = z.object({
  ref: referenceOf('queue_build'),
  sha: z.string(),
  state: z.enum(['running', 'green', 'red', 'stopped']),
  says: z.string(),
  /** What is in it, in its order. */
  changes: z.array(changeName),
  checks: z.array(checkView),
  startedAt: instant,
  finishedAt: instant.nullable(),
});

const changeId = z.object({ id: idOf('change') });
const repositoryId = z.object({ id: idOf('repository') });

/** The merge queue: changes are tried together and land one after the other, exactly once. */
export const releaseQueue = {
  enqueueChange: operation({
    method: 'POST',
    path: '/api/v1/changes/{id}/queue',
    summary: 'Queue a change to land, or move it to another lane',
    description:
      'What lands is the head that it has now. The incident lane goes before all others and is for an editor.',
    permission: 'contributor',
    params: changeId,
    body: z.object({ lane: lane.default('normal') }),
    output: z.object({ entry: referenceOf('queue_entry') }),
    status: 201,
    errors: ['wrong_state', 'release.no_queue'],
  }),
  leaveQueue: operation({
    method: 'POST',
    path: '/api/v1/changes/{id}/queue/leave',
    summary: 'Take a change out of its queue',
    permission: 'contributor',
    params: changeId,
    errors: ['wrong_state'],
  }),
  getQueue: operation({
    method: 'GET',
    path: '/api/v1/repositories/{id}/queue',
    summary: 'A merge queue: what waits, what is tried, what landed, what was put out and why',
    permission: 'member',
    params: repositoryId,
    output: z.object({
      /** What the workflow says; null where it declares no queue. */
      policy: z
        .object({
          branch: z.string(),
          merge: z.enum(['merge', 'squash', 'rebase']),
          label: z.string().nullable(),
          incident: z.string().nullable(),
          batch: z.number().int(),
          parallel: z.number().int(),
          checks: z.array(z.string()),
        })
        .nullable(),
      paused: z.object({ by: z.string(), at: instant, reason: z.string() }).nullable(),
      /** Releases that wait to be deployed, and from how many on the queue waits for them. */
      backlog: z
        .object({
          environment: z.string(),
          undeployed: z.number().int(),
          limit: z.number().int(),
          holds: z.boolean(),
        })
        .nullable(),
      /** Why its commands don't run now; null where they can. */
      commandsRefused: z.string().nullable(),
      entries: z.array(queueEntry),
      /** What is tried now, then the last ones that ended. */
      builds: z.array(buildView),
      /** The last ones that landed, left or were put out. */
      settled: z.array(queueEntry),
    }),
  }),
  pauseQueue: operation({
    method: 'POST',
    path: '/api/v1/repositories/{id}/queue/pause',
    summary: 'Stop a merge queue: nothing is tried and nothing lands',
    permission: 'editor',
    params: repositoryId,
    body: z.object({ reason: text.min(1) }),
    errors: ['wrong_state'],
  }),
  resumeQueue: operation({
    method: 'POST',
    path: '/api/v1/repositories/{id}/queue/resume',
    summary: 'Let a merge queue go on',
    permission: 'editor',
    params: repositoryId,
    errors: ['wrong_state'],
  }),
  reportCheck: operation({
    method: 'PUT',
    path: '/api/v1/repositories/{id}/commits/{sha}/checks',
    summary: 'State how a check of a commit ended, or that it has begun',
    description:
      'The last word of a name counts. An API key with the scope `checks:write` may call this and nothing else.',
    permission: 'contributor',
    scope: 'checks',
    params: repositoryId.extend({ sha }),
    body: z.object({
      name: z.string().trim().min(1).max(100),
      state: z.enum(['pending', 'success', 'failure']),
      says: z.string().trim().max(500).default(''),
      url: z
        .url({ protocol: /^https?$/ })
        .max(2000)
        .optional(),
    }),
  }),
};
