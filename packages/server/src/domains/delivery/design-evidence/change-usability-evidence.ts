import { toReference, type Id } from '@throughline/contract';
import type { WriteContext } from '../../../platform/context.ts';
import { changeEntity } from '../../../platform/entities/entity.ts';
import { loadToChange } from '../policy.ts';
import type { DeliveryTables } from '../tables.ts';
import { evidenceColumns, releaseOfEvidence, type Evidence } from './evidence-store.ts';

/** Puts usability evidence right; the version that it is of stays. */
export async function changeUsabilityEvidence(
  context: WriteContext,
  id: Id<'usability_evidence'>,
  evidence: Evidence,
): Promise<number> {
  const release = await releaseOfEvidence(context, id);
  const entity = await loadToChange(context, { kind: 'design_release', id: release });
  await context.tx
    .$extendTables<DeliveryTables>()
    .updateTable('usability_evidence')
    .set(await evidenceColumns(context, evidence))
    .where('id', '=', id)
    .execute();
  return changeEntity(context, entity, {
    action: 'design_release.evidence_changed',
    after: { evidence: toReference('usability_evidence', id), ...evidence },
  });
}
