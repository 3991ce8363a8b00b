import { toReference, type Id } from '@throughline/contract';
import { authorise } from '../../../platform/access/can.ts';
import { toDate } from '../../../platform/clock.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { record } from '../../../platform/ledger/record.ts';
import { problem } from '../../../platform/problem.ts';
import { applyChange } from './apply-change.ts';
import { identityOf, loadChange, settleChange, type PendingChange } from './change-store.ts';

async function reviewed(context: WriteContext, id: Id<'flag_change'>): Promise<PendingChange> {
  const { actor } = context;
  const { change, flag } = await loadChange(context, id);
  authorise(actor, 'editor', flag.ownerUnit);
  if (change.askedById === identityOf(actor)) {
    throw problem('forbidden', 'Another person than who proposed it reviews a change.');
  }
  if (change.state !== 'in-review') throw problem('wrong_state', `It is ${change.state} already.`);
  return change;
}

async function tell(context: WriteContext, change: PendingChange, action: string, note: string) {
  await record(context, {
    action,
    entity: { kind: 'flag', id: change.place.flag },
    after: { change: toReference('flag_change', change.id), note },
  });
}

/** Approves another person's change: applied now, or at its moment. Throws `forbidden`, `wrong_state`. */
export async function approveChange(
  context: WriteContext,
  id: Id<'flag_change'>,
  note: string,
): Promise<{ state: PendingChange['state']; outdated: string }> {
  const change = await reviewed(context, id);
  const review = { by: context.actor.name, note };
  await settleChange(context, id, { state: 'scheduled', review });
  await tell(context, change, 'flag.change_approved', note);
  if (change.applyAt && change.applyAt > toDate(context.now)) {
    return { state: 'scheduled', outdated: '' };
  }
  return applyChange(context, { ...change, state: 'scheduled', reviewedBy: review.by });
}

/** Declines another person's change. Throws `forbidden`, `wrong_state`. */
export async function declineChange(
  context: WriteContext,
  id: Id<'flag_change'>,
  reason: string,
): Promise<{ state: PendingChange['state'] }> {
  const change = await reviewed(context, id);
  const review = { by: context.actor.name, note: reason };
  await settleChange(context, id, { state: 'declined', review });
  await tell(context, change, 'flag.change_declined', reason);
  return { state: 'declined' };
}

/** Takes a change back: whoever proposed it, or an editor. Throws `wrong_state`. */
export async function withdrawChange(
  context: WriteContext,
  id: Id<'flag_change'>,
): Promise<{ state: PendingChange['state'] }> {
  const { actor } = context;
  const { change, flag } = await loadChange(context, id);
  const mine = actor.kind === 'member' && actor.id === change.askedById;
  authorise(actor, mine ? 'contributor' : 'editor', flag.ownerUnit);
  if (change.state !== 'in-review' && change.state !== 'scheduled') {
    throw problem('wrong_state', `It is ${change.state} already.`);
  }
  await settleChange(context, id, { state: 'withdrawn' });
  await tell(context, change, 'flag.change_withdrawn', '');
  return { state: 'withdrawn' };
}
