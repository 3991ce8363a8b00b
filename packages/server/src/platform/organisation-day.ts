import type { ChangeFeed } from './ledger/change-feed.ts';

/** Says what day it is in the organisation's time zone. */
export interface OrganisationDay {
  readonly today: (context: { readonly now: Temporal.Instant }) => Temporal.PlainDate;
  /** Reads the zone, and again whenever the organisation's settings change. */
  readonly start: (feed: ChangeFeed) => Promise<void>;
}

/**
 * The organisation's calendar day. The zone is kept in memory: asking for it inside a transaction
 * would take a second connection, and as many writers as there are connections would wait for ever.
 */
export function createOrganisationDay(timeZone: () => Promise<string>): OrganisationDay {
  let zone = 'UTC';
  return {
    today: ({ now }) => now.toZonedDateTimeISO(zone).toPlainDate(),
    async start(feed) {
      zone = await timeZone();
      feed.subscribe(async (events) => {
        if (events.some(({ action }) => action === 'organisation.changed')) zone = await timeZone();
      });
    },
  };
}
