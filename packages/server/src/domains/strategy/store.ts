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

/** How a grade changed after it froze at the close, oldest first. */
export async function gradeRevisions(db: Db, id: string) {
  const rows = await db
    .$extendTables<StrategyTables>()
    .selectFrom('grade_revision')
    .selectAll()
    .where('entity_id', '=', id)
    .orderBy('number')
    .execute();
  return rows.map(({ number, grade, reason, by_name, at }) => ({
    number,
    grade,
    reason,
    by: by_name,
    at: at.toISOString(),
  }));
}

/** The account that a person signs in with, or undefined. */
export async function accountOf(tx: Tx, person: Id<'person'>): Promise<Id<'identity'> | undefined> {
  const row = await tx
    .selectFrom('identity')
    .select('id')
    .where('person_id', '=', person)
    .where('state', '!=', 'suspended')
    .executeTakeFirst();
  return row?.id;
}

/** An objective's own row. */
export function loadObjective(tx: Tx, id: Id<'objective'>) {
  return tx
    .$extendTables<StrategyTables>()
    .selectFrom('objective')
    .select(['grade', 'frozen'])
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

/** What was last said of a key result's status, and its present value; undefined without. */
export async function lastCheckIn(tx: Tx, id: Id<'key_result'>) {
  const { rows } = await sql<{
    value: number;
    status: 'on-track' | 'at-risk' | 'off-track' | null;
  }>`
    select value, (select status from check_in as said where said.key_result_id = ${id}
      and said.confidence is not null order by on_day desc, id desc limit 1) as status
    from check_in where key_result_id = ${id} order by on_day desc, id desc limit 1
  `.execute(tx);
  return rows[0];
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
