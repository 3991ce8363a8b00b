import { parseReference, type Id } from '@throughline/contract';
import { z } from 'zod';

// The bodies of the SDK's protocol, version 1; unknown fields are ignored.

const instant = z.iso.datetime({ offset: true }).transform((text) => new Date(text));
const name = z.string().min(1).max(200);
const epoch = z.number().int().min(0).max(1_000_000);
const id = z.string().min(1).max(64);

const timeZone = z.string().max(100).default('UTC');

/** `POST /session`. */
export const sessionInput = z.object({
  identity: z.string(),
  locale: z.string().max(100).default('en'),
  timeZone,
});

/** `POST /claim` and `POST /click`. */
export const messageInput = z.object({ message: name, epoch });

/** `POST /receipts`. */
export const receiptsInput = z.object({
  receipts: z
    .array(
      z
        .object({
          message: name,
          campaign: name,
          epoch,
          claim: z.string().max(200).optional(),
          shown: instant.optional(),
          seen: instant.optional(),
          clicked: instant.optional(),
          dismissed: instant.optional(),
        })
        .refine(({ shown, seen, clicked, dismissed }) =>
          Boolean(shown ?? seen ?? clicked ?? dismissed),
        ),
    )
    .min(1)
    .max(100),
});

/** `POST /track`. */
export const trackInput = z
  .object({
    events: z
      .array(
        z.object({
          id,
          at: instant,
          name,
          value: z.number().optional(),
          attributes: z.record(z.string(), z.json()).optional(),
        }),
      )
      .default([]),
    evaluations: z
      .array(z.object({ id, at: instant, name, variation: z.number().int().min(0).nullable() }))
      .default([]),
  })
  .refine(({ events, evaluations }) => {
    const count = events.length + evaluations.length;
    return count >= 1 && count <= 100;
  });

/** `POST /feedback`. */
export const feedbackInput = z
  .object({
    id,
    text: z.string().trim().min(1).max(5000),
    rating: z.number().int().min(1).max(5).optional(),
    page: z.string().max(2000).default(''),
    message: name.optional(),
    epoch: epoch.optional(),
  })
  .refine(({ message, epoch: given }) => (message === undefined) === (given === undefined));

/** The notification that a message's name is, or undefined. */
export function notificationOf(message: string): Id<'notification'> | undefined {
  const parsed = parseReference(message);
  return parsed?.kind === 'notification' ? (parsed.id as Id<'notification'>) : undefined;
}
