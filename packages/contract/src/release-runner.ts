import { z } from 'zod';
import { idOf, referenceOf } from './ids.ts';
import { operation, raw } from './operation.ts';
import { instant, title } from './schemas.ts';

/**
 * What keeps a command from the runner's host: namespaces (`bubblewrap`), another account than the
 * server's (`account`), or nothing (`none`: trusted repositories only).
 */
export const sandbox = z.enum(['bubblewrap', 'account', 'none']);

/** What keeps a command from the runner's host. */
export type Sandbox = z.output<typeof sandbox>;

const fence = z.number().int().positive();
const attemptId = z.object({ id: idOf('attempt') });

/** A piece of work as a runner receives it. */
const work = z.object({
  attempt: referenceOf('attempt'),
  /** Goes with every later call about this attempt; a newer attempt has a higher one. */
  fence,
  name: z.string(),
  /** A program with its arguments, or a text for `sh -e`. */
  command: z.union([z.array(z.string()).min(1), z.string()]),
  environment: z.record(z.string(), z.string()),
  network: z.boolean(),
  /** The step's own secrets by name: over a file descriptor, masked in the log. */
  secrets: z.record(z.string(), z.string()),
  /** What each process may take. */
  memoryMegabytes: z.number().int().nullable(),
  timeoutSeconds: z.number().int(),
  /** Counted from when the answer was asked for; the runner ends its own work when it is over. */
  leaseSeconds: z.number().int(),
  maximumLogBytes: z.number().int(),
});

const runnerView = z.object({
  ref: referenceOf('runner'),
  name: z.string(),
  state: z.enum(['waiting', 'online', 'offline', 'revoked']),
  sandbox: sandbox.nullable(),
  lastSeenAt: instant.nullable(),
  createdAt: instant,
});

const host = z
  .string()
  .regex(
    /^(?:[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?|\[[0-9a-f:.]+\])$/,
    'must be a host in lower case',
  );

const releaseSettings = z.object({
  /** Folders of this machine under which repositories may be connected by path. */
  repositoryRoots: z.array(z.string().regex(/^\//).max(1000)).max(100),
  /** Hosts that HTTP gates and health probes may ask; loopback only where it is listed. */
  gateHosts: z.array(host).max(200),
  /** Hosts of repositories whose addresses are not public, or that speak plain HTTP. */
  remoteHosts: z.array(host).max(200),
});

/** Runners, what they may do, and the settings that only an administrator changes. */
export const releaseRunner = {
  getReleaseSettings: operation({
    method: 'GET',
    path: '/api/v1/release-settings',
    summary: 'Where repositories may lie, and which hosts the server may ask',
    permission: 'administrator',
    output: releaseSettings.extend({
      /** Allowed besides: the checkout, and what THROUGHLINE_REPOSITORY_ROOTS lists. */
      fixedRoots: z.array(z.string()),
      /** Why commands of repositories that aren't trusted can't run now; null where they can. */
      commandsRefused: z.string().nullable(),
    }),
  }),
  changeReleaseSettings: operation({
    method: 'PATCH',
    path: '/api/v1/release-settings',
    summary: 'Change where repositories may lie, and which hosts the server may ask',
    permission: 'administrator',
    body: releaseSettings.partial(),
  }),
  acceptTrustedRepositories: operation({
    method: 'POST',
    path: '/api/v1/release-settings/accept-trusted-repositories',
    summary: 'Accept that the commands of these repositories run without a sandbox',
    description:
      'Needed only where there is neither another user nor bubblewrap: a command can then read whatever the server can. Accept it for repositories of which you know every author.',
    permission: 'administrator',
    body: z.object({ repositories: z.array(idOf('repository')).min(1).max(100) }),
  }),
  createRunner: operation({
    method: 'POST',
    path: '/api/v1/runners',
    summary: 'Create a runner on another machine; its token is shown once',
    permission: 'administrator',
    body: z.object({ name: title }),
    output: z.object({ ref: referenceOf('runner'), token: z.string() }),
    status: 201,
    secrets: ['token'],
  }),
  listRunners: operation({
    method: 'GET',
    path: '/api/v1/runners',
    summary: 'The runners, and when they were last heard of',
    permission: 'member',
    output: z.object({ items: z.array(runnerView) }),
  }),
  revokeRunner: operation({
    method: 'POST',
    path: '/api/v1/runners/{id}/revoke',
    summary: 'Take a runner its token; what it runs counts as lost when its lease ends',
    permission: 'administrator',
    params: z.object({ id: idOf('runner') }),
    errors: ['wrong_state'],
  }),

  claimWork: operation({
    method: 'POST',
    path: '/api/v1/runner/claim',
    summary: 'Take the next command, waiting up to 20 seconds for one',
    permission: 'runner',
    body: z.object({ sandbox, wait: z.number().int().min(0).max(20).default(20) }),
    output: z.object({ work: work.nullable() }),
  }),
  extendLease: operation({
    method: 'POST',
    path: '/api/v1/runner/attempts/{id}/extend',
    summary: 'Keep an attempt: its lease begins anew',
    permission: 'runner',
    params: attemptId,
    body: z.object({ fence }),
    output: z.object({ leaseSeconds: z.number().int(), cancel: z.boolean() }),
    errors: ['release.stale_fence'],
  }),
  appendLog: operation({
    method: 'POST',
    path: '/api/v1/runner/attempts/{id}/log',
    summary: 'Append a chunk of the log; a chunk that came before is not kept twice',
    permission: 'runner',
    params: attemptId,
    body: z.object({
      fence,
      sequence: z.number().int().min(1),
      text: z.string().max(262_144),
    }),
    errors: ['release.stale_fence'],
  }),
  completeAttempt: operation({
    method: 'POST',
    path: '/api/v1/runner/attempts/{id}/complete',
    summary: 'State how a command ended',
    permission: 'runner',
    params: attemptId,
    body: z.object({
      fence,
      outcome: z.enum(['exited', 'timed-out', 'cancelled', 'failed-to-start', 'refused']),
      exitCode: z.number().int().nullable(),
      says: z.string().max(2000).default(''),
    }),
    errors: ['release.stale_fence'],
  }),
  getAttemptSource: operation({
    method: 'GET',
    path: '/api/v1/runner/attempts/{id}/source',
    summary: 'The released commit as a tar archive',
    permission: 'runner',
    params: attemptId,
    query: z.object({ fence: z.coerce.number().int().positive() }),
    output: raw('application/x-tar'),
    errors: ['release.stale_fence', 'release.not_fetched'],
  }),
};

/** A piece of work as a runner receives it. */
export type RunnerWork = z.output<typeof work>;
