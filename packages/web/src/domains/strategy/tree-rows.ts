import type { OperationOf, OutputOf } from '@throughline/contract';

/** Everything of a fiscal year's strategy. */
export type StrategyTree = OutputOf<OperationOf<'strategy.getStrategyTree'>>;

/** A thing of the strategy with its kind in words. */
export type TreePart =
  | { readonly kind: 'priority'; readonly entity: StrategyTree['priorities'][number] }
  | { readonly kind: 'objective'; readonly entity: StrategyTree['objectives'][number] }
  | { readonly kind: 'key result'; readonly entity: StrategyTree['keyResults'][number] }
  | { readonly kind: 'initiative'; readonly entity: StrategyTree['initiatives'][number] };

/** How far down the tree is shown. */
export const levels = ['priority', 'objective', 'key result', 'initiative'] as const;

/** The deepest kind that is shown. */
export type Level = (typeof levels)[number];

/** Something below something: its weight there, and its share of what scores the one above. */
export interface TreeEdge {
  readonly to: string;
  readonly weight: number;
  /** Null where it doesn't score what is above it: a priority, or an initiative below an objective. */
  readonly share: number | null;
}

/** The strategy by reference: what each thing is, what stands below it, and what above. */
export interface TreeGraph {
  readonly parts: ReadonlyMap<string, TreePart>;
  /** Objectives first, then key results, then initiatives. */
  readonly below: ReadonlyMap<string, readonly TreeEdge[]>;
  readonly above: ReadonlyMap<string, readonly string[]>;
  /** What serves nothing that is shown. */
  readonly roots: readonly string[];
}

const scoring: readonly Level[] = ['objective', 'key result'];

/** The strategy down to a level, by reference. */
export function treeGraph(tree: StrategyTree, down: Level): TreeGraph {
  const all: TreePart[] = [
    ...tree.priorities.map((entity) => ({ kind: 'priority' as const, entity })),
    ...tree.objectives.map((entity) => ({ kind: 'objective' as const, entity })),
    ...tree.keyResults.map((entity) => ({ kind: 'key result' as const, entity })),
    ...tree.initiatives.map((entity) => ({ kind: 'initiative' as const, entity })),
  ];
  const rank = (kind: Level) => levels.indexOf(kind);
  const parts = new Map(
    all
      .filter(({ kind }) => rank(kind) <= rank(down))
      .map((part) => [part.entity.ref as string, part]),
  );
  const kindOf = (ref: string) => parts.get(ref)?.kind ?? 'initiative';
  const edges = tree.serves.filter(({ from, to }) => parts.has(from) && parts.has(to));
  const below = new Map<string, TreeEdge[]>();
  for (const [parent, served] of Map.groupBy(edges, ({ to }) => to)) {
    const scores = (ref: string) => kindOf(parent) === 'objective' && scoring.includes(kindOf(ref));
    const sum = served.reduce((total, { from, weight }) => total + (scores(from) ? weight : 0), 0);
    below.set(
      parent,
      served
        .toSorted((one, other) => rank(kindOf(one.from)) - rank(kindOf(other.from)))
        .map(({ from, weight }) => ({
          to: from,
          weight,
          share: scores(from) && sum > 0 ? weight / sum : null,
        })),
    );
  }
  const above = new Map(
    [...Map.groupBy(edges, ({ from }) => from)].map(([ref, serves]) => [
      ref,
      serves.map(({ to }) => to),
    ]),
  );
  return { parts, below, above, roots: [...parts.keys()].filter((ref) => !above.has(ref)) };
}

/** What narrows the tree, as the URL holds it. */
export interface TreeFilter {
  readonly q?: string | undefined;
  /** Units: one and everything below it. */
  readonly units?: ReadonlySet<string> | undefined;
  readonly state?: string | undefined;
  /** `year`, or a quarter's number: of objectives, and of what serves them directly. */
  readonly period?: string | undefined;
}

function isActive({ kind, entity }: TreePart): boolean {
  return kind === 'initiative'
    ? entity.stage !== 'done' && entity.stage !== 'stopped'
    : entity.state === 'active';
}

