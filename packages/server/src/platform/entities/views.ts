import {
  relations,
  toReference,
  type EntityKind,
  type EntityRef,
  type OperationOf,
  type OutputOf,
  type RelationName,
} from '@throughline/contract';
import { sql } from 'kysely';
import { visible } from '../access/visible.ts';
import { toDate } from '../clock.ts';
import type { ReadContext } from '../context.ts';
import { readCursor, writeCursor } from '../http/cursor.ts';
import { notFound, summaryOf } from './entity.ts';
import { tellerFor, type Payload } from './told-payload.ts';

type Detail = OutputOf<OperationOf<'entities.getEntity'>>;
type Links = OutputOf<OperationOf<'entities.listLinks'>>;
type History = OutputOf<OperationOf<'entities.getHistory'>>;
type Found = OutputOf<OperationOf<'entities.search'>>;
type Listed = OutputOf<OperationOf<'entities.listEntities'>>;

/** The common part of an entity's page. Throws `not_found`. */
export async function entityDetail(context: ReadContext, ref: EntityRef): Promise<Detail> {
  const { db, actor } = context;
  const row = await db
    .selectFrom('entity')
    .leftJoin('entity as owner', 'owner.id', 'entity.owner_unit_id')
    .selectAll('entity')
    .select('owner.title as owner_title')
    .where('entity.id', '=', ref.id)
    .where('entity.kind', '=', ref.kind)
    .where(visible(actor))
    .executeTakeFirst();
  if (!row) throw notFound(ref.kind);
  const readers = row.restricted
    ? await db
        .selectFrom('entity_reader')
        .innerJoin('identity', 'identity.id', 'entity_reader.identity_id')
        .select(['identity.id', 'identity.name'])
        .where('entity_reader.entity_id', '=', ref.id)
        .orderBy('identity.name')
        .execute()
    : [];
  const external = await db
    .selectFrom('external_reference')
    .select(['system', 'external_id', 'address', 'last_seen'])
    .where('entity_id', '=', ref.id)
    .orderBy('system')
    .execute();
  return {
    ref: toReference(row.kind, row.id),
    kind: row.kind,
    title: row.title,
    summary: row.summary,
    state: row.state,
    ownerUnit:
      row.owner_unit_id && row.owner_title !== null
        ? { ref: toReference('unit', row.owner_unit_id), title: row.owner_title }
        : null,
    restricted: row.restricted,
    revision: row.revision,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
    readers: readers.map(({ id, name }) => ({ ref: toReference('identity', id), name })),
    external: external.map((reference) => ({
      system: reference.system,
      externalId: reference.external_id,
      address: reference.address,
      lastSeen: reference.last_seen.toISOString(),
    })),
  };
}

/** An entity's relations at a moment, from either end, newest first. */
export async function entityLinks(
  context: ReadContext,
  ref: EntityRef,
  query: {
    asOf?: string | undefined;
    relation?: RelationName | undefined;
    cursor?: string | undefined;
    limit: number;
  },
): Promise<Links> {
  await entityDetail(context, ref);
  const at = query.asOf ? new Date(query.asOf) : toDate(context.now);
  const [before] = readCursor(query.cursor, 1);
  const rows = await context.db
    .selectFrom('link')
    .innerJoin('entity', (join) =>
      join.on(
        sql<boolean>`entity.id = case when link.from_id = ${ref.id} then link.to_id else link.from_id end`,
      ),
    )
    .select(['link.id as link_id', 'relation', 'from_id', 'since', 'until'])
    .select(['entity.id', 'entity.kind', 'entity.title', 'entity.state'])
    .where((eb) => eb.or([eb('link.from_id', '=', ref.id), eb('link.to_id', '=', ref.id)]))
    .where('since', '<=', at)
    .where((eb) => eb.or([eb('until', 'is', null), eb('until', '>', at)]))
    .where(visible(context.actor))
    .$if(query.relation !== undefined, (where) =>
      where.where('relation', '=', query.relation ?? ''),
    )
    .$if(before !== undefined, (where) => where.where(sql<boolean>`link.id < ${before}::uuid`))
    .orderBy('link.id', 'desc')
    .limit(query.limit + 1)
    .execute();
  const shown = rows.slice(0, query.limit);
  return {
    items: shown.map((row) => {
      const rule = relations[row.relation as RelationName];
      const outward = row.from_id === ref.id;
      return {
        ref: toReference('link', row.link_id),
        relation: row.relation as RelationName,
        direction: outward ? 'from' : 'to',
        reads: outward ? rule.reads : rule.readsBack,
        entity: summaryOf(row),
        since: row.since.toISOString(),
        until: row.until?.toISOString() ?? null,
      };
    }),
    nextCursor: rows.length > query.limit ? writeCursor([shown.at(-1)?.link_id ?? '']) : null,
  };
}

