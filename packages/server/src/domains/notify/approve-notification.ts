import type { Id } from '@throughline/contract';
import { authorise } from '../../platform/access/can.ts';
import { toDate } from '../../platform/clock.ts';
import type { WriteContext } from '../../platform/context.ts';
import { changeEntity, loadEntity } from '../../platform/entities/entity.ts';
import { problem } from '../../platform/problem.ts';
import { checkComplete } from './check-told.ts';
import { classTemplates, contentHash } from './rules.ts';
import { loadNotification, othersCouldApprove } from './store.ts';
import type { NotifyTables } from './tables.ts';

/**
 * Two people stand behind a message. Its author may approve it only where the class says so, or
 * as the only person there is who could, with a reason that is kept. Throws `notify.own_work`.
 */
async function checkSecondPerson(
  context: WriteContext,
  author: Id<'identity'> | null,
  ownApproval: boolean,
  reason: string,
): Promise<boolean> {
  const { tx, actor } = context;
  if (actor.kind !== 'member' || actor.id !== author || ownApproval) return false;
  if (!actor.administrator || (await othersCouldApprove(tx, actor.id))) {
    throw problem('notify.own_work', 'You wrote this. Somebody else must approve it.');
  }
  if (reason === '') {
    throw problem(
      'notify.own_work',
      'You wrote this and nobody else could approve it yet. Say why it cannot wait for a second person.',
    );
  }
  return true;
}

/** Approves exactly what a notification says now. Throws `notify.own_work`, `wrong_state`. */
export async function approveNotification(
  context: WriteContext,
  id: Id<'notification'>,
  input: { reason: string },
): Promise<number> {
  const { tx, actor, now } = context;
  const ref = { kind: 'notification', id } as const;
  const entity = await loadEntity(tx, actor, ref, { lock: true });
  const { state, told, authorId } = await loadNotification(tx, id);
  const template = classTemplates[told.class];
  authorise(actor, template.approver, entity.ownerUnit);
  if (state !== 'review') {
    throw problem('wrong_state', 'It is not in review. Its author submits it first.');
  }
  checkComplete(told);
  const alone = await checkSecondPerson(context, authorId, template.ownApproval, input.reason);
  const hash = contentHash(told);
  await tx
    .$extendTables<NotifyTables>()
    .updateTable('notification')
    .set({
      approved_hash: hash,
      approved_by: actor.name,
      approved_at: toDate(now),
      approval_reason: input.reason,
    })
    .where('id', '=', id)
    .execute();
  return changeEntity(context, ref, {
    action: 'notification.approved',
    state: 'approved',
    after: {
      content: hash.toString('hex'),
      reason: input.reason,
      ...(alone ? { secondPerson: 'none there: approved by its author' } : {}),
    },
  });
}
