import type { JobDefinition } from '../../platform/jobs/jobs.ts';
import { dropOldEvents } from './events/event-store.ts';

/** Events as SDKs sent them are kept for so many days; their sums for ever. */
const eventDays = 30;

/** What the flags do by themselves. */
export const flagsJobs: readonly JobDefinition[] = [
  {
    name: 'flags.drop-old-events',
    every: '23 3 * * *',
    async run({ database, clock }) {
      const today = clock.now().toZonedDateTimeISO('UTC').toPlainDate();
      await dropOldEvents(database.db, {
        events: today.subtract({ days: eventDays }),
        batches: clock.now().subtract({ hours: 48 }),
      });
    },
  },
];
