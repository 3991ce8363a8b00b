import { operations } from '@throughline/contract';
import { authorise } from '../../../platform/access/can.ts';
import { loadEntity } from '../../../platform/entities/entity.ts';
import { act, read, write, type Route } from '../../../platform/http/route.ts';
import type { Jobs } from '../../../platform/jobs/jobs.ts';
import { connectForge } from './connect-forge.ts';
import { disconnectForge } from './disconnect-forge.ts';
import { ForgeFault } from './forge-client.ts';
import { loadForge } from './forge-store.ts';
import { forgeView } from './forge-views.ts';
import { openForge } from './open-forge.ts';
import { openReviewRequest } from './open-review-request.ts';
import { receiveForgeDelivery } from './receive-forge-delivery.ts';
import type { ReportDeps } from './report-to-forge.ts';

const { release } = operations;

/** Binds the operations about GitHub and GitLab. */
export function forgeRoutes(deps: ReportDeps & { readonly jobs: Jobs }): Route[] {
  const { secrets, jobs, settings, publicUrl } = deps;
  return [
    write(release.connectForge, (context, { params, body }) =>
      connectForge(context, secrets, params.id, body).then(() => undefined),
    ),
    read(release.getForge, (context, { params }) => forgeView(context, params.id, publicUrl)),
    write(release.disconnectForge, (context, { params }) =>
      disconnectForge(context, params.id).then(() => undefined),
    ),
    read(release.testForge, async ({ db, actor, now }, { params: { id } }) => {
      const { ownerUnit } = await loadEntity(db, actor, { kind: 'repository', id });
      authorise(actor, 'owner', ownerUnit);
      const row = await loadForge(db, id);
      const { remoteHosts } = await settings.read(db);
      try {
        const project = await openForge(secrets, row, remoteHosts, () => now).project();
        return { project, problem: null };
      } catch (error) {
        if (!(error instanceof ForgeFault)) throw error;
        return { project: null, problem: error.message };
      }
    }),
    act(release.receiveForgeDelivery, async (context, { params, body }, { request }) => ({
      says: await receiveForgeDelivery(context, { secrets, jobs }, params.id, {
        body,
        headers: request.headers,
      }),
    })),
    act(release.openReviewRequest, (context, { params, body }) =>
      openReviewRequest(context, deps, params.id, body),
    ),
  ];
}
