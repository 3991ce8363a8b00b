import type { Id } from '@throughline/contract';
import type { Tx } from '../../../platform/database/connect.ts';
import { problem } from '../../../platform/problem.ts';
import { requireAllDecided } from './require-all-decided.ts';
import { readBackAt, settledInRoom } from './room-store.ts';

/** Throws `rhythm.undecided`, or `rhythm.not_read_back` where something was settled since. */
export async function requireReadBack(tx: Tx, review: Id<'review'>): Promise<void> {
  await requireAllDecided(tx, review);
  const readAt = await readBackAt(tx, review);
  if (!readAt) {
    throw problem('rhythm.not_read_back', 'Read back the decisions and actions, then close it.');
  }
  const settledAt = await settledInRoom(tx, review);
  if (settledAt && settledAt > readAt) {
    throw problem('rhythm.not_read_back', 'Something was settled since: read it all back again.');
  }
}
