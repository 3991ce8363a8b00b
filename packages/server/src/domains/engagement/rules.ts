const titleLength = 80;

/** A title for feedback: its first line, cut at a word after 80 characters. */
export function titleOfVerbatim(verbatim: string): string {
  const [line = ''] = verbatim.trim().split('\n');
  if (line.length <= titleLength) return line;
  const cut = line.slice(0, titleLength);
  const space = cut.lastIndexOf(' ');
  return `${(space > titleLength / 2 ? cut.slice(0, space) : cut).trimEnd()}…`;
}

/** Whole days from one moment to another. */
export function daysBetween(from: Date, to: Temporal.Instant): number {
  return Math.max(0, Math.floor((to.epochMilliseconds - from.getTime()) / 86_400_000));
}
