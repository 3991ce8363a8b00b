import type { Id, MailKind } from '@throughline/contract';
import { toDate } from '../clock.ts';
import type { WriteContext } from '../context.ts';
import { newId } from '../database/new-id.ts';
import { writeLetter, type Letter } from './letter.ts';
import { allStillWaits, type MailContent } from './mail-store.ts';
import type { MailCalendar } from './mail-transport.ts';

/** A message that a write asks for. */
export interface MailToQueue {
  readonly what: MailKind;
  readonly to: Id<'identity'>;
  /** Everything that it mentions: unless its reader still sees all of it when it is sent, it isn't. */
  readonly about: readonly string[];
  /** A newer message of a topic takes the place of the reader's older ones that were never sent. */
  readonly topic?: string;
  /** It takes something back: where all that was said of its topic still waits, nothing need be. */
  readonly takesBack?: boolean;
  readonly usefulUntil?: Temporal.Instant;
  readonly letter: Letter;
  readonly calendar?: MailCalendar;
}

/** Puts a message into the outbox, in the write's own transaction: no commit, no mail. */
export async function queueMail(
  { tx, now }: WriteContext,
  message: MailToQueue,
  settings: string,
): Promise<Id<'mail'> | undefined> {
  const { what, to, about, topic, usefulUntil, letter, calendar } = message;
  if (topic !== undefined) {
    const unsaid = await allStillWaits(tx, to, topic);
    await tx
      .updateTable('mail_message')
      .set({ state: 'withheld', says: 'A newer message took its place.', content: null })
      .where('identity_id', '=', to)
      .where('topic', '=', topic)
      .where('state', 'in', ['waiting', 'failed'])
      .execute();
    if (unsaid && message.takesBack) return undefined;
  }
  const content: MailContent = {
    ...writeLetter(letter, settings),
    ...(calendar ? { calendar } : {}),
  };
  const id = newId('mail');
  await tx
    .insertInto('mail_message')
    .values({
      id,
      what,
      identity_id: to,
      about_ids: [...about],
      topic: topic ?? null,
      content: JSON.stringify(content),
      created_at: toDate(now),
      next_at: toDate(now),
      useful_until: usefulUntil ? toDate(usefulUntil) : null,
    })
    .execute();
  return id;
}
