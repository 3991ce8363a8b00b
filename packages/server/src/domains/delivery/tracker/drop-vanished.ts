import { toDate } from '../../../platform/clock.ts';
import type { WriteContext } from '../../../platform/context.ts';
import { changeStory } from '../change-story.ts';
import type { DeliveryTables } from '../tables.ts';
import { knownStories, type FollowedRow } from './followed-store.ts';

/**
 * Drops stories that their tool no longer has where they were: deleted, moved elsewhere, or hidden from
 * the token. One that another backlog follows by now is that one's.
 */
export async function dropVanished(
  context: WriteContext,
  backlog: FollowedRow,
  ids: readonly string[],
): Promise<void> {
  if (ids.length === 0) return;
  const known = await knownStories(context.tx, backlog.tracker_id, ids);
  for (const story of known.values()) {
    if (story.backlog !== backlog.id || story.gone !== '') continue;
    if (story.state !== 'dropped') {
      await changeStory(context, story.id, { state: 'dropped' }, { ruling: toDate(context.now) });
    }
    await context.tx
      .$extendTables<DeliveryTables>()
      .updateTable('followed_story')
      .set({ gone: `Deleted there, or moved out of ${backlog.source_title}` })
      .where('story_id', '=', story.id)
      .execute();
  }
}
