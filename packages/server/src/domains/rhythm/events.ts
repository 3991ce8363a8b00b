import type { Consumer } from '../../platform/ledger/change-feed.ts';
import { link } from '../../platform/entities/link.ts';
import type { OccasionSource } from '../../platform/occasions/occasion.ts';
import { holdOccasions } from './occasion/hold-occasions.ts';
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

/** Puts reviews on the calendar, moves and cancels them as what they are held for arises and changes. */
export function occasionConsumer(sources: readonly OccasionSource[]): Consumer {
  const own = ['cadence.created', 'cadence.changed', 'cycle.changed'];
  return {
    name: 'rhythm.hold-occasions',
    actions: [...new Set([...own, ...sources.flatMap(({ actions }) => actions)])],
    async react(context) {
      await holdOccasions(context, sources);
    },
  };
}
