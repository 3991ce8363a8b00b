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

/** A line of the timeline: a group's head, or a lane of one initiative, or of several beside each other. */
export type RoadmapRow =
  | { readonly kind: 'group'; readonly key: string; readonly label: string; readonly count: number }
  | { readonly kind: 'lane'; readonly key: string; readonly initiatives: readonly Initiative[] };

/** A lane of each initiative, or as few lanes as hold all: bars that don't overlap share one. */
export type Lanes = 'own' | 'packed';

interface Member {
  readonly first: number;
  readonly last: number;
  readonly one: Initiative;
}

/** Members by their beginning into lanes: each into the first whose last bar is over by then. */
function packed(members: readonly Member[]): Initiative[][] {
  const lanes: { last: number; bars: Initiative[] }[] = [];
  for (const { first, last, one } of members) {
    const free = lanes.find((lane) => lane.last < first);
    if (free) {
      free.last = last;
      free.bars.push(one);
    } else lanes.push({ last, bars: [one] });
  }
  return lanes.map(({ bars }) => bars);
}

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
 * units by name; what has none last), in each the dated initiatives by their beginning, each in a lane
 * of its own or packed.
 */
export function roadmapRows(
  { priorities }: Pick<Roadmap, 'priorities'>,
  shown: readonly Initiative[],
  grouping: Grouping,
  lanes: Lanes = 'own',
): RoadmapRow[] {
  const titles = new Map(priorities.map(({ ref, title }) => [ref as string, title]));
  const groups = new Map<string, { label: string; members: Member[] }>();
  for (const one of shown) {
    const bar = covered(one);
    if (!bar) continue;
    for (const { key, label } of groupsOf(one, grouping, titles)) {
      const group = groups.get(key) ?? { label, members: [] };
      group.members.push({ ...bar, one });
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
  return ordered.flatMap(([key, { label, members }]): RoadmapRow[] => {
    const sorted = members.toSorted(
      (a, b) => a.first - b.first || a.one.title.localeCompare(b.one.title),
    );
    const bars = lanes === 'packed' ? packed(sorted) : sorted.map(({ one }) => [one]);
    return [
      ...(grouping === 'none'
        ? []
        : [{ kind: 'group' as const, key: `group ${key}`, label, count: members.length }]),
      ...bars.map((initiatives) => ({
        kind: 'lane' as const,
        key: `lane ${initiatives[0]?.ref ?? ''}`,
        initiatives,
      })),
    ];
  });
}
