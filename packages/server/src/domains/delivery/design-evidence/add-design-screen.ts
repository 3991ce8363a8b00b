import {
  mostScreens,
  mostScreensInAll,
  toReference,
  type Id,
  type Reference,
} from '@throughline/contract';
import { toDate } from '../../../platform/clock.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { newId } from '../../../platform/database/new-id.ts';
import { changeEntity } from '../../../platform/entities/entity.ts';
import { problem } from '../../../platform/problem.ts';
import { loadToChange } from '../policy.ts';
import { loadDesignRelease } from '../store.ts';
import { imageFacts } from './image-rules.ts';
import { keepScreen, screenCounts } from './screen-store.ts';

/** Adds a screen to the present version of a design release. */
export async function addDesignScreen(
  context: WriteContext,
  id: Id<'design_release'>,
  { alt, bytes }: { alt: string; bytes: Uint8Array },
): Promise<{ ref: Reference<'design_screen'>; revision: number }> {
  const { tx, actor, now } = context;
  const release = await loadToChange(context, { kind: 'design_release', id });
  const facts = imageFacts(bytes);
  const { version } = await loadDesignRelease(tx, id);
  const { all, ofVersion } = await screenCounts(tx, id, version);
  if (ofVersion >= mostScreens) {
    throw problem('wrong_state', `A version has at most ${mostScreens} screens.`);
  }
  if (all >= mostScreensInAll) {
    throw problem(
      'wrong_state',
      `A design release has at most ${mostScreensInAll} screens: remove some of earlier versions.`,
    );
  }
  const screen = newId('design_screen');
  await keepScreen(
    tx,
    {
      id: screen,
      design_release_id: id,
      version,
      alt,
      added_by: actor.name,
      added_at: toDate(now),
    },
    { facts, bytes },
  );
  const ref = toReference('design_screen', screen);
  const revision = await changeEntity(context, release, {
    action: 'design_release.screen_added',
    after: { screen: ref, version, alt, mediaType: facts.mediaType },
  });
  return { ref, revision };
}
