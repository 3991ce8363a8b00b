import { toReference, type Id, type OperationOf, type OutputOf } from '@throughline/contract';
import { sql, type RawBuilder } from 'kysely';
import { visible } from '../../platform/access/visible.ts';
import type { ReadContext } from '../../platform/context.ts';
import { notFound } from '../../platform/entities/entity.ts';
import { readCursor, writeCursor } from '../../platform/http/cursor.ts';
import { holds } from './store.ts';
import { dayOf } from './unit-tree-views.ts';
import { commonFields } from './unit-views.ts';

type Principles = OutputOf<OperationOf<'org.listPrinciples'>>;
type PrincipleView = OutputOf<OperationOf<'org.getPrinciple'>>;

async function principleRows(context: ReadContext, where: RawBuilder<unknown>, limit: number) {
  const { rows } = await sql<{
    id: Id<'principle'>;
    statement: string;
    revision: number;
    since: string | null;
    until: string | null;
    owner_id: Id<'unit'> | null;
    owner_name: string | null;
  }>`
    select entity.id, entity.title as statement, entity.revision, principle.since, principle.until,
      owner.id as owner_id, owner.title as owner_name
    from principle join entity on entity.id = principle.id and ${visible(context.actor)}
    left join entity owner on owner.id = entity.owner_unit_id and ${visible(context.actor, 'owner')}
    where ${where} order by entity.id limit ${limit}
  `.execute(context.db);
  return rows.map((row) => ({
    id: row.id,
    view: {
      ref: toReference('principle', row.id),
      statement: row.statement,
      owner:
        row.owner_id && row.owner_name !== null
          ? { ref: toReference('unit', row.owner_id), name: row.owner_name }
          : null,
      since: row.since,
      until: row.until,
      revision: row.revision,
    },
  }));
}

/** The guiding principles that hold on a day, oldest first. */
export async function listPrinciples(
  context: ReadContext,
  query: { asOf?: string | undefined; cursor?: string | undefined; limit: number },
): Promise<Principles> {
  const [after] = readCursor(query.cursor, 1);
  const day = await dayOf(context, query.asOf);
  const found = await principleRows(
    context,
    sql`${holds('principle', day)} ${after === undefined ? sql`` : sql`and entity.id > ${after}::uuid`}`,
    query.limit + 1,
  );
  const shown = found.slice(0, query.limit);
  const last = shown.at(-1);
  return {
    items: shown.map(({ view }) => view),
    nextCursor: found.length > query.limit && last ? writeCursor([last.id]) : null,
  };
}

/** A guiding principle. Throws `not_found`. */
export async function principleView(
  context: ReadContext,
  id: Id<'principle'>,
): Promise<PrincipleView> {
  const [found] = await principleRows(context, sql`entity.id = ${id}`, 1);
  if (!found) throw notFound('principle');
  return { ...found.view, ...(await commonFields(context, { kind: 'principle', id })) };
}
