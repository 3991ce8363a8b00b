import type { Id, OperationOf, ParsedInput } from '@throughline/contract';
import type { WriteContext } from '../../platform/context.ts';
import { changeEntity } from '../../platform/entities/entity.ts';
import { replaceLinks } from '../../platform/entities/replace-links.ts';
import { loadToChange, mayOwn } from './policy.ts';
import { openItems } from './rules.ts';
import { loadDesignRelease, replaceChecklist } from './store.ts';
import type { DeliveryTables } from './tables.ts';

type Input = ParsedInput<OperationOf<'delivery.changeDesignRelease'>>['body'];

/**
 * Changes a design release. A verdict is about one version of one file for one thing, with the
 * checklist that was looked at: another file, version or thing, and an approved design of which an
 * item turns out unmet, goes back to pending.
 */
export async function changeDesignRelease(
  context: WriteContext,
  id: Id<'design_release'>,
  input: Input,
): Promise<number> {
  const release = await loadToChange(context, { kind: 'design_release', id });
  if (input.ownerUnit) await mayOwn(context, input.ownerUnit);
  const before = await loadDesignRelease(context.tx, id);
  const file = input.file ?? before.file;
  const version = input.version ?? before.version;
  const another = file !== before.file || version !== before.version || input.designs !== undefined;
  const failing =
    release.state === 'approved' &&
    input.checklist !== undefined &&
    openItems(input.checklist).length > 0;
  const reopened = release.state !== 'pending' && (another || failing);
  const revision = await changeEntity(context, release, {
    action: reopened ? 'design_release.reopened' : 'design_release.changed',
    title: input.title,
    summary: input.summary,
    ownerUnit: input.ownerUnit,
    state: reopened ? 'pending' : undefined,
    after: { file, version, ...(input.checklist ? { checklist: input.checklist } : {}) },
  });
  await context.tx
    .$extendTables<DeliveryTables>()
    .updateTable('design_release')
    .set({ file, version, ...(reopened ? { verdict_reason: '', verdict_at: null } : {}) })
    .where('id', '=', id)
    .execute();
  if (input.checklist) await replaceChecklist(context, id, input.checklist);
  if (input.designs !== undefined) {
    const designed = input.designs ? [{ entity: input.designs }] : [];
    await replaceLinks(context, release, 'designs', ['initiative', 'feature'], designed);
  }
  return revision;
}
