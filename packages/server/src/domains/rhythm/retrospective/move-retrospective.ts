import { retrospectivePhases, type Id, type RetrospectivePhase } from '@throughline/contract';
import { toDate } from '../../../platform/clock.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { record } from '../../../platform/ledger/record.ts';
import { problem } from '../../../platform/problem.ts';
import type { RhythmTables } from '../tables.ts';
import { takePartIn } from './retrospective-store.ts';

/** Moves a retrospective to another phase; the first move reveals all cards, and there is no way back. */
export async function moveRetrospective(
  context: WriteContext,
  id: Id<'review'>,
  phase: RetrospectivePhase,
): Promise<void> {
  const { tx, now } = context;
  const before = await takePartIn(context, id, retrospectivePhases, { alone: true });
  if (before.phase === phase) return;
  if (phase === 'write') {
    throw problem('wrong_state', 'The cards are revealed: what was seen can’t be unseen.');
  }
  await tx
    .$extendTables<RhythmTables>()
    .updateTable('retrospective')
    .set({
      phase,
      topic_id: null,
      topic_until: null,
      ...(before.phase === 'write' ? { revealed_at: toDate(now) } : {}),
    })
    .where('review_id', '=', id)
    .execute();
  await record(context, {
    action: before.phase === 'write' ? 'retrospective.revealed' : 'retrospective.moved',
    entity: before.review,
    after: { phase },
  });
}
