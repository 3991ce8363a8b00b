import type { JobDefinition } from '../../platform/jobs/jobs.ts';
import type { RunInsight } from './pack/assemble-pack.ts';
import type { OccasionSource } from '../../platform/occasions/occasion.ts';
import { askForComments } from './ask/ask-for-comments.ts';
import { reviewsToAskFor } from './ask/ask-store.ts';
import { holdOccasions } from './occasion/hold-occasions.ts';
import { inviteToReview, type ReviewMail } from './invitation/invite-to-review.ts';
import { reviewsToInvite } from './invitation/invitation-store.ts';
import { freezeReview } from './pack/freeze-review.ts';
import { reviewsToFreeze } from './review/review-store.ts';

const mostAtOnce = 50;

/**
 * Freezes reviews at their pre-read time. It looks for what is due, so a wake-up that was missed
 * costs nothing but time; each freezes in a transaction of its own, so that one that can't be
 * assembled holds up no other.
 */
export function rhythmJobs(
  run: RunInsight,
  sources: readonly OccasionSource[],
  by: ReviewMail,
): readonly JobDefinition[] {
  return [
    {
      name: 'rhythm.freeze-due',
      every: '* * * * *',
      async run(job) {
        const { database, clock, log } = job;
        for (const id of await reviewsToFreeze(database.db, clock.now(), mostAtOnce)) {
          try {
            await job.write((context) => freezeReview(context, run, id));
          } catch (error) {
            log.error(
              { err: error, review: id },
              'a review could not be frozen; it will be tried again',
            );
          }
        }
      },
    },
    {
      // What is far ahead comes within reach as days go by.
      name: 'rhythm.hold-occasions',
      every: '20 2 * * *',
      async run(job) {
        await job.write((context) => holdOccasions(context, sources));
      },
    },
    {
      name: 'rhythm.ask-for-comments',
      every: '*/15 * * * *',
      async run(job) {
        const { database, clock, log } = job;
        for (const id of await reviewsToAskFor(database.db, clock.now())) {
          try {
            await job.write((context) => askForComments(context, by, id));
          } catch (error) {
            log.error({ err: error, review: id }, 'comments could not be asked for');
          }
        }
      },
    },
    {
      // Who attends changes without a word about the review: people join and leave units.
      name: 'rhythm.invite',
      every: '20 * * * *',
      async run(job) {
        const { database, clock, log } = job;
        if (!by.mail.from) return;
        for (const id of await reviewsToInvite(database.db, clock.now())) {
          try {
            await job.write((context) => inviteToReview(context, by, id));
          } catch (error) {
            log.error({ err: error, review: id }, 'people could not be invited to a review');
          }
        }
      },
    },
  ];
}
