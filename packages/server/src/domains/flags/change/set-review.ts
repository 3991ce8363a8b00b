import type { Id } from '@throughline/contract';
import { authorise } from '../../../platform/access/can.ts';
import type { ReadContext, WriteContext } from '../../../platform/context.ts';
import { loadEntity } from '../../../platform/entities/entity.ts';
import { record } from '../../../platform/ledger/record.ts';
import { problem } from '../../../platform/problem.ts';
import { ensureEnvironment, loadSdkSettings } from '../sdk-key/sdk-key-store.ts';
import { wantsReview } from '../store.ts';
import type { FlagsTables } from '../tables.ts';

/** Whether an environment's changes want a review, with the revision of its settings. */
export async function reviewView(
  { db, actor }: ReadContext,
  environment: Id<'environment'>,
): Promise<{ required: boolean; revision: number }> {
  await loadEntity(db, actor, { kind: 'environment', id: environment });
  const { revision } = await loadSdkSettings(db, environment);
  return { required: await wantsReview(db, environment), revision };
}

/** Says whether an environment's changes want another person's review. Throws `stale_revision`. */
export async function setReview(
  context: WriteContext,
  environment: Id<'environment'>,
  required: boolean,
): Promise<number> {
  const { tx, actor, ifMatch } = context;
  const entity = await loadEntity(tx, actor, { kind: 'environment', id: environment });
  authorise(actor, 'editor', entity.ownerUnit);
  await ensureEnvironment(tx, environment);
  const present = await loadSdkSettings(tx, environment);
  if (ifMatch !== undefined && ifMatch !== present.revision) {
    throw problem('stale_revision', 'Somebody changed these settings since you loaded them.', {
      revision: present.revision,
    });
  }
  const revision = present.revision + 1;
  await tx
    .$extendTables<FlagsTables>()
    .updateTable('flag_environment')
    .set({ review_required: required, revision })
    .where('environment_id', '=', environment)
    .execute();
  await record(context, {
    action: 'flag_review.changed',
    entity: { kind: 'environment', id: environment },
    after: { required },
  });
  return revision;
}
