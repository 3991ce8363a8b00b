import { operations, toReference } from '@throughline/contract';
import { read, write, type Route } from '../../../platform/http/route.ts';
import type { Jobs } from '../../../platform/jobs/jobs.ts';
import type { OrganisationDay } from '../../../platform/organisation-day.ts';
import type { RepositoryCaches } from '../repositories/repository-caches.ts';
import { cutRelease } from './cut-release.ts';
import { listReleases, previewRelease, releaseView } from './views.ts';

const { release } = operations;

/** Binds releases. */
export function versionRoutes(deps: {
  caches: RepositoryCaches;
  jobs: Jobs;
  today: OrganisationDay['today'];
}): Route[] {
  return [
    read(release.previewRelease, (context, { params, query }) =>
      previewRelease(context, deps.caches, params.id, query),
    ),
    write(release.cutRelease, async (context, { body }) => {
      const { id, revision, version, tag } = await cutRelease(context, deps, body);
      return { ref: toReference('release', id), revision, version, tag };
    }),
    read(release.listReleases, (context, { query }) => listReleases(context, query)),
    read(release.getRelease, (context, { params }) => releaseView(context, params.id)),
  ];
}
