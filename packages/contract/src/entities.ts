import { z } from 'zod';
import { anyReference, entityRefOf, idOf, referenceOf } from './ids.ts';
import { operation } from './operation.ts';
import { relations, type RelationName } from './relations.ts';
import {
  changed,
  entityFields,
  entityKind,
  entitySummary,
  instant,
  pageOf,
  pageQuery,
  stage,
} from './schemas.ts';

const relationName = z.enum(Object.keys(relations) as [RelationName, ...RelationName[]]);

/** One stage of a trace: how many there are, and the first 50. */
const traceStage = z.object({
  stage,
  count: z.number().int(),
  entities: z.array(entitySummary.extend({ start: z.boolean() })),
});

const linkView = z.object({
  ref: referenceOf('link'),
  relation: relationName,
  direction: z.enum(['from', 'to']),
  reads: z.string(),
  entity: entitySummary,
  since: instant,
  until: instant.nullable(),
});

export const historyEntry = z.object({
  ref: referenceOf('ledger'),
  at: instant,
  actor: z.string(),
  action: z.string(),
  via: z.string(),
  position: z.number().int().nullable(),
  after: z.unknown(),
});

const entityDetail = z.object({
  ref: anyReference(),
  kind: entityKind,
  ...entityFields,
  readers: z.array(z.object({ ref: referenceOf('identity'), name: z.string() })),
  external: z.array(
    z.object({
      system: z.string(),
      externalId: z.string(),
      address: z.string(),
      lastSeen: instant,
    }),
  ),
});

/** Operations on what is the same for every entity. */
export const entities = {
  getEntity: operation({
    method: 'GET',
    path: '/api/v1/entities/{ref}',
    summary: 'What every entity has: title, owner, state, revision, readers, external references',
    permission: 'member',
    params: z.object({ ref: entityRefOf() }),
    output: entityDetail,
  }),
  listEntities: operation({
    method: 'GET',
    path: '/api/v1/entities',
    summary: 'Entities of a kind, for pickers: by the beginning of a word of the title',
    permission: 'member',
    query: pageQuery.extend({ kind: entityKind.optional(), q: z.string().max(200).optional() }),
    output: pageOf(entitySummary),
  }),
  search: operation({
    method: 'GET',
    path: '/api/v1/search',
    summary: 'Entities by words of their title, summary or reference, best first',
    permission: 'member',
    query: z.object({
      q: z.string().trim().min(1).max(200),
      kind: entityKind.optional(),
      limit: z.coerce.number().int().min(1).max(50).default(20),
    }),
    output: z.object({ items: z.array(entitySummary.extend({ summary: z.string() })) }),
  }),
  listLinks: operation({
    method: 'GET',
    path: '/api/v1/entities/{ref}/links',
    summary: 'The relations of an entity, now or as of a moment',
    permission: 'member',
    params: z.object({ ref: entityRefOf() }),
    query: pageQuery.extend({ asOf: instant.optional(), relation: relationName.optional() }),
    output: pageOf(linkView),
  }),
  createLink: operation({
    method: 'POST',
    path: '/api/v1/entities/{ref}/links',
    summary: 'Join two entities by a relation of the vocabulary',
    permission: 'contributor',
    params: z.object({ ref: entityRefOf() }),
    body: z.object({ relation: relationName, to: entityRefOf(), since: instant.optional() }),
    output: z.object({ ref: referenceOf('link') }),
    status: 201,
    errors: ['entity.relation_not_allowed', 'entity.circular', 'already_exists'],
  }),
  endLink: operation({
    method: 'POST',
    path: '/api/v1/links/{link}/end',
    summary: 'End a relation now; views of earlier moments keep it',
    permission: 'contributor',
    params: z.object({ link: idOf('link') }),
    output: z.object({ ref: referenceOf('link') }),
    errors: ['wrong_state'],
  }),
  getHistory: operation({
    method: 'GET',
    path: '/api/v1/entities/{ref}/history',
    summary: 'Who changed an entity, when, and what it became; newest first',
    permission: 'member',
    params: z.object({ ref: entityRefOf() }),
    query: pageQuery.extend({ knownAt: instant.optional() }),
    output: pageOf(historyEntry),
  }),
  setReaders: operation({
    method: 'PUT',
    path: '/api/v1/entities/{ref}/readers',
    summary: 'Restrict an entity to named readers, or open it to every member',
    permission: 'editor',
    params: z.object({ ref: entityRefOf() }),
    body: z.object({ restricted: z.boolean(), readers: z.array(idOf('identity')).max(500) }),
    output: changed,
    ifMatch: true,
  }),
  getTrace: operation({
    method: 'GET',
    path: '/api/v1/trace/{ref}',
    summary: 'The line through an entity: why it exists (up) and what became of it (down)',
    permission: 'member',
    params: z.object({ ref: entityRefOf() }),
    query: z.object({
      direction: z.enum(['up', 'down', 'both']).default('both'),
      asOf: instant.optional(),
    }),
    output: z.object({
      start: entitySummary,
      asOf: instant,
      stages: z.array(traceStage),
      edges: z.array(
        z.object({ from: anyReference(), relation: relationName, to: anyReference() }),
      ),
    }),
  }),
};
