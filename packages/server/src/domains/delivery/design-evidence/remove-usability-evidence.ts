import { toReference, type Id } from '@throughline/contract';
import type { WriteContext } from '../../../platform/context.ts';
import { changeEntity } from '../../../platform/entities/entity.ts';
import { loadToChange } from '../policy.ts';
import type { DeliveryTables } from '../tables.ts';
import { releaseOfEvidence } from './evidence-store.ts';

/** Removes usability evidence. */
export async function removeUsabilityEvidence(
  context: WriteContext,
  id: Id<'usability_evidence'>,
): Promise<number> {
  const release = await releaseOfEvidence(context, id);
  const entity = await loadToChange(context, { kind: 'design_release', id: release });
  await context.tx
    .$extendTables<DeliveryTables>()
    .deleteFrom('usability_evidence')
    .where('id', '=', id)
    .execute();
  return changeEntity(context, entity, {
    action: 'design_release.evidence_removed',
    after: { evidence: toReference('usability_evidence', id) },
  });
}
