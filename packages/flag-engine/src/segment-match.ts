import { keyOf } from './context.ts';
import type { Subject } from './context.ts';
import { bucketFor, matchAll } from './compiled.ts';
import type { CompiledSegment, CompiledSegmentRule, KeySets, Match, World } from './compiled.ts';
import { deepestGuarded } from './dependency-graph.ts';
import type { BigSegmentsStatus } from './model.ts';

const gravity: Record<BigSegmentsStatus, number> = {
  HEALTHY: 1,
  STALE: 2,
  STORE_ERROR: 3,
  NOT_CONFIGURED: 4,
};

/** Whether the subject is in the segment of that key; a missing segment holds nobody. */
export function matchSegment(key: string, subject: Subject, world: World): Match {
  const segment = world.segments.get(key);
  if (segment === undefined) return false;
  if (world.guardedSegments.has(key)) return matchGuarded(segment, key, subject, world);
  return matchMembers(segment, subject, world);
}

/** Remembers results, so that a cycle is noticed and shared segments are asked once. */
function matchGuarded(
  segment: CompiledSegment,
  key: string,
  subject: Subject,
  world: World,
): Match {
  const results = (subject.segmentResults ??= new Map<string, Match | 'running'>());
  if (results.has(key)) {
    const known = results.get(key);
    return known === 'running' ? undefined : known;
  }
  if (subject.depth >= deepestGuarded) return undefined;
  results.set(key, 'running');
  subject.depth += 1;
  const match = matchMembers(segment, subject, world);
  subject.depth -= 1;
  results.set(key, match);
  return match;
}

function matchMembers(segment: CompiledSegment, subject: Subject, world: World): Match {
  if (segment.big !== null) {
    const member = bigMember(segment.big, subject, world);
    if (member !== null) return member;
  } else {
    if (segment.included !== null && holdsKey(segment.included, subject)) return true;
    if (segment.excluded !== null && holdsKey(segment.excluded, subject)) return false;
  }
  for (const rule of segment.rules) {
    const match = matchRule(rule, subject, world);
    if (match !== false) return match;
  }
  return false;
}

function matchRule(rule: CompiledSegmentRule, subject: Subject, world: World): Match {
  const match = matchAll(rule.clauses, subject, world);
  if (match !== true || rule.share === null) return match;
  return rule.bucketing === null ? undefined : bucketFor(subject, rule.bucketing) < rule.share;
}

function holdsKey(sets: KeySets, subject: Subject): boolean {
  for (const [kind, keys] of sets) {
    const key = keyOf(subject, kind);
    if (key !== undefined && keys.has(key)) return true;
  }
  return false;
}

/** What the store of big segments says; `null` leaves it to the segment's rules. */
function bigMember(
  big: NonNullable<CompiledSegment['big']>,
  subject: Subject,
  world: World,
): boolean | null {
  const key = keyOf(subject, big.kind);
  if (key === undefined || key === '') return false;
  if (big.reference === null) {
    note(subject, 'NOT_CONFIGURED');
    return false;
  }
  const answer = world.bigSegments?.(key);
  note(subject, answer?.status ?? 'NOT_CONFIGURED');
  return answer?.membership?.get(big.reference) ?? null;
}

function note(subject: Subject, status: BigSegmentsStatus): void {
  const known = subject.bigSegmentsStatus;
  if (known === undefined || gravity[status] >= gravity[known]) subject.bigSegmentsStatus = status;
}
