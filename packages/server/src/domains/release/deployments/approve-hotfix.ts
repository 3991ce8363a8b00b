import type { Id } from '@throughline/contract';
import { authorise } from '../../../platform/access/can.ts';
import { toDate } from '../../../platform/clock.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { changeEntity, loadEntity } from '../../../platform/entities/entity.ts';
import { problem } from '../../../platform/problem.ts';
import type { ReleaseTables } from '../tables.ts';
import { advanceDeployment } from './advance-deployment.ts';
import { deploymentRef } from './move-deployment.ts';
import { authoriseDeployment } from './policy.ts';
import { lockDeployment } from './store.ts';

/** A second person, an editor, lets a hotfix pass the freeze. */
export async function approveHotfix(
  context: WriteContext,
  id: Id<'deployment'>,
  note: string,
): Promise<number> {
  const { tx, actor, now } = context;
  const deployment = await lockDeployment(tx, id);
  await authoriseDeployment(context, deployment);
  const repository = { kind: 'repository', id: deployment.repository_id } as const;
  authorise(actor, 'editor', (await loadEntity(tx, actor, repository)).ownerUnit);
  const { hotfix_until: until, hotfix_approved_by: approver } = deployment;
  if (deployment.state !== 'queued' || until === null || approver !== null) {
    throw problem('wrong_state', 'No hotfix waits here for an approval.');
  }
  if (until <= toDate(now)) throw problem('wrong_state', 'The time for this hotfix is over.');
  if (actor.kind !== 'member' || deployment.requested_by_id === actor.id) {
    throw problem(
      'release.own_deployment',
      'A hotfix passes a freeze by two people: somebody else than who asked for it approves it.',
    );
  }
  await tx
    .$extendTables<ReleaseTables>()
    .updateTable('deployment')
    .set({ hotfix_approved_by: actor.name })
    .where('id', '=', id)
    .execute();
  const revision = await changeEntity(context, deploymentRef(id), {
    action: 'deployment.hotfix_approved',
    after: { by: actor.name, note },
  });
  await advanceDeployment(context, id);
  return revision;
}
