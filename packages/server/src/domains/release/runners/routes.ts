import { Readable } from 'node:stream';
import { operations, toReference } from '@throughline/contract';
import { archiveCommit } from '@throughline/git';
import type { Actor, Runner } from '../../../platform/access/actor.ts';
import type { Clock } from '../../../platform/clock.ts';
import { read, write, type Route } from '../../../platform/http/route.ts';
import { problem } from '../../../platform/problem.ts';
import { staleFence } from '../deployments/settle-attempt.ts';
import { cacheOfBuild } from '../queue/cache-of-build.ts';
import { changeReleaseSettings, type SettingsReader } from '../release-settings.ts';
import { asProblem, cacheWith } from '../releases/read-release.ts';
import type { RepositoryCaches } from '../repositories/repository-caches.ts';
import { acceptTrustedRepositories } from './accept-trusted-repositories.ts';
import { appendLog } from './append-log.ts';
import { claimWork } from './claim-work.ts';
import { completeAttempt } from './complete-attempt.ts';
import { createRunner, revokeRunner } from './create-runner.ts';
import { extendLease } from './extend-lease.ts';
import { commandsRefused, type RunnerCheck } from './require-runner.ts';
import { heldAttempt } from './store.ts';
import { listRunners } from './views.ts';

const { release } = operations;

function asRunner(actor: Actor): Runner {
  if (actor.kind !== 'runner') throw problem('forbidden', 'This is for a runner only.');
  return actor;
}

/** Binds what runners call, and what administrators decide about them. */
export function runnerRoutes(deps: {
  clock: Clock;
  caches: RepositoryCaches;
  settings: SettingsReader;
  runners: RunnerCheck;
  /** Ends the waiting of runners when the server stops. */
  closing: AbortSignal;
}): Route[] {
  const { clock, caches, settings, runners, closing } = deps;
  return [
    read(release.getReleaseSettings, async ({ db, now }) => ({
      ...(await settings.read(db)),
      fixedRoots: [...settings.fixedRoots],
      commandsRefused: await commandsRefused(db, now, runners, false),
    })),
    write(release.changeReleaseSettings, async (context, { body }) => {
      await changeReleaseSettings(context, body);
      return undefined;
    }),
    write(release.acceptTrustedRepositories, async (context, { body }) => {
      await acceptTrustedRepositories(context, body.repositories);
      return undefined;
    }),
    write(release.createRunner, async (context, { body }) => {
      const { id, token } = await createRunner(context, body.name);
      return { ref: toReference('runner', id), token };
    }),
    read(release.listRunners, listRunners),
    write(release.revokeRunner, async (context, { params }) => {
      await revokeRunner(context, params.id);
      return undefined;
    }),
    read(release.claimWork, async ({ db, actor }, { body }, { reply }) => {
      const gone = new AbortController();
      reply.raw.once('close', () => gone.abort());
      const until = AbortSignal.any([gone.signal, closing]);
      return { work: await claimWork({ db, clock }, asRunner(actor), body, until) };
    }),
    write(release.extendLease, (context, { params, body }) =>
      extendLease(context, asRunner(context.actor).id, params.id, body.fence),
    ),
    write(release.appendLog, async (context, { params, body }) => {
      await appendLog(context, asRunner(context.actor).id, params.id, body);
      return undefined;
    }),
    write(release.completeAttempt, async (context, { params, body }) => {
      await completeAttempt(context, asRunner(context.actor).id, params.id, body);
      return undefined;
    }),
    read(release.getAttemptSource, async ({ db, actor }, { params, query }) => {
      const runner = asRunner(actor).id;
      const held = await heldAttempt(db, { id: params.id, fence: query.fence, runner });
      if (!held) throw staleFence();
      const cache = await asProblem(() =>
        held.of === 'check'
          ? cacheOfBuild({ db, caches }, held.repository_id, held.sha)
          : cacheWith(caches, held.repository_id, held.sha),
      );
      return { body: Readable.from(archiveCommit(cache, held.sha)) };
    }),
  ];
}
