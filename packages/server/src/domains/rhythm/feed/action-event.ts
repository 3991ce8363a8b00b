import type { CalendarEvent } from '@throughline/cadence';
import { toReference } from '@throughline/contract';
import type { FeedAction } from './feed-action-views.ts';

/** An action's calendar event: the whole day on which it is due, which stays free for others. */
export function actionEvent(action: FeedAction, publicUrl: string): CalendarEvent {
  const reference = toReference('action', action.id);
  const start = Temporal.PlainDate.from(action.dueOn);
  const times = action.carriedOver === 1 ? 'once' : `${action.carriedOver} times`;
  return {
    uid: `${reference}@${new URL(publicUrl).hostname}`,
    sequence: action.revision - 1,
    start,
    end: start.add({ days: 1 }),
    created: action.createdAt,
    lastModified: action.updatedAt,
    summary: `Due: ${action.title}`,
    ...(action.carriedOver === 0 ? {} : { description: `Carried over ${times}` }),
    url: new URL(`/actions/${reference}`, publicUrl).href,
    categories: ['Action'],
    status: 'confirmed',
    transparent: true,
  };
}
