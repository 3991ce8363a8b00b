import { toReference, type Id } from '@throughline/contract';
import type { WriteContext } from '../../../platform/context.ts';
import { changeEntity } from '../../../platform/entities/entity.ts';
import { loadToChange } from '../policy.ts';
import { forgetScreen, releaseOfScreen } from './screen-store.ts';

/** Removes a screen of a design release. */
export async function removeDesignScreen(
  context: WriteContext,
  id: Id<'design_screen'>,
): Promise<number> {
  const { release, sha256 } = await releaseOfScreen(context, id);
  const entity = await loadToChange(context, { kind: 'design_release', id: release });
  await forgetScreen(context.tx, { id, sha256 });
  return changeEntity(context, entity, {
    action: 'design_release.screen_removed',
    after: { screen: toReference('design_screen', id) },
  });
}
