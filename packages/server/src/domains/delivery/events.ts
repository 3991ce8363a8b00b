import type { Consumer } from '../../platform/ledger/change-feed.ts';
import { changeStory } from './change-story.ts';
import { storiesOfChange } from './story-store.ts';

/**
 * What a change does to the stories that it implements: its branch begins an open one, its merge
 * ends one, unless another change for the same story is still open.
 */
export const deliveryConsumers: readonly Consumer[] = [
  {
    name: 'delivery.follow-changes',
    actions: ['change.created', 'change.updated', 'change.merged'],
    async react(context, { action, entity }) {
      if (entity?.kind !== 'change') return;
      for (const story of await storiesOfChange(context.tx, entity.id)) {
        const begins = story.changeState === 'open' && story.state === 'open';
        const ends =
          action === 'change.merged' && story.state !== 'done' && story.openChanges === 0;
        if (begins) await changeStory(context, story.id, { state: 'in-progress' });
        else if (ends) await changeStory(context, story.id, { state: 'done' });
      }
    },
  },
];
