import type { EntityRef } from '@throughline/contract';
import { toDate } from '../../platform/clock.ts';
import type { WriteContext } from '../../platform/context.ts';
import { problem } from '../../platform/problem.ts';
import { gradeRevisions } from './store.ts';
import type { StrategyTables } from './tables.ts';

/**
 * Keeps a change of a grade that froze at the first close as a numbered revision: opening what was
 * closed doesn't thaw it. Before the close it does nothing. Throws `invalid_input` without a reason.
 */
export async function reviseGrade(
  { tx, actor, now }: WriteContext,
  entity: EntityRef,
  change: {
    readonly frozen: boolean;
    readonly grade: number | null;
    readonly given: number | null | undefined;
    readonly reason: string | undefined;
  },
): Promise<void> {
  const { frozen, given, reason = '' } = change;
  if (!frozen || given === undefined || given === change.grade) return;
  if (reason === '') {
    throw problem(
      'invalid_input',
      'body.reason: a grade is frozen since the close. Say why it changes.',
    );
  }
  const earlier = await gradeRevisions(tx, entity.id);
  await tx
    .$extendTables<StrategyTables>()
    .insertInto('grade_revision')
    .values({
      entity_id: entity.id,
      number: (earlier.at(-1)?.number ?? 0) + 1,
      grade: given,
      reason,
      by_name: actor.name,
      at: toDate(now),
    })
    .execute();
}
