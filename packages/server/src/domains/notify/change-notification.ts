import type { Id, OperationOf, ParsedInput } from '@throughline/contract';
import { authorise } from '../../platform/access/can.ts';
import type { WriteContext } from '../../platform/context.ts';
import { changeEntity, loadEntity } from '../../platform/entities/entity.ts';
import { problem } from '../../platform/problem.ts';
import { checkTold } from './check-told.ts';
import { joinNotification } from './create-notification.ts';
import type { Told } from './rules.ts';
import { columnsOf, loadNotification } from './store.ts';
import type { NotifyTables } from './tables.ts';

type Input = ParsedInput<OperationOf<'notify.changeNotification'>>['body'];

/** What was given, over what was there. */
function changedTold(before: Told, input: Omit<Input, 'announces'>): Told {
  const given = Object.entries(input).filter(([, value]) => value !== undefined);
  return { ...before, ...Object.fromEntries(given) };
}

/**
 * Changes what is told: it is a draft again, whatever was approved. Throws `wrong_state` for what
 * is published, `notify.invalid`.
 */
export async function changeNotification(
  context: WriteContext,
  id: Id<'notification'>,
  { announces, ...input }: Input,
): Promise<number> {
  const { tx, actor } = context;
  const ref = { kind: 'notification', id } as const;
  const entity = await loadEntity(tx, actor, ref, { lock: true });
  authorise(actor, 'contributor', entity.ownerUnit);
  const before = await loadNotification(tx, id);
  if (['scheduled', 'live', 'held'].includes(before.state)) {
    throw problem('wrong_state', 'It is published. Withdraw it first, then change it.');
  }
  const over = before.state === 'withdrawn' || before.state === 'ended';
  const told = changedTold(before.told, input);
  const next: Told = { ...told, epoch: before.told.epoch + (over ? 1 : 0) };
  await checkTold(context, next);
  const revision = await changeEntity(context, ref, {
    title: input.title,
    state: 'draft',
    after: { ...input, epoch: next.epoch },
  });
  await tx
    .$extendTables<NotifyTables>()
    .updateTable('notification')
    .set({
      ...columnsOf(next),
      epoch: next.epoch,
      author_id: actor.kind === 'member' ? actor.id : null,
      author_name: actor.name,
      approved_hash: null,
      approved_by: null,
      approved_at: null,
      approval_reason: null,
      ...(over ? { published_at: null } : {}),
    })
    .where('id', '=', id)
    .execute();
  await joinNotification(context, ref, next, announces);
  return revision;
}
