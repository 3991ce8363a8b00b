import type { Need } from '../home/home.ts';
import type { Letter, LetterItem } from './letter.ts';
import { spokenWeekday } from '../spoken-day.ts';

/** How somebody wants their digest, and when the last one was due. */
export interface DigestWish {
  readonly digest: 'none' | 'daily' | 'weekly';
  readonly hour: number;
  /** 1 Monday to 7 Sunday. */
  readonly weekday: number;
  readonly lastOn: string | null;
}

/** Who was never written to isn't so at once whenever mail is first configured: so many hours late. */
const firstWithinHours = 4;

/**
 * The day of the digest that is due at a local time, or undefined. A daily one is due on working
 * days, a weekly one on its weekday; what was missed while no server ran is made up for once.
 */
export function digestDue(
  wish: DigestWish,
  local: Temporal.ZonedDateTime,
  works: (day: Temporal.PlainDate) => boolean,
): Temporal.PlainDate | undefined {
  const { digest, hour, weekday, lastOn } = wish;
  if (digest === 'none') return undefined;
  const begun = local.hour >= hour ? local : local.subtract({ days: 1 });
  const first = begun.toPlainDate();
  const fits = (day: Temporal.PlainDate) =>
    digest === 'daily' ? works(day) : day.dayOfWeek === weekday;
  let day = first;
  while (!fits(day) && first.since(day).days < 6) day = day.subtract({ days: 1 });
  if (!fits(day)) return undefined;
  if (lastOn !== null) {
    return Temporal.PlainDate.compare(day, Temporal.PlainDate.from(lastOn)) > 0 ? day : undefined;
  }
  const early = day.equals(local.toPlainDate()) && local.hour < hour + firstWithinHours;
  return early ? day : undefined;
}

/** How far a digest looks ahead. */
export function digestDays(digest: 'daily' | 'weekly'): number {
  return digest === 'daily' ? 2 : 7;
}

const urgencies: readonly [Need['urgency'], string][] = [
  ['overdue', 'Overdue'],
  ['today', 'Due today'],
  ['soon', 'Due within a week'],
];

/** What a domain says in a digest: a heading and what stands under it. */
export interface DigestList {
  readonly title: string;
  readonly items: readonly (LetterItem & { readonly id: string })[];
}

/**
 * A digest's letter: what needs its reader within a week, then what the domains add. Undefined where
 * there is nothing to say.
 */
export function digestLetter(input: {
  readonly digest: 'daily' | 'weekly';
  readonly day: Temporal.PlainDate;
  readonly name: string;
  readonly needs: readonly Need[];
  readonly lists: readonly DigestList[];
  readonly addressOf: (reference: string, kind: Need['entity']['kind']) => string;
  readonly home: string;
}): Letter | undefined {
  const { digest, day, name, needs, addressOf, home } = input;
  const needing = urgencies.map(([urgency, title]) => ({
    title,
    items: needs
      .filter((need) => need.urgency === urgency)
      .map(({ entity, says, dueOn }) => ({
        title: entity.title,
        says: dueOn === null ? says : `${says}, ${spokenWeekday(Temporal.PlainDate.from(dueOn))}`,
        href: addressOf(entity.ref, entity.kind),
      })),
  }));
  const lists = [...needing, ...input.lists].filter(({ items }) => items.length > 0);
  if (lists.length === 0) return undefined;
  const count = needing.reduce((sum, { items }) => sum + items.length, 0);
  const waits =
    count === 0 ? 'nothing waits' : count === 1 ? 'one thing waits' : `${count} things wait`;
  return {
    subject: `${spokenWeekday(day)}: ${waits} for you`,
    opening: [`${name}, ${waits} for you.`],
    lists,
    page: { label: 'All of it, each with the act that settles it', href: home },
    because: `You get this digest ${digest}.`,
  };
}
