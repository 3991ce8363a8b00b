import type { EntityRef } from '@throughline/contract';
import { toDate } from '../../platform/clock.ts';
import type { ReadContext, WriteContext } from '../../platform/context.ts';
import { problem } from '../../platform/problem.ts';
import type { StrategyTables } from './tables.ts';

/**
 * Keeps a change of a grade that froze at the close as a numbered revision. Before the close it does
 * nothing. Throws `invalid_input` without a reason.
 */
export async function reviseGrade(
  { tx, actor, now }: WriteContext,
  entity: EntityRef & { readonly state: string },
  change: {
    readonly before: number | null;
    readonly grade: number | null | undefined;
    readonly reason: string | undefined;
  },
): Promise<void> {
  const { before, grade, reason = '' } = change;
  if (entity.state !== 'closed' || grade === undefined || grade === before) return;
  if (reason === '') {
    throw problem(
      'invalid_input',
      'body.reason: a grade is frozen since the close. Say why it changes.',
    );
  }
  const tables = tx.$extendTables<StrategyTables>();
  const last = await tables
    .selectFrom('grade_revision')
    .select((eb) => eb.fn.max('number').as('number'))
    .where('entity_id', '=', entity.id)
    .executeTakeFirst();
  await tables
    .insertInto('grade_revision')
    .values({
      entity_id: entity.id,
      number: (last?.number ?? 0) + 1,
      grade,
      reason,
      by_name: actor.name,
      at: toDate(now),
    })
    .execute();
}

/** How a grade changed after it froze, oldest first. */
export async function gradeRevisions({ db }: ReadContext, id: string) {
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
