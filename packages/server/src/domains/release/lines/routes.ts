import { operations, toReference } from '@throughline/contract';
import { read, write, type Route } from '../../../platform/http/route.ts';
import type { Jobs } from '../../../platform/jobs/jobs.ts';
import type { OrganisationDay } from '../../../platform/organisation-day.ts';
import type { RepositoryCaches } from '../repositories/repository-caches.ts';
import { abandonHotfix } from './abandon-hotfix.ts';
import { askForwardPort } from './ask-forward-port.ts';
import { changeLine } from './change-line.ts';
import { dismissForwardPort } from './dismiss-forward-port.ts';
import { endLine } from './end-line.ts';
import { openLine } from './open-line.ts';
import { reopenLine } from './reopen-line.ts';
import { startHotfix } from './start-hotfix.ts';
import { lineView, listHotfixes, listLines } from './views.ts';

const { release } = operations;

/** Binds release lines, forward ports and hotfixes. */
export function lineRoutes(deps: {
  caches: RepositoryCaches;
  jobs: Jobs;
  today: OrganisationDay['today'];
}): Route[] {
  return [
    write(release.openReleaseLine, async (context, { body }) => {
      const { id, revision } = await openLine(context, deps, body);
      return { ref: toReference('release_line', id), revision };
    }),
    read(release.listReleaseLines, (context, { query }) => listLines(context, query)),
    read(release.getReleaseLine, (context, { params }) => lineView(context, params.id)),
    write(release.changeReleaseLine, async (context, { params, body }) => ({
      revision: await changeLine(context, deps.today(context), params.id, body),
    })),
    write(release.endReleaseLine, async (context, { params, body }) => ({
      revision: await endLine(context, params.id, body.reason),
    })),
    write(release.reopenReleaseLine, async (context, { params, body }) => ({
      revision: await reopenLine(context, deps.today(context), params.id, body.supportedUntil),
    })),
    write(release.askForwardPort, async (context, { params, body }) => {
      const id = await askForwardPort(context, deps, params.id, body.sha);
      return { ref: toReference('backport', id), revision: 1 };
    }),
    write(release.dismissForwardPort, async (context, { params, body }) => ({
      revision: await dismissForwardPort(context, params.id, body),
    })),
    write(release.startHotfix, async (context, { body }) => {
      const { id, version, branch } = await startHotfix(context, deps, body);
      return { ref: toReference('hotfix', id), version, branch };
    }),
    read(release.listHotfixes, (context, { query }) => listHotfixes(context, query)),
    write(release.abandonHotfix, async (context, { params }) => {
      await abandonHotfix(context, params.id);
      return { state: 'abandoned' as const };
    }),
  ];
}
