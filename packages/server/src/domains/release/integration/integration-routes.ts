import { operations } from '@throughline/contract';
import { read, write, type Route } from '../../../platform/http/route.ts';
import { integrationView } from './integration-views.ts';
import { markForIntegration } from './mark-for-integration.ts';

const { release } = operations;

/** Binds the integration branch. */
export function integrationRoutes(): Route[] {
  return [
    read(release.getIntegration, (context, { params }) => integrationView(context, params.id)),
    write(release.markForIntegration, async (context, { params, body }) => {
      await markForIntegration(context, params.id, body.marked);
      return undefined;
    }),
  ];
}
