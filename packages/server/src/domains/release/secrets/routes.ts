import { operations, toReference } from '@throughline/contract';
import { read, write, type Route } from '../../../platform/http/route.ts';
import type { Secrets } from '../../../platform/secrets/secrets.ts';
import { deleteDeploymentSecret } from './delete-deployment-secret.ts';
import { setDeploymentSecret } from './set-deployment-secret.ts';
import { listDeploymentSecrets } from './views.ts';

const { release } = operations;

/** Binds the secrets of pipelines. */
export function secretRoutes(deps: { secrets: Secrets }): Route[] {
  return [
    read(release.listDeploymentSecrets, (context, { params }) =>
      listDeploymentSecrets(context, params.id),
    ),
    write(release.setDeploymentSecret, async (context, { params, body }) => {
      const id = await setDeploymentSecret(context, deps.secrets, params.id, body);
      return { ref: toReference('deployment_secret', id) };
    }),
    write(release.deleteDeploymentSecret, async (context, { params }) => {
      await deleteDeploymentSecret(context, params.id);
      return undefined;
    }),
  ];
}
