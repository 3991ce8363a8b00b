import type { WriteContext } from '../../../platform/context.ts';
import { moveDeployment } from './move-deployment.ts';
import { lockPlace, lockWaiting, type Place } from './place-store.ts';

/** Takes what still waits in a place out of its queue: a newer release goes instead. Hotfixes stay. */
export async function supersedeWaiting(
  context: WriteContext,
  place: Place,
  newer: string,
): Promise<void> {
  const { tx } = context;
  await lockPlace(tx, place);
  const waiting = await lockWaiting(tx, place);
  for (const deployment of waiting) {
    await moveDeployment(context, deployment, {
      action: 'deployment.superseded',
      state: 'superseded',
      question: `${newer} was to be deployed here before its turn came.`,
      after: { by: newer },
    });
  }
}
