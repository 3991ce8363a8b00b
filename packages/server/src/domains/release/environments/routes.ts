import { operations, toReference } from '@throughline/contract';
import { read, write, type Route } from '../../../platform/http/route.ts';
import { changeEnvironment } from './change-environment.ts';
import { createEnvironment } from './create-environment.ts';
import { freezeEnvironment, unfreezeEnvironment } from './freeze-environment.ts';
import { environmentView, environmentViews } from './views.ts';

const { release } = operations;

/** Binds environments. */
export function environmentRoutes(): Route[] {
  return [
    write(release.createEnvironment, async (context, { body }) => {
      const { id, revision } = await createEnvironment(context, body);
      return { ref: toReference('environment', id), revision };
    }),
    write(release.changeEnvironment, async (context, { params, body }) => ({
      revision: await changeEnvironment(context, params.id, body),
    })),
    read(release.listEnvironments, async (context) => ({ items: await environmentViews(context) })),
    read(release.getEnvironment, (context, { params }) => environmentView(context, params.id)),
    write(release.freezeEnvironment, async (context, { params, body }) => ({
      revision: await freezeEnvironment(context, params.id, body),
    })),
    write(release.unfreezeEnvironment, async (context, { params }) => ({
      revision: await unfreezeEnvironment(context, params.id),
    })),
  ];
}
