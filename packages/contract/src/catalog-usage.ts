import { z } from 'zod';
import { idOf } from './ids.ts';
import { operation } from './operation.ts';
import { instant, plainDate } from './schemas.ts';

/** Adoption counts what happened in so many days, the day itself included. */
export const adoptionDays = 28;

/** Usage older than so many days is refused; until then an event's id counts once. */
export const usageKeptDays = 90;

/** A feature's adoption on a day. */
export const adoptionPoint = z.object({
  on: plainDate,
  /** Accounts that used it at least the feature's number of times in the 28 days up to `on`. */
  accounts: z.number().int(),
  /** Accounts that were there at all in those days. */
  eligible: z.number().int(),
  /** `accounts` of `eligible`, in per cent; null where there were none. */
  percent: z.number().nullable(),
});

const usageEvent = z.object({
  /** Chosen by the sender: the same id counts once, however often it is sent. */
  id: z.string().min(1).max(128),
  /** The account's key, as the identity of the browser SDK names it. */
  account: z.string().min(1).max(200),
  /** The feature's key or its reference. */
  feature: z.string().min(1).max(100),
  at: instant,
  /** How many times. */
  count: z.number().int().min(1).max(1_000_000).default(1),
});

/** How much features are used. */
export const usage = {
  recordUsage: operation({
    method: 'POST',
    path: '/api/v1/usage-events',
    summary: 'Report that accounts used features: up to 1,000 events, each id counts once',
    description:
      'An API key with the scope `usage:write` may call this and nothing else. Events of unknown features, of the future or older than 90 days are named in the answer and left out; the others count.',
    permission: 'contributor',
    scope: 'usage',
    body: z.object({ events: z.array(usageEvent).min(1).max(1000) }),
    output: z.object({
      recorded: z.number().int(),
      /** Events whose id was known already. */
      repeated: z.number().int(),
      refused: z.array(z.object({ id: z.string(), reason: z.string() })),
    }),
    status: 202,
  }),
  getAdoption: operation({
    method: 'GET',
    path: '/api/v1/features/{id}/adoption',
    summary: 'A feature’s adoption by week, oldest first, up to the last day that was counted',
    permission: 'member',
    params: z.object({ id: idOf('feature') }),
    query: z.object({ weeks: z.coerce.number().int().min(1).max(104).default(26) }),
    output: z.object({
      /** Uses in 28 days from which on an account has adopted the feature. */
      uses: z.number().int(),
      points: z.array(adoptionPoint),
    }),
  }),
};
