import type { Consumer } from '../../platform/ledger/change-feed.ts';
import { link } from '../../platform/entities/link.ts';
import { decidedInReview } from './review/review-store.ts';

/** What was decided on in a review was discussed in it: so the line leads from it to the review. */
export const rhythmConsumers: readonly Consumer[] = [
  {
    name: 'rhythm.discuss-what-was-decided',
    actions: ['decision.confirmed'],
    async react(context, { entity }) {
      if (entity?.kind !== 'decision') return;
      for (const { review, about } of await decidedInReview(context.tx, entity.id)) {
        await link(context, { kind: 'review', id: review }, 'discusses', about);
      }
    },
  },
];
