import type { Clause, Flag, Segment } from '@throughline/flag-engine';
import type { Snapshot } from '../serving/snapshot.ts';

/** What differs between two snapshots of one environment. */
export interface SnapshotChange {
  /** Keys of flags that came or changed. */
  readonly flags: ReadonlySet<string>;
  /** Flags that went, with a version above the last. */
  readonly gone: ReadonlyMap<string, number>;
  /** Keys of segments that came or changed. */
  readonly segments: ReadonlySet<string>;
  /** Whether it can't be told in steps: a segment went, whose key may come again as version 1. */
  readonly whole: boolean;
}

/** What changed; among the flags named, where it is known which may have. */
export function snapshotChange(
  before: Snapshot,
  now: Snapshot,
  among: ReadonlySet<string> | null,
): SnapshotChange {
  const flags = new Set<string>();
  const gone = new Map<string, number>();
  let whole = false;
  for (const key of among ?? new Set([...before.sources.keys(), ...now.sources.keys()])) {
    const old = before.sources.get(key);
    const present = now.sources.get(key);
    if (old === present) continue;
    if (present) {
      flags.add(key);
      if (old && (present.version ?? 0) <= (old.version ?? 0)) whole = true;
    } else gone.set(key, (old?.version ?? 0) + 1);
  }
  const segments = new Set<string>();
  if (before.segments !== now.segments) {
    for (const [key, segment] of now.segments) {
      const old = before.segments.get(key);
      if (old === segment) continue;
      segments.add(key);
      if (old && (segment.version ?? 0) <= (old.version ?? 0)) whole = true;
    }
    for (const key of before.segments.keys()) if (!now.segments.has(key)) whole = true;
  }
  return { flags, gone, segments, whole };
}

interface Needs {
  readonly flags: readonly string[];
  readonly segments: readonly string[];
}

const needsOf = new WeakMap<Flag | Segment, Needs>();

function namedSegments(rules: readonly { readonly clauses?: readonly Clause[] }[]): string[] {
  const clauses = rules.flatMap((rule) => rule.clauses ?? []);
  return clauses
    .filter(({ op }) => op === 'segmentMatch')
    .flatMap(({ values }) => values.map(String));
}

/** The flags and segments that a flag or segment asks for itself. */
function needs(source: Flag | Segment): Needs {
  let known = needsOf.get(source);
  if (!known) {
    known = {
      flags: 'prerequisites' in source ? (source.prerequisites ?? []).map(({ key }) => key) : [],
      segments: namedSegments(source.rules ?? []),
    };
    needsOf.set(source, known);
  }
  return known;
}

/** Whether a walk from a flag over prerequisites and segments meets what changed. */
function reaches(snapshot: Snapshot, key: string, change: SnapshotChange): boolean {
  const seen = new Set<string>();
  const walk: (Flag | Segment | undefined)[] = [snapshot.sources.get(key)];
  for (let source = walk.pop(); source !== undefined; source = walk.pop()) {
    const { flags, segments } = needs(source);
    for (const flag of flags) {
      if (change.flags.has(flag) || change.gone.has(flag)) return true;
      if (seen.has(`flag ${flag}`)) continue;
      seen.add(`flag ${flag}`);
      const next = snapshot.sources.get(flag);
      if (next) walk.push(next);
    }
    for (const segment of segments) {
      if (change.segments.has(segment)) return true;
      if (seen.has(`segment ${segment}`)) continue;
      seen.add(`segment ${segment}`);
      const next = snapshot.segments.get(segment);
      if (next) walk.push(next);
    }
  }
  return false;
}

/** The flags, among those given, whose answers may differ: themselves, or by what they need. */
export function affectedFlags(
  snapshot: Snapshot,
  change: SnapshotChange,
  among: Iterable<string>,
): string[] {
  return [...among].filter((key) => change.flags.has(key) || reaches(snapshot, key, change));
}
