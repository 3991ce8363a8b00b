import { mostEvidence, toReference, type Id, type Reference } from '@throughline/contract';
import type { WriteContext } from '../../../platform/context.ts';
import { newId } from '../../../platform/database/new-id.ts';
import { changeEntity } from '../../../platform/entities/entity.ts';
import { problem } from '../../../platform/problem.ts';
import { loadToChange } from '../policy.ts';
import { loadDesignRelease } from '../store.ts';
import type { DeliveryTables } from '../tables.ts';
import { evidenceColumns, evidenceCount, type Evidence } from './evidence-store.ts';

/** Records how people fared with a task on the present version. */
export async function addUsabilityEvidence(
  context: WriteContext,
  id: Id<'design_release'>,
  evidence: Evidence,
): Promise<{ ref: Reference<'usability_evidence'>; revision: number }> {
  const release = await loadToChange(context, { kind: 'design_release', id });
  const { version } = await loadDesignRelease(context.tx, id);
  if ((await evidenceCount(context.tx, id)) >= mostEvidence) {
    throw problem('wrong_state', `A design release has evidence of at most ${mostEvidence} tasks.`);
  }
  const own = newId('usability_evidence');
  await context.tx
    .$extendTables<DeliveryTables>()
    .insertInto('usability_evidence')
    .values({
      id: own,
      design_release_id: id,
      version,
      ...(await evidenceColumns(context, evidence)),
    })
    .execute();
  const ref = toReference('usability_evidence', own);
  const revision = await changeEntity(context, release, {
    action: 'design_release.evidence_added',
    after: { evidence: ref, version, ...evidence },
  });
  return { ref, revision };
}
