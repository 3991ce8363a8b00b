import type { EntityRef } from '@throughline/contract';
import type { Consumer } from '../../platform/ledger/change-feed.ts';
import { link } from '../../platform/entities/link.ts';
import type { OccasionSource } from '../../platform/occasions/occasion.ts';
import { holdOccasions } from './occasion/hold-occasions.ts';
import { inviteToReview, type ReviewMail } from './invitation/invite-to-review.ts';
import { decidedInReview } from './review/review-store.ts';

const isReview = (entity: EntityRef): entity is EntityRef<'review'> => entity.kind === 'review';

/** What rhythm makes of the facts of others, and of its own. */
export function rhythmConsumers(by: ReviewMail): readonly Consumer[] {
  return [
    // What was decided on in a review was discussed in it: so the line leads from it to the review.
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
    {
      name: 'rhythm.tell-who-attends',
      actions: [
        'review.created',
        'review.moved',
        'review.reinstated',
        'review.changed',
        'review.cancelled',
        'review.assigned',
        'review.frozen',
        'entity.restricted',
        'entity.opened',
      ],
      async react(context, { entity }) {
        if (!entity || !isReview(entity)) return;
        await inviteToReview(context, by, entity.id);
      },
    },
  ];
}

/** Puts reviews on the calendar, moves and cancels them as what they are held for arises and changes. */
export function occasionConsumer(sources: readonly OccasionSource[]): Consumer {
  const own = ['cadence.created', 'cadence.changed', 'cycle.changed'];
  return {
    name: 'rhythm.hold-occasions',
    actions: [...new Set([...own, ...sources.flatMap(({ actions }) => actions)])],
    oncePerBatch: true,
    async react(context) {
      await holdOccasions(context, sources);
    },
  };
}
