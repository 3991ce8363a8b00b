import { z } from 'zod';
import { idOf, referenceOf } from './ids.ts';
import { operation } from './operation.ts';
import { instant, pageOf, pageQuery } from './schemas.ts';

/** How often the digest comes. */
export const digestRhythms = ['none', 'daily', 'weekly'] as const;

/** What a message is, as an administrator sees it: never what it says. */
export const mailKinds = ['invitation', 'cancellation', 'ask', 'reminder', 'digest'] as const;

/** What a message is. */
export type MailKind = (typeof mailKinds)[number];

/**
 * How far a message is. Withheld: it was not sent, since its reader may not see what it is about,
 * may not sign in any more, or it came to nothing in the meantime.
 */
export const mailStates = ['waiting', 'sent', 'failed', 'withheld'] as const;

const preferences = {
  /** Reviews as calendar invitations. */
  invitations: z.boolean(),
  /** Comments that are asked for ahead of a review, and one reminder. */
  asks: z.boolean(),
  digest: z.enum(digestRhythms),
  /** The local hour from which a digest may come. */
  digestHour: z.number().int().min(0).max(20),
  /** The day of a weekly digest: 1 Monday to 7 Sunday. */
  digestWeekday: z.number().int().min(1).max(7),
};

const preferencesView = z.object({
  ...preferences,
  /** Where mail goes: the address by which one signs in. */
  address: z.string(),
  timeZone: z.string(),
  /** Whether this installation sends any mail at all. */
  configured: z.boolean(),
});

const { invitations, asks, digest, digestHour, digestWeekday } = preferences;

/** Mail that the installation sends: what one wants of it, and what becomes of it. */
export const mail = {
  getMailPreferences: operation({
    method: 'GET',
    path: '/api/v1/mail/preferences',
    summary: 'Which mail I get, and where it goes',
    permission: 'member',
    output: preferencesView,
  }),
  changeMailPreferences: operation({
    method: 'PATCH',
    path: '/api/v1/mail/preferences',
    summary: 'Choose which mail I get; what is left out stays',
    permission: 'member',
    body: z.object({
      invitations: invitations.optional(),
      asks: asks.optional(),
      digest: digest.optional(),
      digestHour: digestHour.optional(),
      digestWeekday: digestWeekday.optional(),
    }),
    output: preferencesView,
  }),
  getMailDelivery: operation({
    method: 'GET',
    path: '/api/v1/mail/delivery',
    summary: 'Whether mail is configured, by which server it goes, and how it gets on',
    permission: 'administrator',
    output: z.object({
      configured: z.boolean(),
      /** Why nothing is sent, in a sentence; null where mail is configured. */
      why: z.string().nullable(),
      /** Host and port; never the credentials. */
      server: z.string().nullable(),
      from: z.string().nullable(),
      perMinute: z.number().int().nullable(),
      waiting: z.number().int(),
      failed: z.number().int(),
      lastSentAt: instant.nullable(),
    }),
  }),
  listMail: operation({
    method: 'GET',
    path: '/api/v1/mail/messages',
    summary: 'Messages of the last 30 days, newest first: to whom and how far, never what they say',
    permission: 'administrator',
    query: pageQuery.extend({ state: z.enum(mailStates).optional() }),
    output: pageOf(
      z.object({
        ref: referenceOf('mail'),
        what: z.enum(mailKinds),
        to: z.object({ ref: referenceOf('identity'), name: z.string() }),
        state: z.enum(mailStates),
        attempts: z.number().int(),
        /** Why the last attempt failed, in the words of the mail server, or why it was withheld. */
        says: z.string(),
        createdAt: instant,
        /** When it is tried next; null unless it waits. */
        nextAt: instant.nullable(),
        sentAt: instant.nullable(),
      }),
    ),
  }),
  retryMail: operation({
    method: 'POST',
    path: '/api/v1/mail/messages/{id}/retry',
    summary: 'Try a failed message again',
    permission: 'administrator',
    params: z.object({ id: idOf('mail') }),
    errors: ['mail.not_configured', 'wrong_state'],
  }),
  sendTestMail: operation({
    method: 'POST',
    path: '/api/v1/mail/test',
    summary: 'Send myself a test message now, and say what the mail server answered',
    permission: 'administrator',
    output: z.object({ to: z.string(), answer: z.string() }),
    errors: ['mail.not_configured', 'mail.not_sent'],
  }),
};
