import { operations, toReference } from '@throughline/contract';
import { read, write, type Route } from '../../../platform/http/route.ts';
import type { Jobs } from '../../../platform/jobs/jobs.ts';
import type { RepositoryCaches } from '../repositories/repository-caches.ts';
import { askBackports } from './ask-backports.ts';
import { conflictView } from './conflict-views.ts';
import { landBackport } from './land-backport.ts';
import { resolveBackport } from './resolve-backport.ts';
import { retryBackport } from './retry-backport.ts';
import { takeEarlierCommits } from './take-earlier-commits.ts';
import { backportMatrix, backportView, changeBackports, listBackports } from './views.ts';
import { withdrawBackport } from './withdraw-backport.ts';

const { release } = operations;

/** Binds backports. */
export function backportRoutes(deps: { caches: RepositoryCaches; jobs: Jobs }): Route[] {
  return [
    write(release.askBackports, async (context, { body }) => {
      const ids = await askBackports(context, deps, body);
      return { refs: ids.map((id) => toReference('backport', id)) };
    }),
    read(release.listBackports, (context, { query }) => listBackports(context, query)),
    read(release.getBackport, (context, { params }) => backportView(context, params.id)),
    read(release.getBackportConflict, (context, { params }) =>
      conflictView(context, deps.caches, params.id),
    ),
    write(release.resolveBackport, async (context, { params, body }) => ({
      revision: await resolveBackport(context, deps, params.id, body),
    })),
    write(release.takeEarlierCommits, async (context, { params }) => ({
      revision: await takeEarlierCommits(context, deps, params.id),
    })),
    write(release.landBackport, async (context, { params }) => ({
      revision: await landBackport(context, deps, params.id),
    })),
    write(release.retryBackport, async (context, { params }) => ({
      revision: await retryBackport(context, deps, params.id),
    })),
    write(release.withdrawBackport, async (context, { params }) => ({
      revision: await withdrawBackport(context, deps, params.id),
    })),
    read(release.getChangeBackports, (context, { params }) => changeBackports(context, params.id)),
    read(release.getBackportMatrix, (context, { params }) => backportMatrix(context, params.id)),
  ];
}
