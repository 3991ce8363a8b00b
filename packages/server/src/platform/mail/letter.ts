/** One thing in a letter's list: its name, what there is to say of it, and its page. */
export interface LetterItem {
  readonly title: string;
  readonly says?: string;
  readonly href?: string;
}

/** What a message says, before it is written as plain text and as HTML. */
export interface Letter {
  readonly subject: string;
  readonly opening: readonly string[];
  readonly lists?: readonly { readonly title?: string; readonly items: readonly LetterItem[] }[];
  /** The page that the letter is about. */
  readonly page?: { readonly label: string; readonly href: string };
  /** Why it came. */
  readonly because: string;
}

/** A letter as a message carries it. */
export interface WrittenLetter {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

const oneLine = (text: string) => text.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escaped = (text: string) =>
  oneLine(text).replaceAll(/[&<>"']/g, (one) => entities[one] ?? '');

/**
 * Writes a letter in plain text and in HTML that says the same: no pictures, nothing fetched, no
 * scripts. `settings` is the page where its reader chooses what they get.
 */
export function writeLetter(letter: Letter, settings: string): WrittenLetter {
  return {
    subject: oneLine(letter.subject),
    text: plainText(letter, settings),
    html: html(letter, settings),
  };
}

function plainText({ opening, lists = [], page, because }: Letter, settings: string): string {
  const blocks = [
    ...opening.map(oneLine),
    ...lists.map(({ title, items }) =>
      [
        ...(title === undefined ? [] : [title.toUpperCase()]),
        ...items.map(({ title: name, says, href }) =>
          [
            `- ${oneLine(name)}`,
            ...(says === undefined ? [] : [`  ${oneLine(says)}`]),
            ...(href === undefined ? [] : [`  ${href}`]),
          ].join('\n'),
        ),
      ].join('\n'),
    ),
    ...(page ? [`${page.label}: ${page.href}`] : []),
    `-- \n${because} Choose what you get: ${settings}`,
  ];
  return `${blocks.join('\n\n')}\n`;
}

function html({ subject, opening, lists = [], page, because }: Letter, settings: string): string {
  const anchor = (href: string, label: string) =>
    `<a href="${escaped(href)}">${escaped(label)}</a>`;
  const item = ({ title, says, href }: LetterItem) =>
    `<li>${href === undefined ? escaped(title) : anchor(href, title)}${
      says === undefined ? '' : `<br><small>${escaped(says)}</small>`
    }</li>`;
  const body = [
    ...opening.map((paragraph) => `<p>${escaped(paragraph)}</p>`),
    ...lists.map(
      ({ title, items }) =>
        `${title === undefined ? '' : `<h2 style="font-size:1em">${escaped(title)}</h2>`}<ul>${items
          .map(item)
          .join('')}</ul>`,
    ),
    ...(page ? [`<p>${anchor(page.href, page.label)}</p>`] : []),
    `<hr><p><small>${escaped(because)} ${anchor(settings, 'Choose what you get')}.</small></p>`,
  ];
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escaped(
    subject,
  )}</title></head><body style="font-family:sans-serif;max-width:40em">${body.join('\n')}</body></html>\n`;
}
