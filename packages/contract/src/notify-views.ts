import { z } from 'zod';
import { clause } from './flags-configuration.ts';
import { referenceOf } from './ids.ts';
import { notificationClasses, notificationFormats, notificationStates } from './notify-words.ts';
import { entityFields, entitySummary, instant } from './schemas.ts';

/** Text inside a block of a message. */
export type MessageInline =
  | { type: 'text'; text: string }
  | { type: 'strong' | 'emphasis' | 'code'; children: MessageInline[] }
  | { type: 'link'; href: string; children: MessageInline[] }
  | { type: 'break' };

const messageInline: z.ZodType<MessageInline> = z.lazy(() =>
  z.union([
    z.object({ type: z.literal('text'), text: z.string() }),
    z.object({
      type: z.enum(['strong', 'emphasis', 'code']),
      children: z.array(messageInline),
    }),
    z.object({ type: z.literal('link'), href: z.string(), children: z.array(messageInline) }),
    z.object({ type: z.literal('break') }),
  ]),
);

/** A message's content as widgets draw it: no HTML anywhere. */
export const messageContent = z.object({
  title: z.string(),
  body: z.array(
    z.union([
      z.object({ type: z.literal('paragraph'), children: z.array(messageInline) }),
      z.object({
        type: z.literal('list'),
        ordered: z.boolean(),
        children: z.array(z.object({ type: z.literal('item'), children: z.array(messageInline) })),
      }),
    ]),
  ),
});

/** A message's content. */
export type MessageContent = z.output<typeof messageContent>;

const counts = z.object({
  /** Recipients to whom it was offered: an estimate, within a few percent. */
  eligible: z.number().int(),
  shown: z.number().int(),
  seen: z.number().int(),
  clicked: z.number().int(),
  dismissed: z.number().int(),
});

/** A notification in a list. */
export const notificationRow = z.object({
  ref: referenceOf('notification'),
  title: z.string(),
  state: z.enum(notificationStates),
  heldCause: z.string().nullable(),
  format: z.enum(notificationFormats),
  class: z.enum(notificationClasses),
  environment: entitySummary,
  flag: z.object({ ref: referenceOf('flag'), key: z.string() }).nullable(),
  ownerUnit: z.object({ ref: referenceOf('unit'), title: z.string() }).nullable(),
  startsAt: instant.nullable(),
  endsAt: instant.nullable(),
  updatedAt: instant,
});

/** A notification's page. */
export const notificationDetail = z.object({
  ref: referenceOf('notification'),
  ...entityFields,
  state: z.enum(notificationStates),
  heldCause: z.string().nullable(),
  format: z.enum(notificationFormats),
  class: z.enum(notificationClasses),
  body: z.string(),
  content: messageContent,
  action: z.object({ label: z.string(), url: z.string() }).nullable(),
  audience: z.array(clause),
  environment: entitySummary,
  flag: z
    .object({
      ref: referenceOf('flag'),
      key: z.string(),
      title: z.string(),
      variation: z.number().int(),
      variationName: z.string(),
    })
    .nullable(),
  deployment: entitySummary.nullable(),
  startsAt: instant.nullable(),
  endsAt: instant.nullable(),
  priority: z.number().int(),
  dismissible: z.boolean(),
  feedbackQuestion: z.string().nullable(),
  epoch: z.number().int(),
  announces: z.array(entitySummary),
  author: z.string(),
  approval: z
    .object({ by: z.string(), at: instant, reason: z.string(), holds: z.boolean() })
    .nullable(),
  publishedAt: instant.nullable(),
  /** What must hold for anybody to be told, and whether it does now. */
  conditions: z.array(z.object({ condition: z.string(), holds: z.boolean(), says: z.string() })),
  told: counts,
});