/** Who changed an entity, newest first; as known at a moment. */
export async function entityHistory(
  context: ReadContext,
  ref: EntityRef,
  query: { knownAt?: string | undefined; cursor?: string | undefined; limit: number },
): Promise<History> {
  await entityDetail(context, ref);
  const [before] = readCursor(query.cursor, 1);
  const rows = await context.db
    .selectFrom('ledger')
    .leftJoin('feed', 'feed.ledger_id', 'ledger.id')
    .select(['ledger.id', 'at', 'actor_kind', 'action', 'via', 'feed.position'])
    .select('ledger.after as payload')
    .where('entity_id', '=', ref.id)
    .$if(query.knownAt !== undefined, (where) =>
      where.where('at', '<=', new Date(query.knownAt ?? 0)),
    )
    .$if(before !== undefined, (where) => where.where('ledger.id', '<', before ?? ''))
    .orderBy('ledger.id', 'desc')
    .limit(query.limit + 1)
    .execute();
  const shown = rows.slice(0, query.limit);
  // A relation to what the actor may not see is no part of the history that they see.
  const teller = await tellerFor(context.db, context.actor, shown);
  const told = shown.filter(
    ({ payload }) => !teller.joinsHidden((payload as Payload | null)?.after),
  );
  return {
    items: told.map((row) => {
      const payload = row.payload as Payload | null;
      return {
        ref: toReference('ledger', ledgerUuid(row.id)),
        at: row.at.toISOString(),
        actor: payload?.by ?? 'erased',
        action: row.action,
        via: row.via,
        position: row.position === null ? null : Number(row.position),
        after: teller.told(payload?.after ?? null),
      };
    }),
    nextCursor: rows.length > query.limit ? writeCursor([shown.at(-1)?.id ?? '']) : null,
  };
}

/** A ledger row's number in the shape of a UUID, so that it has a reference like everything else. */
export function ledgerUuid(id: string): string {
  const hex = BigInt(id).toString(16).padStart(32, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** The last word is a prefix, the others whole: what a person means while typing. */
function searchQuery(words: string): string {
  const tokens = words.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return tokens
    .map((token, index) => (index === tokens.length - 1 ? `${token}:*` : token))
    .join(' & ');
}

/** Entities by words, best first: 200 candidates at most are ranked. */
export async function searchEntities(
  context: ReadContext,
  query: { q: string; kind?: EntityKind | undefined; limit: number },
): Promise<Found> {
  const text = searchQuery(query.q);
  if (text === '') return { items: [] };
  const { rows } = await sql<{
    id: string;
    kind: EntityKind;
    title: string;
    state: string;
    summary: string;
  }>`
    select id, kind, title, state, left(summary, 200) as summary from (
      select *, to_tsquery('simple', plain_text(${text})) as query from entity
      where search @@ to_tsquery('simple', plain_text(${text})) and ${visible(context.actor)}
        ${query.kind ? sql`and kind = ${query.kind}` : sql``}
      order by id desc limit 200
    ) as entity
    order by (lower(title) = lower(${query.q})) desc, ts_rank(search, query) desc, id desc
    limit ${query.limit}
  `.execute(context.db);
  return { items: rows.map((row) => ({ ...summaryOf(row), summary: row.summary })) };
}

/** Entities of a kind for pickers, newest first; `q` matches within the title. */
export async function listEntities(
  context: ReadContext,
  query: {
    kind?: EntityKind | undefined;
    q?: string | undefined;
    cursor?: string | undefined;
    limit: number;
  },
): Promise<Listed> {
  const [before] = readCursor(query.cursor, 1);
  const like = query.q
    ?.trim()
    .toLowerCase()
    .replaceAll(/[\\%_]/g, '\\$&');
  const rows = await context.db
    .selectFrom('entity')
    .select(['id', 'kind', 'title', 'state'])
    .where(visible(context.actor))
    .$if(query.kind !== undefined, (where) => where.where('kind', '=', query.kind as EntityKind))
    .$if(Boolean(like), (where) =>
      where.where(sql<boolean>`plain_text(lower(title)) like '%' || plain_text(${like}) || '%'`),
    )
    .$if(before !== undefined, (where) => where.where(sql<boolean>`id < ${before}::uuid`))
    .orderBy('id', 'desc')
    .limit(query.limit + 1)
    .execute();
  const shown = rows.slice(0, query.limit);
  return {
    items: shown.map(summaryOf),
    nextCursor: rows.length > query.limit ? writeCursor([shown.at(-1)?.id ?? '']) : null,
  };
}
