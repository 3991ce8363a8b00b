import type { Take } from '@throughline/contract';
import type { ConflictFile } from '@throughline/git';
import type { BackportPolicy } from '../workflow/backports-section.ts';

/** A line as far as asking for it by a word goes. */
export interface NamedLine {
  readonly series: string;
  readonly branch: string;
}

/** The lines that a change's labels ask for. */
export function linesOfLabels<L extends NamedLine>(
  labels: readonly string[],
  policy: Pick<BackportPolicy, 'label' | 'everyLine'>,
  lines: readonly L[],
): L[] {
  const wanted = new Set(labels.map((label) => label.trim().toLowerCase()));
  if (wanted.has(policy.everyLine.toLowerCase())) return [...lines];
  const named = (word: string) => policy.label.replace('{line}', word).toLowerCase();
  return lines.filter(
    ({ series, branch }) => wanted.has(named(series)) || wanted.has(named(branch)),
  );
}

/** The trailer of a commit that asks for a backport, in lower case. */
export const backportTrailer = 'backport-to';

/** The lines that trailers (`Backport-To: 1.4, release/1.3`, or `all`) ask for. */
export function linesOfTrailers<L extends NamedLine>(
  trailers: readonly { readonly key: string; readonly value: string }[],
  lines: readonly L[],
): L[] {
  const words = new Set(
    trailers
      .filter(({ key }) => key.toLowerCase() === backportTrailer)
      .flatMap(({ value }) => value.split(/[\s,;]+/))
      .map((word) => word.toLowerCase()),
  );
  if (words.has('all')) return [...lines];
  return lines.filter(
    ({ series, branch }) =>
      words.has(series) || words.has(`v${series}`) || words.has(branch.toLowerCase()),
  );
}

/** The branch on which a change waits to be landed: `backport/1.4/faster-cart-3f2a91c`. */
export function backportBranch(line: NamedLine, change: { branch: string | null; head: string }) {
  return `backport/${line.series}/${slugOf(change.branch, change.head)}`;
}

/** The branch that brings a commit of a line to the default branch; it is a change as any other. */
export function forwardBranch(line: NamedLine, sha: string): string {
  return `forward-port/${line.series}/${sha.slice(0, 12)}`;
}

function slugOf(branch: string | null, head: string): string {
  const last = (branch ?? '').split('/').at(-1) ?? '';
  const slug = last
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, '-')
    .replace(/\.{2,}/g, '.')
    .replace(/^[-.]+|[-.]+$|\.lock$/g, '')
    .slice(0, 60);
  const short = head.slice(0, 7);
  return slug === '' ? short : `${slug}-${short}`;
}

/** What may be taken of a file in conflict. A text of one's own needs a file of text. */
export function takesOf(file: ConflictFile): Take[] {
  const special = [file.base, file.ours, file.theirs].some(
    (side) => side !== undefined && !side.mode.startsWith('100'),
  );
  return [
    ...(file.ours ? (['line'] as const) : []),
    ...(file.theirs ? (['change'] as const) : []),
    ...(special ? [] : (['text'] as const)),
    'delete',
  ];
}
