import { parseReference, type EntityRef } from '@throughline/contract';
import { z } from 'zod';
import type { WriteContext } from '../../../platform/context.ts';
import { link } from '../../../platform/entities/link.ts';
import type { Consumer } from '../../../platform/ledger/change-feed.ts';
import type { FeedEvent } from '../../../platform/ledger/feed.ts';
import { accountByKey, notificationsAmong, subjectsOfNotification, wasTakenIn } from '../store.ts';
import { keepFeedback } from './create-feedback.ts';

/** What the fact `feedback.received` says: the widget's words for it. */
const received = z.object({
  id: z.string().min(1),
  account: z.string().min(1).nullish(),
  recipient: z.string().nullish(),
  text: z.string().trim().min(1),
  rating: z.number().int().min(1).max(5).nullish().catch(null),
  message: z.string().nullish(),
  environment: z.string().nullish(),
  page: z.string().nullish(),
});

async function notificationOf(
  context: WriteContext,
  event: FeedEvent,
  message: string | null | undefined,
): Promise<EntityRef<'notification'> | undefined> {
  const named = message ? parseReference(message) : undefined;
  const ref = named?.kind === 'notification' ? named : event.entity;
  if (ref?.kind !== 'notification') return undefined;
  // A message that never was: the words are kept all the same.
  const [id] = await notificationsAmong(context, [ref.id]);
  return id && { kind: 'notification', id };
}

/** Makes an entity of what the widget received, once, on the line where its message stands. */
async function takeIn(context: WriteContext, event: FeedEvent): Promise<void> {
  const parsed = received.safeParse(event.after);
  if (!parsed.success) return;
  const {
    id,
    account: accountKey,
    recipient,
    text,
    rating,
    message,
    environment,
    page,
  } = parsed.data;
  const intakeKey = [environment ?? '', recipient ?? '', id].join('\n');
  if (await wasTakenIn(context, intakeKey)) return;
  const notification = await notificationOf(context, event, message);
  const account = accountKey ? await accountByKey(context, accountKey) : undefined;
  const feedback = await keepFeedback(context, {
    verbatim: text,
    rating: rating ?? undefined,
    heardAt: 'in-app',
    receivedAt: new Date(event.at.epochMilliseconds),
    segment: account?.segment ?? null,
    themes: [],
    page: page ?? '',
    intakeKey,
    accountKey: account ? null : (accountKey ?? null),
    about: notification ? await subjectsOfNotification(context, notification.id) : [],
    givenBy: account ? [{ kind: 'account', id: account.id }] : [],
  });
  if (notification) await link(context, feedback, 'in_response_to', notification);
}

/** Feedback that the product's own users give in its widget. */
export const feedbackConsumer: Consumer = {
  name: 'engagement.feedback',
  actions: ['feedback.received'],
  react: takeIn,
};
