import type { Id } from '@throughline/contract';
import { system } from '../../../platform/access/actor.ts';
import type { Tx } from '../../../platform/database/connect.ts';
import { problem } from '../../../platform/problem.ts';
import { undecidedIn } from './room-store.ts';

/** Throws `rhythm.undecided` while a decision of a review is neither confirmed nor put off. */
export async function requireAllDecided(tx: Tx, review: Id<'review'>): Promise<void> {
  // Whoever closes it may not see all that was proposed: it counts all the same.
  const open = await undecidedIn({ db: tx, actor: system('read-back') }, review);
  if (open.length === 0) return;
  throw problem(
    'rhythm.undecided',
    `${open.length === 1 ? 'One decision is' : `${open.length} decisions are`} still proposed: confirm, postpone or withdraw each first.`,
  );
}
