import { toReference, type Id } from '@throughline/contract';
import type { WriteContext } from '../../../platform/context.ts';
import { changeEntity } from '../../../platform/entities/entity.ts';
import { loadToChange } from '../policy.ts';
import type { DeliveryTables } from '../tables.ts';
import { releaseOfScreen } from './screen-store.ts';

/** Says otherwise what a screen shows. */
export async function changeDesignScreen(
  context: WriteContext,
  id: Id<'design_screen'>,
  alt: string,
): Promise<number> {
  const { release } = await releaseOfScreen(context, id);
  const entity = await loadToChange(context, { kind: 'design_release', id: release });
  await context.tx
    .$extendTables<DeliveryTables>()
    .updateTable('design_screen')
    .set({ alt })
    .where('id', '=', id)
    .execute();
  return changeEntity(context, entity, {
    action: 'design_release.screen_changed',
    after: { screen: toReference('design_screen', id), alt },
  });
}
