import {
  relation as relationOf,
  toReference,
  type EntityKind,
  type EntityRef,
  type Id,
  type RelationName,
} from '@throughline/contract';
import { sql } from 'kysely';
import { visible } from '../access/visible.ts';
import { toDate } from '../clock.ts';
import type { WriteContext } from '../context.ts';
import type { Tx } from '../database/connect.ts';
import { newId } from '../database/new-id.ts';
import { record } from '../ledger/record.ts';
import { problem } from '../problem.ts';

/** Whether `to` leads back to `from` over current links of the relation. */
async function leadsBack(tx: Tx, from: EntityRef, relation: RelationName, to: EntityRef) {
  const { rows } = await sql<{ found: boolean }>`
    with recursive walk (id) as (
      select ${to.id}::uuid
      union
      select link.to_id from link join walk on link.from_id = walk.id
      where link.relation = ${relation} and link.until is null
    )
    select exists (select 1 from walk where id = ${from.id}) as found
  `.execute(tx);
  return rows[0]?.found ?? false;
}

/** The way by which `to` leads back to `from`, in words, as far as the actor sees it. */
async function circleWords(
  { tx, actor }: WriteContext,
  from: EntityRef,
  relation: RelationName,
  to: EntityRef,
): Promise<string> {
  const { rows } = await sql<{ path: Id<EntityKind>[] }>`
    with recursive walk (id, path) as (
      select ${to.id}::uuid, array[${to.id}::uuid]
      union all
      select link.to_id, path || link.to_id from link join walk on link.from_id = walk.id
      where link.relation = ${relation} and link.until is null and cardinality(path) < 12
        and walk.id <> ${from.id}
    )
    select path from walk where id = ${from.id} limit 1
  `.execute(tx);
  const path = rows[0]?.path ?? [to.id, from.id];
  const seen = await tx
    .selectFrom('entity')
    .select(['id', 'title'])
    .where('id', 'in', path)
    .where(visible(actor))
    .execute();
  const titles = new Map<string, string>(seen.map(({ id, title }) => [id, title]));
  const named = path.map((id) =>
    titles.has(id) ? `“${titles.get(id)}”` : 'one that you don’t see',
  );
  return named.join(' → ');
}

/**
 * Joins two entities from now (or `since`) on. Joining what is joined already changes nothing.
 * Throws `entity.relation_not_allowed` or `entity.circular`.
 */
export async function link(
  context: WriteContext,
  from: EntityRef,
  relation: RelationName,
  to: EntityRef,
  since: Temporal.Instant = context.now,
  weight?: number,
): Promise<Id<'link'>> {
  const { tx } = context;
  const rule = relationOf(relation);
  if (!rule.from.includes(from.kind) || !rule.to.includes(to.kind) || from.id === to.id) {
    throw problem(
      'entity.relation_not_allowed',
      `“${rule.reads}” cannot join this ${from.kind} to this ${to.kind}.`,
    );
  }
  if (rule.acyclic) {
    await sql`select pg_advisory_xact_lock(hashtext('link'), hashtext(${relation}))`.execute(tx);
    if (await leadsBack(tx, from, relation, to)) {
      throw problem(
        'entity.circular',
        `That would make a circle, as it leads back already: ${await circleWords(context, from, relation, to)} (“${rule.reads}”).`,
      );
    }
  }
  const present = await tx
    .selectFrom('link')
    .select('id')
    .where('from_id', '=', from.id)
    .where('relation', '=', relation)
    .where('to_id', '=', to.id)
    .where('until', 'is', null)
    .executeTakeFirst();
  if (present) return present.id;
  const id = newId('link');
  await tx
    .insertInto('link')
    .values({
      id,
      relation,
      from_id: from.id,
      from_kind: from.kind,
      to_id: to.id,
      to_kind: to.kind,
      weight: weight ?? null,
      since: toDate(since),
    })
    .execute();
  await record(context, {
    action: 'entity.linked',
    entity: from,
    after: { link: toReference('link', id), relation, to: toReference(to.kind, to.id) },
  });
  return id;
}

/** Ends an entity's present relations of a name: all, or the one to `to`. */
export async function endLinks(
  context: WriteContext,
  from: EntityRef,
  relation: RelationName,
  to?: EntityRef,
): Promise<void> {
  const { tx, now } = context;
  const query = tx
    .updateTable('link')
    .set({ until: sql<Date>`greatest(since, ${toDate(now)})` })
    .where('from_id', '=', from.id)
    .where('relation', '=', relation)
    .where('until', 'is', null);
  const ended = await (to ? query.where('to_id', '=', to.id) : query)
    .returning(['id', 'to_id', 'to_kind'])
    .execute();
  for (const row of ended) {
    await record(context, {
      action: 'entity.unlinked',
      entity: from,
      after: {
        link: toReference('link', row.id),
        relation,
        to: toReference(row.to_kind, row.to_id),
      },
    });
  }
}
