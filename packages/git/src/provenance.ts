const prefix = '(cherry picked from commit ';
const generated = /^(?:Signed-off-by: |\(cherry picked from commit )/;
const trailer = /^[A-Za-z0-9-]+[ \t]*:/;

/**
 * A message with the line that says where it was picked from, as `git cherry-pick -x` writes it:
 * joined to the message's trailers, or after an empty line where it has none.
 */
export function withProvenance(message: string, original: string): string {
  const text = message === '' || message.endsWith('\n') ? message : `${message}\n`;
  return `${text}${endsInTrailers(text) ? '' : '\n'}${prefix}${original})\n`;
}

/** The commits that a message says it was picked from, the last named last. */
export function pickedFrom(message: string): string[] {
  const lines = message.matchAll(/^\(cherry picked from commit ([0-9a-f]{7,64})\)\s*$/gm);
  return [...lines].map((line) => line[1] ?? '');
}

/**
 * Whether the last paragraph is a block of trailers (git-interpret-trailers(1)): trailers only, or
 * one that Git itself writes and a quarter of trailers in all. The subject is none.
 */
function endsInTrailers(message: string): boolean {
  const paragraphs = message.trimEnd().split(/\n[ \t]*\n/);
  if (paragraphs.length < 2) return false;
  let trailers = 0;
  let others = 0;
  let written = false;
  for (const line of (paragraphs.at(-1) ?? '').split('\n')) {
    // A line that begins with a space goes on with the one before.
    if (/^\s/.test(line)) continue;
    written ||= generated.test(line);
    if (generated.test(line) || trailer.test(line)) trailers += 1;
    else others += 1;
  }
  return trailers > 0 && (others === 0 || (written && trailers * 3 >= others));
}
