import type { Initiative, Roadmap } from './roadmap-types.ts';
import { covered } from './windows.ts';

/** What narrows the roadmap, as the URL holds it. */
export interface RoadmapFilter {
  readonly q?: string | undefined;
  /** Units: one and everything below it. */
  readonly units?: ReadonlySet<string> | undefined;
  readonly priority?: string | undefined;
  readonly stage?: string | undefined;
  readonly health?: string | undefined;
  readonly owner?: string | undefined;
}

/** The initiatives that pass every filter. */
export function filtered(all: readonly Initiative[], filter: RoadmapFilter): Initiative[] {
  const words = (filter.q ?? '').toLowerCase().split(/\s+/).filter(Boolean);
  return all.filter(
    (one) =>
      (!filter.units || (one.ownerUnit !== null && filter.units.has(one.ownerUnit.ref))) &&
      (!filter.priority || one.priorities.some((ref) => ref === filter.priority)) &&
      (!filter.stage || one.stage === filter.stage) &&
      (!filter.health || (one.health ?? 'none') === filter.health) &&
      (!filter.owner || one.owner?.ref === filter.owner) &&
      words.every((word) => one.title.toLowerCase().includes(word)),
  );
}

/** A unit and everything below it, from rows that follow their parents. */
export function unitsWithin(
  units: readonly { readonly ref: string; readonly parent: string | null }[],
  top: string,
): Set<string> {
  const within = new Set([top]);
  for (const { ref, parent } of units) if (parent !== null && within.has(parent)) within.add(ref);
  return within;
}

/** By what the rows are parted. */
export type Grouping = 'none' | 'unit' | 'priority' | 'stage';

/** A line of the timeline: a group's head, or an initiative. */
export type RoadmapRow =
  | { readonly kind: 'group'; readonly key: string; readonly label: string; readonly count: number }
  | { readonly kind: 'bar'; readonly key: string; readonly initiative: Initiative };

function groupsOf(
  one: Initiative,
  grouping: Grouping,
  priorities: ReadonlyMap<string, string>,
): { key: string; label: string }[] {
  switch (grouping) {
    case 'none':
      return [{ key: '', label: '' }];
    case 'unit':
      return [{ key: one.ownerUnit?.ref ?? '~', label: one.ownerUnit?.title ?? 'No unit' }];
    case 'stage':
      return [{ key: one.stage, label: one.stage.replaceAll('-', ' ') }];
    case 'priority':
      // Under the highest that it serves, once: two bars of one thing would move apart in the eye.
      return [one.priorities[0]]
        .map((ref) => ({ key: ref ?? '~', label: priorities.get(ref ?? '') ?? 'No priority' }))
        .slice(0, 1);
  }
}

const stages = 'idea discovery building rolling-out launched measuring done stopped'.split(' ');

/**
 * The rows of the timeline: groups in their own order (priorities by rank, stages as they follow,
 * units by name; what has none last), in each the dated initiatives by their beginning.
 */
export function roadmapRows(
  { priorities }: Pick<Roadmap, 'priorities'>,
  shown: readonly Initiative[],
  grouping: Grouping,
): RoadmapRow[] {
  const titles = new Map(priorities.map(({ ref, title }) => [ref as string, title]));
  const groups = new Map<
    string,
    { label: string; members: { first: number; one: Initiative }[] }
  >();
  for (const one of shown) {
    const bar = covered(one);
    if (!bar) continue;
    for (const { key, label } of groupsOf(one, grouping, titles)) {
      const group = groups.get(key) ?? { label, members: [] };
      group.members.push({ first: bar.first, one });
      groups.set(key, group);
    }
  }
  const ranks = new Map(
    (grouping === 'stage' ? stages : priorities.map(({ ref }) => ref as string)).map(
      (key, index) => [key, index],
    ),
  );
  const rank = (key: string) => (key === '~' ? Infinity : (ranks.get(key) ?? 0));
  const ordered = [...groups].toSorted(
    ([one, { label }], [other, { label: otherLabel }]) =>
      (rank(one) === rank(other) ? 0 : rank(one) - rank(other)) || label.localeCompare(otherLabel),
  );
  return ordered.flatMap(([key, { label, members }]): RoadmapRow[] => [
    ...(grouping === 'none'
      ? []
      : [{ kind: 'group' as const, key: `group ${key}`, label, count: members.length }]),
    ...members
      .toSorted((a, b) => a.first - b.first || a.one.title.localeCompare(b.one.title))
      .map(({ one }) => ({ kind: 'bar' as const, key: one.ref, initiative: one })),
  ]);
}
