export interface Footer {
  /** Such as `Refs` or `BREAKING CHANGE`. */
  readonly token: string;
  /** Lines are kept; `Fixes #12` has the value `#12`. */
  readonly value: string;
}

export interface ConventionalCommit {
  /** In lower case: types are not case-sensitive (rule 15). */
  readonly type: string;
  readonly scope: string | undefined;
  readonly breaking: boolean;
  /** What breaks, where a footer says it. */
  readonly breakingNote: string | undefined;
  readonly description: string;
  readonly body: string;
  readonly footers: readonly Footer[];
  /** Issues and others that the subject or a footer refers to, such as `#12` or `CORE-7`. */
  readonly references: readonly string[];
}

const header = /^([a-z][\w-]*)(?:\(([^()\r\n]+)\))?(!)?: +(\S.*)$/i;
const footerStart = /^(BREAKING[ -]CHANGE|[A-Za-z][\w-]*)(?:: | (?=#))(.*)$/;
const breakingStart = /^BREAKING[ -]CHANGE: /;
const referring =
  /^(?:refs?|references?|see|fix(?:e[sd])?|close[sd]?|resolve[sd]?|issues?|related(?:-to)?)$/i;
const reference = /(?:[\w.-]+\/[\w.-]+)?#\d+|\b[A-Z][A-Z0-9]+-\d+\b/g;

/**
 * Reads a commit message by Conventional Commits 1.0.0; undefined where it is none.
 *
 * Footers begin at the first `BREAKING CHANGE: `, wherever a line begins with it, or at the
 * paragraph from which on every paragraph begins with a footer. A footer goes on until the next
 * one (rules 8 to 10).
 */
export function parseConventionalCommit(message: string): ConventionalCommit | undefined {
  const [subject = '', ...rest] = message.replaceAll('\r\n', '\n').trim().split('\n');
  const [, type, scope, mark, description] = header.exec(subject) ?? [];
  if (type === undefined || description === undefined) return undefined;
  const start = footersFrom(rest);
  const footers = footersOf(rest.slice(start));
  const note = footers.find(({ token }) => breakingStart.test(`${token}: `));
  return {
    type: type.toLowerCase(),
    scope: scope?.trim(),
    breaking: mark === '!' || note !== undefined,
    breakingNote: note?.value,
    description: description.trim(),
    body: rest.slice(0, start).join('\n').trim(),
    footers,
    references: referencesOf(description, footers),
  };
}

/** The line on which the footers begin; the number of lines where there are none. */
function footersFrom(lines: readonly string[]): number {
  const breaking = lines.findIndex((line) => breakingStart.test(line));
  let start = lines.length;
  for (let index = lines.length - 1; index >= 0; index -= 1) {
    const opensParagraph = lines[index] !== '' && (index === 0 || lines[index - 1] === '');
    if (!opensParagraph) continue;
    if (!footerStart.test(lines[index] ?? '')) break;
    start = index;
  }
  return breaking >= 0 ? Math.min(breaking, start) : start;
}

function footersOf(lines: readonly string[]): Footer[] {
  const footers: { token: string; lines: string[] }[] = [];
  for (const line of lines) {
    const [, token, value] = footerStart.exec(line) ?? [];
    if (token !== undefined && value !== undefined) footers.push({ token, lines: [value] });
    else footers.at(-1)?.lines.push(line);
  }
  return footers.map(({ token, lines: value }) => ({ token, value: value.join('\n').trim() }));
}

function referencesOf(description: string, footers: readonly Footer[]): string[] {
  const texts = footers.filter(({ token }) => referring.test(token)).map(({ value }) => value);
  return [...new Set([description, ...texts].flatMap((text) => text.match(reference) ?? []))];
}
