import type { Id } from '@throughline/contract';
import { authorise } from '../../../platform/access/can.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { loadEntity } from '../../../platform/entities/entity.ts';
import { loadEnvironment } from '../environments/store.ts';

/**
 * Who may act on deployments: contributors of the unit that owns the repository; where it is about
 * production, its editors. Throws `not_found` or `forbidden`.
 */
export async function authoriseDeployment(
  context: WriteContext,
  place: { repository_id: Id<'repository'>; environment_id: Id<'environment'> },
): Promise<void> {
  const { tx, actor } = context;
  const repository = await loadEntity(tx, actor, { kind: 'repository', id: place.repository_id });
  await loadEntity(tx, actor, { kind: 'environment', id: place.environment_id });
  const { production } = await loadEnvironment(tx, place.environment_id);
  authorise(actor, production ? 'editor' : 'contributor', repository.ownerUnit);
}
