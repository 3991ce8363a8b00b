import { operations, toReference } from '@throughline/contract';
import { read, write, type Route } from '../../../platform/http/route.ts';
import { endLock } from './end-lock.ts';
import { lockEnvironment } from './lock-environment.ts';
import { listLocks } from './views.ts';

const { release } = operations;

/** Binds the locks of environments. */
export function lockRoutes(): Route[] {
  return [
    read(release.listDeploymentLocks, (context, { query }) =>
      listLocks(context, query.environment),
    ),
    write(release.lockEnvironment, async (context, { params, body }) => ({
      ref: toReference('deployment_lock', await lockEnvironment(context, params.id, body)),
    })),
    write(release.endDeploymentLock, async (context, { params, body }) => {
      await endLock(context, params.id, body.reason);
      return undefined;
    }),
  ];
}
