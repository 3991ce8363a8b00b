import { operations, toReference } from '@throughline/contract';
import { read, write, type Route } from '../../platform/http/route.ts';
import { marketRoutes } from './market-routes.ts';
import { advanceLaunch } from './plan/advance-launch.ts';
import { changeLaunch } from './plan/change-launch.ts';
import { createLaunch } from './plan/create-launch.ts';
import { launchCalendar, launchTemplates, launchView, listLaunches } from './plan/launch-views.ts';
import { moveLaunch } from './plan/move-launch.ts';
import {
  confirmReadinessItem,
  mitigateReadinessItem,
  reopenReadinessItem,
  waiveReadinessItem,
} from './readiness/confirm-readiness-item.ts';
import type { ReadinessDeps } from './readiness/evidence-store.ts';
import { readinessView } from './readiness/readiness-views.ts';

const { launch } = operations;

/** The domain's operations bound to what does them. */
export function launchRoutes(deps: ReadinessDeps): Route[] {
  return [
    read(launch.listLaunchTemplates, (context) => launchTemplates(context)),
    write(launch.createLaunch, async (context, { body }) => {
      const { id, revision } = await createLaunch(context, body);
      return { ref: toReference('launch', id), revision };
    }),
    read(launch.getLaunch, (context, { params }) => launchView(context, params.id)),
    read(launch.listLaunches, (context, { query }) => listLaunches(context, query)),
    write(launch.changeLaunch, async (context, { params, body }) => ({
      revision: await changeLaunch(context, params.id, body),
    })),
    write(launch.moveLaunch, (context, { params, body }) =>
      moveLaunch(context, deps, params.id, body.targetOn),
    ),
    write(launch.advanceLaunch, async (context, { params, body }) => ({
      revision: await advanceLaunch(context, deps, params.id, body.to),
    })),
    read(launch.getReadiness, (context, { params }) => readinessView(context, deps, params.id)),
    write(launch.confirmReadinessItem, async (context, { params, body }) => {
      await confirmReadinessItem(context, params.id, body);
      return undefined;
    }),
    write(launch.reopenReadinessItem, async (context, { params }) => {
      await reopenReadinessItem(context, params.id);
      return undefined;
    }),
    write(launch.waiveReadinessItem, async (context, { params, body }) => {
      await waiveReadinessItem(context, params.id, body.reason);
      return undefined;
    }),
    write(launch.mitigateReadinessItem, async (context, { params, body }) => {
      await mitigateReadinessItem(context, params.id, body.mitigation);
      return undefined;
    }),
    read(launch.getLaunchCalendar, (context, { query }) => launchCalendar(context, deps, query)),
    ...marketRoutes,
  ];
}
