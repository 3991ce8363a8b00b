import { toReference, type Id } from '@throughline/contract';
import { toDate } from '../../platform/clock.ts';
import type { WriteContext } from '../../platform/context.ts';
import { record } from '../../platform/ledger/record.ts';
import type { NotifyTables } from './tables.ts';

/** What a person wrote in a page, and where. */
export interface ReceivedFeedback {
  readonly id: string;
  readonly environment: Id<'environment'>;
  readonly recipient: string;
  /** The key of the customer account that the identity named. */
  readonly account: string | null;
  readonly text: string;
  readonly rating: number | null;
  readonly page: string;
  readonly message: { readonly notification: Id<'notification'>; readonly epoch: number } | null;
}

/**
 * States that feedback was received (`feedback.received`), once by its id and recipient: the
 * engagement domain makes of it what it knows of the account. Answers whether it was new.
 */
export async function receiveFeedback(
  context: WriteContext,
  feedback: ReceivedFeedback,
): Promise<boolean> {
  const { tx, now } = context;
  const { environment, recipient, id, message } = feedback;
  const row = await tx
    .$extendTables<NotifyTables>()
    .insertInto('sdk_feedback')
    .values({ environment_id: environment, recipient, id, at: toDate(now) })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!row) return false;
  await record(context, {
    action: 'feedback.received',
    // No entity: what customers write is no part of a history that every member may read.
    after: {
      id,
      environment: toReference('environment', environment),
      recipient,
      account: feedback.account,
      text: feedback.text,
      rating: feedback.rating,
      page: feedback.page,
      message: message ? toReference('notification', message.notification) : null,
      epoch: message?.epoch ?? null,
    },
  });
  return true;
}
