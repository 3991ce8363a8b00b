import type { EntityKind, EntityRef, Id } from '@throughline/contract';
import { sql } from 'kysely';
import { visible } from '../../platform/access/visible.ts';
import type { WriteContext } from '../../platform/context.ts';
import type { Db, Tx } from '../../platform/database/connect.ts';
import { problem } from '../../platform/problem.ts';
import type { StrategyTables } from './tables.ts';

/** A plan's own row. */
export function loadPlan(db: Db, id: Id<'plan'>) {
  return db
    .$extendTables<StrategyTables>()
    .selectFrom('plan')
    .select(['fiscal_year', 'adopted_at', 'closed_at'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
}

/** The title of the plan that is adopted for a fiscal year, or undefined. */
export async function adoptedPlan(tx: Tx, fiscalYear: number): Promise<string | undefined> {
  const row = await tx
    .$extendTables<StrategyTables>()
    .selectFrom('plan')
    .innerJoin('entity', 'entity.id', 'plan.id')
    .select('entity.title')
    .where('fiscal_year', '=', fiscalYear)
    .where('adopted_at', 'is not', null)
    .executeTakeFirst();
  return row?.title;
}

/** The rank after a plan's last priority. */
export async function nextRank(tx: Tx, plan: Id<'plan'>): Promise<number> {
  const row = await tx
    .$extendTables<StrategyTables>()
    .selectFrom('priority')
    .select((eb) => eb.fn.max('rank').as('last'))
    .where('plan_id', '=', plan)
    .executeTakeFirst();
  return (row?.last ?? 0) + 1;
}

/** Everything drafted under a plan: its priorities, and what serves them. */
export async function draftedUnder(
  tx: Tx,
  plan: Id<'plan'>,
): Promise<(EntityRef & { restricted: boolean })[]> {
  const { rows } = await sql<{ id: Id<EntityKind>; kind: EntityKind; restricted: boolean }>`
    with recursive drafted (id) as (
      select id from priority where plan_id = ${plan}
      union
      select link.from_id from link join drafted on link.to_id = drafted.id
      where link.relation = 'serves' and link.until is null
    )
    select entity.id, entity.kind, restricted from drafted join entity using (id)
    order by entity.id
  `.execute(tx);
  return rows;
}

/** Throws `invalid_input` unless every entry is of a priority of the plan that the actor sees. */
export async function requireOfPlan(
  { tx, actor }: WriteContext,
  plan: Id<'plan'>,
  entries: readonly { readonly priority: Id<'priority'> }[],
): Promise<void> {
  const rows = await tx
    .$extendTables<StrategyTables>()
    .selectFrom('priority')
    .innerJoin('entity', 'entity.id', 'priority.id')
    .select(['priority.id', 'entity.state'])
    .where('plan_id', '=', plan)
    .where(visible(actor))
    .execute();
  const own = new Map(rows.map(({ id, state }) => [id, state]));
  for (const [index, { priority }] of entries.entries()) {
    if (own.get(priority) !== 'active') {
      throw problem(
        'invalid_input',
        `body.entries.${index}.priority: is no active priority of this plan.`,
      );
    }
  }
}

/** An objective's own row. */
export function loadObjective(tx: Tx, id: Id<'objective'>) {
  return tx
    .$extendTables<StrategyTables>()
    .selectFrom('objective')
    .select('grade')
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
}

/** A key result's own row. */
export function loadKeyResult(tx: Tx, id: Id<'key_result'>) {
  return tx
    .$extendTables<StrategyTables>()
    .selectFrom('key_result')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
}

/** The last check-in of a key result, or undefined. */
export function lastCheckIn(tx: Tx, id: Id<'key_result'>) {
  return tx
    .$extendTables<StrategyTables>()
    .selectFrom('check_in')
    .select(['status', 'on_day'])
    .where('key_result_id', '=', id)
    .orderBy('on_day', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
}

/** An initiative's own row. */
export function loadInitiative(tx: Tx, id: Id<'initiative'>) {
  return tx
    .$extendTables<StrategyTables>()
    .selectFrom('initiative')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
}