/** What matches a filter, and what is shown for it: the matches and all above them. */
export interface TreeMatches {
  readonly matched: ReadonlySet<string>;
  readonly shown: ReadonlySet<string>;
}

/** The matches of a filter; undefined where it narrows nothing. */
export function treeMatches(graph: TreeGraph, filter: TreeFilter): TreeMatches | undefined {
  const words = (filter.q ?? '').toLowerCase().split(/\s+/).filter(Boolean);
  const { units, state, period } = filter;
  if (words.length === 0 && !units && !state && !period) return undefined;
  const periodOf = (ref: string) => {
    const part = graph.parts.get(ref);
    return part?.kind === 'objective' ? String(part.entity.quarter ?? 'year') : undefined;
  };
  /** Of an objective its own, of anything else those of the objectives within two steps above. */
  const inPeriod = (ref: string, steps = 2): boolean =>
    periodOf(ref) === undefined
      ? steps > 0 && (graph.above.get(ref) ?? []).some((higher) => inPeriod(higher, steps - 1))
      : periodOf(ref) === period;
  const matches = (part: TreePart) => {
    const { ref, title, ownerUnit } = part.entity;
    const lower = title.toLowerCase();
    return (
      words.every((word) => lower.includes(word)) &&
      (!units || (ownerUnit !== null && units.has(ownerUnit.ref))) &&
      (!state || isActive(part) === (state === 'active')) &&
      (!period || inPeriod(ref))
    );
  };
  const matched = new Set([...graph.parts].filter(([, part]) => matches(part)).map(([ref]) => ref));
  const shown = new Set<string>();
  const waiting = [...matched];
  for (let ref = waiting.pop(); ref !== undefined; ref = waiting.pop()) {
    if (shown.has(ref)) continue;
    shown.add(ref);
    waiting.push(...(graph.above.get(ref) ?? []));
  }
  return { matched, shown };
}

/** One line of the tree: what it is, where it lies, and whether it lies elsewhere too. */
export type TreeRow = TreePart & {
  /** Unique in the tree: what serves two things stands in two places. */
  readonly key: string;
  readonly level: number;
  /** Whether what is below it is shown; undefined where nothing is. */
  readonly open: boolean | undefined;
  readonly place: number;
  readonly beside: number;
  /** Of the line above: its reference, and this one's weight there. */
  readonly parent: string | undefined;
  readonly edge: TreeEdge | undefined;
  readonly elsewhere: boolean;
  /** It is what was looked for, and not only above it. */
  readonly found: boolean;
};

/** No more lines than this: what serves several things multiplies where all is opened. */
export const mostRows = 20_000;

/**
 * The lines of the tree, top down: priorities by rank, below each what serves it. What serves nothing
 * that is shown stands at the end, at the left edge. What is closed costs nothing.
 */
export function treeRows(
  graph: TreeGraph,
  isOpen: (key: string, level: number) => boolean,
  matches?: TreeMatches,
): TreeRow[] {
  const rows: TreeRow[] = [];
  const kept = (ref: string) => !matches || matches.shown.has(ref);
  const add = (
    edges: readonly (TreeEdge | string)[],
    parent: string | undefined,
    path: readonly string[],
  ) => {
    const own = edges.filter((edge) => {
      const ref = typeof edge === 'string' ? edge : edge.to;
      return kept(ref) && !path.includes(ref);
    });
    for (const [index, edge] of own.entries()) {
      if (rows.length >= mostRows) return;
      const ref = typeof edge === 'string' ? edge : edge.to;
      const part = graph.parts.get(ref);
      if (!part) continue;
      const here = [...path, ref];
      const key = here.join(' ');
      const level = here.length;
      const lower = (graph.below.get(ref) ?? []).filter(({ to }) => kept(to) && !here.includes(to));
      const open = lower.length === 0 ? undefined : isOpen(key, level);
      rows.push({
        ...part,
        key,
        level,
        open,
        place: index + 1,
        beside: own.length,
        parent,
        edge: typeof edge === 'string' ? undefined : edge,
        elsewhere: (graph.above.get(ref)?.length ?? 0) > 1,
        found: matches?.matched.has(ref) ?? false,
      });
      if (open) add(lower, ref, here);
    }
  };
  add(graph.roots, undefined, []);
  return rows;
}
