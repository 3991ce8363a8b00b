import type { Id, OperationOf, ParsedInput } from '@throughline/contract';
import { authorise } from '../../platform/access/can.ts';
import { toDate } from '../../platform/clock.ts';
import type { WriteContext } from '../../platform/context.ts';
import { changeEntity, loadEntity } from '../../platform/entities/entity.ts';
import { problem } from '../../platform/problem.ts';
import { openItems } from './rules.ts';
import { loadChecklist, loadDesignRelease } from './store.ts';
import type { DeliveryTables } from './tables.ts';

type Input = ParsedInput<OperationOf<'delivery.approveDesignRelease'>>['body'];

/**
 * Gives the verdict on the present version. Approval without conditions needs every item met or not
 * applicable; conditions and a refusal need a reason. Throws `delivery.checklist_unmet`.
 */
export async function approveDesignRelease(
  context: WriteContext,
  id: Id<'design_release'>,
  { verdict, reason }: Input,
): Promise<number> {
  const { tx, actor, now } = context;
  const release = await loadEntity(tx, actor, { kind: 'design_release', id }, { lock: true });
  authorise(actor, 'editor', release.ownerUnit);
  if (verdict !== 'approved' && reason === '') {
    throw problem('invalid_input', 'body.reason: name the conditions, or say why it is rejected.');
  }
  const [first, ...others] = openItems(await loadChecklist(tx, id));
  if (verdict === 'approved' && first) {
    const more = others.length > 0 ? ` and ${others.length} more` : '';
    throw problem(
      'delivery.checklist_unmet',
      `“${first.text}”${more} is not met. Settle it, or approve under conditions.`,
    );
  }
  const { version } = await loadDesignRelease(tx, id);
  const revision = await changeEntity(context, release, {
    action: verdict === 'rejected' ? 'design_release.rejected' : 'design_release.approved',
    state: verdict,
    after: { version, reason },
  });
  await tx
    .$extendTables<DeliveryTables>()
    .updateTable('design_release')
    .set({ verdict_reason: reason, verdict_at: toDate(now) })
    .where('id', '=', id)
    .execute();
  return revision;
}
