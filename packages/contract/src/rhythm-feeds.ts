import { z } from 'zod';
import { idOf, referenceOf } from './ids.ts';
import { operation, raw } from './operation.ts';
import { feedView } from './rhythm-views.ts';

/** Calendars of reviews for other programs. */
export const rhythmFeeds = {
  createFeed: operation({
    method: 'POST',
    path: '/api/v1/calendar-feeds',
    summary:
      'A secret iCalendar address: one’s own reviews and actions, a unit’s reviews, a cadence’s, or all',
    permission: 'member',
    body: z.object({
      of: z.enum(['person', 'unit', 'cadence', 'all']),
      unit: idOf('unit').optional(),
      cadence: idOf('cadence').optional(),
    }),
    output: z.object({
      ref: referenceOf('calendar_feed'),
      name: z.string(),
      /** Shown once: whoever has it reads the calendar. */
      address: z.string(),
    }),
    status: 201,
    secrets: ['address'],
  }),
  listFeeds: operation({
    method: 'GET',
    path: '/api/v1/calendar-feeds',
    summary: 'One’s own iCalendar addresses; the secret part is not kept',
    permission: 'member',
    output: z.object({ items: z.array(feedView) }),
  }),
  revokeFeed: operation({
    method: 'DELETE',
    path: '/api/v1/calendar-feeds/{id}',
    summary: 'Revoke an iCalendar address at once',
    permission: 'member',
    params: z.object({ id: idOf('calendar_feed') }),
  }),
  readFeed: operation({
    method: 'GET',
    path: '/calendar/{token}.ics',
    summary: 'A calendar of reviews for other programs (RFC 5545), 18 months ahead',
    description: 'Public by its unguessable token: a calendar program can’t sign in.',
    permission: 'public',
    params: z.object({ token: z.string().min(20).max(100) }),
    output: raw('text/calendar; charset=utf-8'),
  }),
};
