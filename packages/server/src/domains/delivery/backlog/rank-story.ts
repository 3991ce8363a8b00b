import { toReference, type Id } from '@throughline/contract';
import type { WriteContext } from '../../../platform/context.ts';
import { loadEntity, type Entity } from '../../../platform/entities/entity.ts';
import { record } from '../../../platform/ledger/record.ts';
import { problem } from '../../../platform/problem.ts';
import { loadToChange } from '../policy.ts';
import { loadStory } from '../store.ts';
import { lockOrder, orderOf, putRanks, storyBehind } from './backlog-store.ts';
import { rankBetween, spreadRanks } from './rank-rules.ts';

/**
 * Moves a story right behind another of its unit, or to the top: one row's update. Its revision stays,
 * so that who edits the story loses nothing; the order is spread out where no room is left.
 */
export async function rankStory(
  context: WriteContext,
  id: Id<'story'>,
  after: Id<'story'> | null,
): Promise<number> {
  const { tx, actor } = context;
  const story = await loadToChange(context, { kind: 'story', id });
  if (after === id) throw problem('invalid_input', 'body.after: a story stands behind another.');
  await lockOrder(tx, story.ownerUnit);
  if (after) {
    const other = await loadEntity(tx, actor, { kind: 'story', id: after });
    if (other.ownerUnit !== story.ownerUnit) {
      throw problem('invalid_input', 'body.after: it belongs to another unit’s order.');
    }
  }
  const rank = await placeBehind(context, story, after);
  if (rank === null) {
    const order = (await orderOf(tx, story.ownerUnit)).filter((one) => one !== id);
    order.splice(after ? order.indexOf(after) + 1 : 0, 0, id);
    const places = spreadRanks(order.length);
    await putRanks(
      tx,
      order.map((one, index) => ({ id: one, rank: places[index] ?? '' })),
    );
  } else {
    await putRanks(tx, [{ id, rank }]);
  }
  await record(context, {
    action: 'story.ranked',
    entity: { kind: 'story', id },
    after: { after: after ? toReference('story', after) : null },
  });
  return story.revision;
}

async function placeBehind(
  { tx }: WriteContext,
  story: Entity<'story'>,
  after: Id<'story'> | null,
): Promise<string | null> {
  const low = after ? { rank: (await loadStory(tx, after)).rank, id: after } : null;
  const high = await storyBehind(tx, story.ownerUnit, low, story.id);
  return rankBetween(low?.rank ?? null, high);
}
