import { createHash } from 'node:crypto';

/** A line of a log as evidence keeps it. */
export interface EvidenceLine {
  readonly text: string;
  /** It looks like what went wrong. */
  readonly error: boolean;
}

const before = 12;
const after = 16;
/** At most so many lines are kept of one failure. */
const mostLines = 60;
const longestLine = 500;

const escape = String.fromCodePoint(27);
const bell = String.fromCodePoint(7);
/** Terminal sequences: colours, cursor moves, titles. */
const terminal = new RegExp(
  `${escape}(?:\\[[0-?]*[ -/]*[@-~]|\\][^${bell}]*(?:${bell}|${escape}\\\\))`,
  'g',
);

const telling =
  /\b(?:error|fatal|panic|exception|traceback|fail(?:ed|ure)?|denied|refused|unreachable|cannot|can['’]t|could not|unable to|not found|no such|killed|out of memory|oom|timed? ?out|segmentation fault|assert(?:ion)?|abort(?:ed)?|exit(?:ed)? (?:code|status) [1-9])\b/i;
/** Lines that count errors and find none, or that speak of errors by the way. */
const harmless =
  /\b(?:0|no) (?:errors?|failures?|failed)\b|\b(?:errors?|failures?|failed)[:=]\s*0\b|\berror[- ]?(?:handling|budget|page|rate)\b/i;

/** Whether a line of a log looks like what went wrong. */
export function looksLikeError(text: string): boolean {
  return telling.test(text) && !harmless.test(text);
}

/** A log's text as lines that can be shown: without terminal sequences, each of bounded length. */
export function plainLines(lines: readonly string[]): string[] {
  return lines.map((line) => {
    const text = line.replaceAll(terminal, '').replace(/\r$/, '');
    // What a progress bar wrote over is gone from the screen, too.
    const plain = text.slice(text.lastIndexOf('\r') + 1);
    return plain.length > longestLine ? `${plain.slice(0, longestLine)}…` : plain;
  });
}

/**
 * The lines around what went wrong: the first error of the last run of errors, with what stands
 * before and after it. Where nothing looks like an error, the end of the log.
 */
export function evidenceOf(log: readonly string[]): EvidenceLine[] {
  const lines = plainLines(log).map((text) => ({ text, error: looksLikeError(text) }));
  const last = lines.findLastIndex(({ error }) => error);
  if (last < 0) return lines.slice(-mostLines / 2);
  let first = last;
  for (let at = last - 1; at >= 0 && last - at < mostLines - before - after; at--) {
    if (lines[at]?.error) first = at;
  }
  return lines.slice(Math.max(0, first - before), last + 1 + after).slice(-mostLines);
}

/** What differs from run to run though the fault is the same, and what stands for it. */
const changing: readonly (readonly [RegExp, string])[] = [
  [/\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?(?:Z|[+-]\d\d:?\d\d)?/g, '<time>'],
  [/\b\d\d:\d\d:\d\d(?:[.,]\d+)?\b/g, '<time>'],
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi, '<id>'],
  [/\b[a-z]{3}_[0-9a-hjkmnp-tv-z]{26}\b/g, '<id>'],
  [/\bhttps?:\/\/[^\s"'<>)]+/gi, '<address>'],
  [/\b\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?\b/g, '<address>'],
  [/(?:\b[A-Za-z]:|~|\.{1,2})?(?:[\\/][\w.@+-]+){2,}[\\/]?/g, '<path>'],
  [/\b0x[0-9a-f]+\b/gi, '<number>'],
  [/\b(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{7,64}\b/gi, '<id>'],
  [/\bv?\d+(?:\.\d+)+(?:-[\w.]+)?\b/g, '<number>'],
  [/\d+(?:[.,]\d+)*/g, '<number>'],
];

/** A line without what changes from run to run. */
export function withoutChanging(line: string): string {
  let text = line;
  for (const [pattern, instead] of changing) text = text.replaceAll(pattern, instead);
  return text.replaceAll(/\s+/g, ' ').trim().toLowerCase();
}

/** So many telling lines make a signature: enough to tell faults apart, few enough to be met again. */
const signatureLines = 3;

/**
 * A failure's signature: the same for the same fault at another time, on another commit, in another
 * place. It is made of the first lines that look like an error; where there are none, of what was
 * said and the step's name.
 */
export function signatureOf(failure: {
  class: string;
  says: string;
  step: string | null;
  lines: readonly EvidenceLine[];
}): string {
  const telling = failure.lines
    .filter(({ error }) => error)
    .map(({ text }) => withoutChanging(text))
    .filter((text) => text !== '');
  const parts =
    telling.length > 0
      ? [...new Set(telling)].slice(0, signatureLines)
      : [failure.class, failure.step?.toLowerCase() ?? '', withoutChanging(failure.says)];
  return createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 32);
}
