import { operations, toReference, type Id } from '@throughline/contract';
import type { ReadContext } from '../context.ts';
import { read, write, type Route } from '../http/route.ts';
import { changeSavedView } from './change-saved-view.ts';
import { createSavedView } from './create-saved-view.ts';
import { deleteSavedView } from './delete-saved-view.ts';
import { restoreSavedView } from './restore-saved-view.ts';
import { viewer } from './saved-view.ts';
import { savedViewsFor } from './views.ts';

const { savedViews } = operations;

/** Binds saved views. `unitsOf` says which units a person belongs to, those above included. */
export function savedViewRoutes(
  unitsOf: (context: ReadContext, person: Id<'person'>) => Promise<Id<'unit'>[]>,
): Route[] {
  return [
    read(savedViews.listSavedViews, async (context, { query }) => {
      const { person } = viewer(context.actor);
      const units = person ? await unitsOf(context, person) : [];
      return { items: await savedViewsFor(context, units, query.page) };
    }),
    write(savedViews.createSavedView, async (context, { body }) => ({
      ref: toReference('saved_view', await createSavedView(context, body)),
      revision: 1,
    })),
    write(savedViews.changeSavedView, async (context, { params, body }) => ({
      revision: await changeSavedView(context, params.id, body),
    })),
    write(savedViews.deleteSavedView, async (context, { params }) => {
      await deleteSavedView(context, params.id);
      return undefined;
    }),
    write(savedViews.restoreSavedView, async (context, { params }) => ({
      revision: await restoreSavedView(context, params.id),
    })),
  ];
}
