const LINE_OCTETS = 75;
const encoder = new TextEncoder();

/** Escapes a TEXT value (RFC 5545 §3.3.11); control characters that it may not hold are left out. */
export function escapedText(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(FORBIDDEN, '')
    .replaceAll('\\', '\\\\')
    .replaceAll(';', '\\;')
    .replaceAll(',', '\\,')
    .replaceAll('\n', '\\n');
}

const FORBIDDEN = /[^\P{Cc}\t\n]/gu;

/** A parameter value (§3.2), quoted; it can't hold a double quote, which becomes a single one. */
export function quotedParameter(text: string): string {
  const plain = text
    .toWellFormed()
    .replaceAll(/\p{Cc}/gu, ' ')
    .replaceAll('"', "'");
  return `"${plain}"`;
}

/**
 * Folds a content line into lines of at most 75 octets (§3.1) and ends it with CRLF. A character of
 * several octets is never divided, which the RFC allows and many readers can't mend.
 */
export function folded(line: string): string {
  const octets = encoder.encode(line).length;
  if (octets <= LINE_OCTETS) return `${line}\r\n`;
  const lines: string[] = [];
  let current = '';
  let used = 0;
  for (const character of line) {
    const size = encoder.encode(character).length;
    if (used + size > LINE_OCTETS) {
      lines.push(current);
      // The space that marks a continuation is one of its octets.
      current = ' ';
      used = 1;
    }
    current += character;
    used += size;
  }
  lines.push(current);
  return `${lines.join('\r\n')}\r\n`;
}

/** UTC DATE-TIME, `20270309T170000Z`; fractions of a second are dropped. */
export function utcDateTime(instant: Temporal.Instant): string {
  const text = instant.toString({ smallestUnit: 'second', roundingMode: 'floor' });
  return text.replaceAll(/[-:]/g, '');
}
