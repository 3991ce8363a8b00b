import type { Id } from '@throughline/contract';
import type { WriteContext } from '../../../platform/context.ts';
import { reviewAddress } from '../feed/review-event.ts';
import type { ReviewMail } from '../invitation/invite-to-review.ts';
import { spokenMoment } from '../invitation/spoken-time.ts';
import type { Review } from '../review/review-store.ts';

/** Writes to those whose comments on sections are asked for, or asked for again: one message each. */
export async function mailAsks(
  context: WriteContext,
  { mail, publicUrl }: ReviewMail,
  input: {
    review: Review;
    pack: readonly { readonly key: string; readonly title: string }[];
    asks: readonly { readonly section: string; readonly person: Id<'person'> }[];
    again: boolean;
  },
): Promise<void> {
  if (!mail.from) return;
  const { review, pack, asks, again } = input;
  const titles = new Map(pack.map(({ key, title }) => [key, title]));
  const people = [...new Set(asks.map(({ person }) => person))];
  const zoneOf = await mail.zones(context.tx);
  for (const reader of await mail.readers(context.tx, people, review.id)) {
    if (!reader.sees || !reader.asks) continue;
    const sections = asks.filter(({ person }) => person === reader.person);
    const count = sections.length === 1 ? 'One section' : `${sections.length} sections`;
    const { freezesAt, title } = review;
    const freezes = spokenMoment(freezesAt, zoneOf(reader.person));
    await mail.queue(context, {
      what: again ? 'reminder' : 'ask',
      to: reader.identity,
      about: [review.id],
      topic: `ask ${review.id}`,
      usefulUntil: freezesAt,
      letter: {
        subject: `${again ? 'A reminder: your' : 'Your'} comment for ${title}`,
        opening: [
          `${count} of the pack of ${title} ${sections.length === 1 ? 'awaits' : 'await'} your comment.`,
          `The pack freezes ${freezes}; what is missing then is shown as missing.`,
        ],
        lists: [
          {
            title: 'Sections',
            items: sections.map(({ section }) => ({ title: titles.get(section) ?? section })),
          },
        ],
        page: { label: 'Say it', href: reviewAddress(review, publicUrl) },
        because: 'You get this because the review’s cycle asks you for these sections.',
      },
    });
  }
}
