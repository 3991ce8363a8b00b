import type { PatchStrategy } from '@throughline/contract';
import { isBranchName } from '@throughline/git';

/** How lines are named where a repository says nothing else. */
export const lineNames = [
  'release/{version}',
  'release-{version}',
  'support/{version}',
  'support-{version}',
] as const;

const version = 'v?(\\d+(?:\\.\\d+){0,2})(?:\\.x)?';

/** Whether a pattern has its version once, and makes names of branches. */
export function makesLines(pattern: string): boolean {
  const parts = pattern.split('{version}');
  return parts.length === 2 && isBranchName(parts.join('1.4'));
}

/** The series that a branch carries by its name (`release/1.4.x`: `1.4`), or undefined. */
export function seriesOf(branch: string, names: readonly string[]): string | undefined {
  for (const pattern of names) {
    const [before = '', after = ''] = pattern.split('{version}').map(literal);
    const found = new RegExp(`^${before}${version}${after}$`).exec(branch)?.[1];
    if (found !== undefined) return found;
  }
  return undefined;
}

function literal(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

/** Sorts series by their numbers, the newest first. */
export function newestFirst(one: string, other: string): number {
  const [left, right] = [one, other].map((series) => series.split('.').map(Number));
  for (let at = 0; at < 3; at += 1) {
    // A wider series goes on after the narrower ones in it.
    const difference = (right?.[at] ?? Infinity) - (left?.[at] ?? Infinity);
    if (difference !== 0 && !Number.isNaN(difference)) return difference;
  }
  return 0;
}

/** Whether a version belongs to a series: 1.4.2 to 1.4. */
export function isOfSeries(versionText: string, series: string): boolean {
  return `${versionText}.`.startsWith(`${series}.`);
}

/** What a line is known to be, and what was said of it. */
export interface KnownLine {
  readonly branch: string;
  readonly series: string;
  readonly head: string | null;
  readonly opening: boolean;
  readonly strategy: PatchStrategy;
  readonly supportedUntil: string | null;
  readonly setBy: 'person' | 'file' | 'found';
  readonly endedReason: string | null;
}

/** The rules of a repository for its lines, as its workflow has them. */
export interface LineRules {
  readonly patch: PatchStrategy;
  readonly supported?: number | undefined;
  readonly windows: Readonly<
    Record<string, { until?: string | undefined; patch?: PatchStrategy | undefined }>
  >;
}

/** Where a line stands on a day. */
export interface Standing {
  readonly state: 'opening' | 'supported' | 'ended';
  readonly strategy: PatchStrategy;
  readonly supportedUntil: string | null;
  readonly setBy: 'person' | 'file' | 'found';
}

/**
 * Where a line stands: the file's window wins, then what a person set, then how many of the newest
 * lines are supported. Ended is what was ended by hand, whose last day is over, or whose branch is
 * gone.
 */
export function standingOf(
  line: KnownLine,
  rules: LineRules,
  series: readonly string[],
  today: Temporal.PlainDate,
): Standing {
  const window = rules.windows[line.series] ?? rules.windows[line.branch];
  const fromFile = window !== undefined;
  const setBy = fromFile ? 'file' : line.setBy === 'person' ? 'person' : 'found';
  const supportedUntil = fromFile
    ? (window.until ?? null)
    : setBy === 'person'
      ? line.supportedUntil
      : null;
  const strategy = fromFile
    ? (window.patch ?? rules.patch)
    : setBy === 'person'
      ? line.strategy
      : rules.patch;
  const place = series.toSorted(newestFirst).indexOf(line.series);
  const old = setBy === 'found' && rules.supported !== undefined && place >= rules.supported;
  const over =
    supportedUntil !== null &&
    Temporal.PlainDate.compare(Temporal.PlainDate.from(supportedUntil), today) < 0;
  const ended = line.endedReason !== null || old || over || line.head === null;
  const state = line.opening ? 'opening' : ended ? 'ended' : 'supported';
  return { state, strategy, supportedUntil, setBy };
}
