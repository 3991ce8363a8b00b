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
import { linkedEntities, ownerUnitOf } from '../../../platform/entities/linked-views.ts';
import { entityDetail } from '../../../platform/entities/views.ts';
import { readCursor, writeCursor } from '../../../platform/http/cursor.ts';
import { initiativesServing } from '../initiative/initiative-views.ts';
import { keyResultsServing } from '../key-result/key-result-views.ts';
import { gradeRevisions } from '../store.ts';
import { narrowed } from '../narrowing.ts';
import { objectiveScores } from '../score-views.ts';
import type { StrategyTables } from '../tables.ts';

type Page = OutputOf<OperationOf<'strategy.listObjectives'>>;

/** An objective as lists show it. */
export type ObjectiveRow = Page['items'][number];
type Detail = OutputOf<OperationOf<'strategy.getObjective'>>;

/** The rows of objectives that the actor sees. */
function objectiveRows(context: ReadContext) {
  return context.db
    .$extendTables<StrategyTables>()
    .selectFrom('objective')
    .innerJoin('entity', 'entity.id', 'objective.id')
    .leftJoin('entity as owner', 'owner.id', 'entity.owner_unit_id')
    .select(['objective.id', 'entity.title', 'entity.owner_unit_id', 'commitment', 'fiscal_year'])
    .select(['quarter', 'grade', 'frozen', 'owner.title as owner_unit_title'])
    .select(sql.ref<Detail['state']>('entity.state').as('state'))
    .where(visible(context.actor));
}

type Row = Awaited<ReturnType<ReturnType<typeof objectiveRows>['execute']>>[number];

async function shape(
  context: ReadContext,
  today: Temporal.PlainDate,
  rows: readonly Row[],
): Promise<ObjectiveRow[]> {
  const scores = await objectiveScores(
    context,
    today,
    rows.map(({ id }) => id),
  );
  return rows.map((row) => ({
    ref: toReference('objective', row.id),
    title: row.title,
    state: row.state,
    ownerUnit: ownerUnitOf(row),
    commitment: row.commitment,
    fiscalYear: row.fiscal_year,
    quarter: row.quarter,
    progress: scores.get(row.id) ?? null,
    grade: row.grade,
  }));
}

/** Objectives, newest first; `units` are those that `unit` includes. */
export async function listObjectives(
  context: ReadContext,
  today: Temporal.PlainDate,
  query: ParsedInput<OperationOf<'strategy.listObjectives'>>['query'],
  units: readonly string[] | undefined,
): Promise<Page> {
  const [before] = readCursor(query.cursor, 1);
  let rows = objectiveRows(context).where(narrowed({ units, q: query.q }));
  if (query.wholeYear) rows = rows.where('quarter', 'is', null);
  if (query.ownerUnit) rows = rows.where('entity.owner_unit_id', '=', query.ownerUnit);
  if (query.fiscalYear) rows = rows.where('fiscal_year', '=', query.fiscalYear);
  if (query.quarter) rows = rows.where('quarter', '=', query.quarter);
  if (query.state) rows = rows.where('entity.state', '=', query.state);
  if (before !== undefined) rows = rows.where(sql<boolean>`objective.id < ${before}::uuid`);
  const found = await rows
    .orderBy('objective.id', 'desc')
    .limit(query.limit + 1)
    .execute();
  const shown = found.slice(0, query.limit);
  return {
    items: await shape(context, today, shown),
    nextCursor: found.length > query.limit ? writeCursor([shown.at(-1)?.id ?? '']) : null,
  };
}

/** The objectives that serve something directly: 200 at most. */
export async function objectivesServing(
  context: ReadContext,
  today: Temporal.PlainDate,
  id: Id<'priority' | 'objective'>,
): Promise<ObjectiveRow[]> {
  const rows = await objectiveRows(context)
    .where(sql<boolean>`exists (select 1 from link where link.from_id = objective.id
      and link.to_id = ${id} and link.relation = 'serves' and link.until is null)`)
    .orderBy('objective.id')
    .limit(200)
    .execute();
  return shape(context, today, rows);
}

/** The objectives of a fiscal year or quarter (the year's own included), of some units, newest first. */
export async function objectivesOfPeriod(
  context: ReadContext,
  today: Temporal.PlainDate,
  of: {
    readonly fiscalYear?: number | undefined;
    readonly quarter?: number | undefined;
    readonly units?: readonly string[] | undefined;
  },
  limit: number,
): Promise<ObjectiveRow[]> {
  const { fiscalYear, quarter, units } = of;
  let rows = objectiveRows(context);
  if (fiscalYear !== undefined) rows = rows.where('fiscal_year', '=', fiscalYear);
  if (quarter !== undefined) {
    rows = rows.where((eb) => eb.or([eb('quarter', '=', quarter), eb('quarter', 'is', null)]));
  }
  if (units) rows = rows.where(sql<boolean>`entity.owner_unit_id = any(${[...units]}::uuid[])`);
  return shape(context, today, await rows.orderBy('objective.id', 'desc').limit(limit).execute());
}

/** An objective, what it serves, and what serves it. Throws `not_found`. */
export async function objectiveView(
  context: ReadContext,
  today: Temporal.PlainDate,
  id: Id<'objective'>,
): Promise<Detail> {
  const row = await objectiveRows(context).where('objective.id', '=', id).executeTakeFirst();
  if (!row) throw notFound('objective');
  const [shaped] = await shape(context, today, [row]);
  if (!shaped) throw notFound('objective');
  const serves = (await linkedEntities(context, [id], 'serves', 'from')).get(id) ?? [];
  return {
    ...(await entityDetail(context, { kind: 'objective', id })),
    ...shaped,
    serves: [...serves],
    objectives: await objectivesServing(context, today, id),
    keyResults: await keyResultsServing(context, today, id),
    weights: Object.fromEntries(
      ((await linkedEntities(context, [id], 'serves', 'to')).get(id) ?? [])
        .filter(({ entity }) => entity.kind !== 'initiative')
        .map(({ entity, weight }) => [entity.ref, weight]),
    ),
    initiatives: await initiativesServing(context, id),
    gradeFrozen: row.frozen,
    gradeRevisions: await gradeRevisions(context.db, id),
  };
}
