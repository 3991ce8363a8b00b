import { operations, toReference } from '@throughline/contract';
import { authorise } from '../access/can.ts';
import { read, write, type Route } from '../http/route.ts';
import { problem } from '../problem.ts';
import { loadEntity } from './entity.ts';
import { endLinkById } from './end-link.ts';
import { link } from './link.ts';
import { setReaders } from './set-readers.ts';
import { trace } from './trace-views.ts';
import { entityDetail, entityHistory, entityLinks, listEntities, searchEntities } from './views.ts';

const { entities } = operations;

/** Binds what is the same for every entity. */
export function entityRoutes(): Route[] {
  return [
    read(entities.getEntity, (context, { params }) => entityDetail(context, params.ref)),
    read(entities.listEntities, (context, { query }) => listEntities(context, query)),
    read(entities.search, (context, { query }) => searchEntities(context, query)),
    read(entities.listLinks, (context, { params, query }) =>
      entityLinks(context, params.ref, query),
    ),
    write(entities.createLink, async (context, { params, body }) => {
      const { tx, actor } = context;
      if (body.relation === 'owned_by') {
        throw problem('entity.relation_not_allowed', 'Change the owner on the entity itself.');
      }
      const from = await loadEntity(tx, actor, params.ref);
      const to = await loadEntity(tx, actor, body.to);
      authorise(actor, 'contributor', from.ownerUnit ?? to.ownerUnit);
      const since = body.since ? Temporal.Instant.from(body.since) : context.now;
      return { ref: toReference('link', await link(context, from, body.relation, to, since)) };
    }),
    write(entities.endLink, async (context, { params }) => {
      await endLinkById(context, params.link);
      return { ref: toReference('link', params.link) };
    }),
    read(entities.getHistory, (context, { params, query }) =>
      entityHistory(context, params.ref, query),
    ),
    write(entities.setReaders, async (context, { params, body }) => ({
      revision: await setReaders(context, params.ref, body),
    })),
    read(entities.getTrace, (context, { params, query }) =>
      trace(context, params.ref, {
        direction: query.direction,
        asOf: query.asOf ? Temporal.Instant.from(query.asOf) : context.now,
      }),
    ),
  ];
}
