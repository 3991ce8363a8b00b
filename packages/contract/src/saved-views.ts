import { z } from 'zod';
import { idOf, referenceOf } from './ids.ts';
import { operation } from './operation.ts';
import { changed, entitySummary, instant } from './schemas.ts';

const name = z.string().trim().min(1).max(80);

/** A page of the app: `/roadmap`. Never another site's address. */
const page = z
  .string()
  .max(200)
  .regex(/^\/(?!\/)[\w/-]*$/, 'must be the path of a page');

/** What a page keeps in its URL: `?stage=building`, or nothing. */
const search = z
  .string()
  .max(4000)
  .regex(/^(?:\?[^#\s]*)?$/, 'must begin with a question mark');

/** Who finds a view in their menus besides the one who made it. */
const sharedWith = z.discriminatedUnion('with', [
  z.object({ with: z.literal('nobody') }),
  z.object({ with: z.literal('unit'), unit: idOf('unit') }),
  z.object({ with: z.literal('everybody') }),
]);

const params = z.object({ id: idOf('saved_view') });

const savedView = z.object({
  ref: referenceOf('saved_view'),
  name: z.string(),
  page: z.string(),
  search: z.string(),
  sharedWith: z.enum(['nobody', 'unit', 'everybody']),
  /** Where it is shared with a unit that the asker may see. */
  unit: entitySummary.nullable(),
  by: z.string(),
  /** Whether the asker may change it. */
  mayChange: z.boolean(),
  revision: z.number().int(),
  updatedAt: instant,
});

/** Pages with their filters under a name. */
export const savedViews = {
  listSavedViews: operation({
    method: 'GET',
    path: '/api/v1/saved-views',
    summary: 'My saved views and those shared with me, by name; of one page where it is named',
    permission: 'member',
    query: z.object({ page: page.optional() }),
    output: z.object({ items: z.array(savedView) }),
  }),
  createSavedView: operation({
    method: 'POST',
    path: '/api/v1/saved-views',
    summary: 'Save a page as its URL says, under a name of one’s own',
    permission: 'member',
    body: z.object({ name, page, search, shared: sharedWith.default({ with: 'nobody' }) }),
    output: z.object({ ref: referenceOf('saved_view'), revision: z.number().int() }),
    status: 201,
    errors: ['already_exists'],
  }),
  changeSavedView: operation({
    method: 'PATCH',
    path: '/api/v1/saved-views/{id}',
    summary: 'Rename, share or refill a saved view of one’s own',
    permission: 'member',
    params,
    body: z.object({
      name: name.optional(),
      search: search.optional(),
      shared: sharedWith.optional(),
    }),
    output: changed,
    ifMatch: true,
    errors: ['already_exists'],
  }),
  deleteSavedView: operation({
    method: 'DELETE',
    path: '/api/v1/saved-views/{id}',
    summary: 'Delete a saved view of one’s own; it can be restored',
    permission: 'member',
    params,
  }),
  restoreSavedView: operation({
    method: 'POST',
    path: '/api/v1/saved-views/{id}/restore',
    summary: 'Take the deletion of a saved view back',
    permission: 'member',
    params,
    output: changed,
    errors: ['already_exists', 'wrong_state'],
  }),
};
