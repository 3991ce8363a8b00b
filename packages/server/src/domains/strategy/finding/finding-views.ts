import {
  toReference,
  type Id,
  type OperationOf,
  type OutputOf,
  type ParsedInput,
} from '@throughline/contract';
import { sql } from 'kysely';
import { visible } from '../../../platform/access/visible.ts';
import type { ReadContext } from '../../../platform/context.ts';
import { notFound } from '../../../platform/entities/entity.ts';
import { ownerUnitOf } from '../../../platform/entities/linked-views.ts';
import { entityDetail } from '../../../platform/entities/views.ts';
import { readCursor, writeCursor } from '../../../platform/http/cursor.ts';
import type { StrategyTables } from '../tables.ts';

type Page = OutputOf<OperationOf<'strategy.listFindings'>>;

/** A finding as lists show it. */
export type FindingRow = Page['items'][number];
type Detail = OutputOf<OperationOf<'strategy.getFinding'>>;

/** The rows of findings that the actor sees. */
function findingRows(context: ReadContext) {
  return context.db
    .$extendTables<StrategyTables>()
    .selectFrom('finding')
    .innerJoin('entity', 'entity.id', 'finding.id')
    .leftJoin('entity as unit', 'unit.id', 'entity.owner_unit_id')
    .leftJoin('entity as person', (join) =>
      join.onRef('person.id', '=', 'finding.owner_id').on(visible(context.actor, 'person')),
    )
    .select(['finding.id', 'entity.title', 'entity.owner_unit_id', 'entity.created_at', 'type'])
    .select(['unit.title as owner_unit_title', 'owner_id', 'person.title as owner_name'])
    .select(['outcome', 'closed_at', sql.ref<FindingRow['state']>('entity.state').as('state')])
    .where(visible(context.actor));
}

type Row = Awaited<ReturnType<ReturnType<typeof findingRows>['execute']>>[number];

function shape(row: Row): FindingRow {
  return {
    ref: toReference('finding', row.id),
    title: row.title,
    state: row.state,
    type: row.type,
    ownerUnit: ownerUnitOf(row),
    owner:
      row.owner_id && row.owner_name !== null
        ? { ref: toReference('person', row.owner_id), name: row.owner_name }
        : null,
    openedAt: row.created_at.toISOString(),
  };
}

/** Findings, newest first. */
export async function listFindings(
  context: ReadContext,
  query: ParsedInput<OperationOf<'strategy.listFindings'>>['query'],
): Promise<Page> {
  const [before] = readCursor(query.cursor, 1);
  let rows = findingRows(context);
  if (query.state) rows = rows.where('entity.state', '=', query.state);
  if (query.type) rows = rows.where('type', '=', query.type);
  if (query.ownerUnit) rows = rows.where('entity.owner_unit_id', '=', query.ownerUnit);
  if (query.owner) rows = rows.where('owner_id', '=', query.owner);
  if (before !== undefined) rows = rows.where(sql<boolean>`finding.id < ${before}::uuid`);
  const found = await rows
    .orderBy('finding.id', 'desc')
    .limit(query.limit + 1)
    .execute();
  const shown = found.slice(0, query.limit);
  return {
    items: shown.map(shape),
    nextCursor: found.length > query.limit ? writeCursor([shown.at(-1)?.id ?? '']) : null,
  };
}

/** Findings of some units and a type (of all, without), with how they were settled, oldest first. */
export async function findingsOf(
  context: ReadContext,
  of: {
    readonly units?: readonly string[] | undefined;
    readonly type?: FindingRow['type'] | undefined;
  },
  limit: number,
): Promise<(FindingRow & { closedAt: string | null; outcome: string })[]> {
  let rows = findingRows(context);
  if (of.type) rows = rows.where('type', '=', of.type);
  if (of.units) {
    rows = rows.where(sql<boolean>`entity.owner_unit_id = any(${[...of.units]}::uuid[])`);
  }
  const found = await rows.orderBy('finding.id').limit(limit).execute();
  return found.map((row) => ({
    ...shape(row),
    closedAt: row.closed_at?.toISOString() ?? null,
    outcome: row.outcome,
  }));
}

/** A finding, and how it was settled. Throws `not_found`. */
export async function findingView(context: ReadContext, id: Id<'finding'>): Promise<Detail> {
  const row = await findingRows(context).where('finding.id', '=', id).executeTakeFirst();
  if (!row) throw notFound('finding');
  return {
    ...(await entityDetail(context, { kind: 'finding', id })),
    ...shape(row),
    closedAt: row.closed_at?.toISOString() ?? null,
    outcome: row.outcome,
  };
}
