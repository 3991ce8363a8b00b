import type { OperationOf, OutputOf } from '@throughline/contract';

/** Everything of a fiscal year's strategy. */
export type StrategyTree = OutputOf<OperationOf<'strategy.getStrategyTree'>>;

type Part =
  | { readonly kind: 'priority'; readonly entity: StrategyTree['priorities'][number] }
  | { readonly kind: 'objective'; readonly entity: StrategyTree['objectives'][number] }
  | { readonly kind: 'key result'; readonly entity: StrategyTree['keyResults'][number] }
  | { readonly kind: 'initiative'; readonly entity: StrategyTree['initiatives'][number] };

/** One line of the tree: what it is, how deep it lies, and whether it lies elsewhere too. */
export type TreeRow = Part & {
  /** Unique in the tree: what serves two things stands in two places. */
  readonly key: string;
  readonly depth: number;
  readonly elsewhere: boolean;
};

/** How far down the tree is shown. */
export const levels = ['priority', 'objective', 'key result', 'initiative'] as const;

/** The deepest kind that is shown. */
export type Level = (typeof levels)[number];

/**
 * The tree as lines, top down: priorities by rank, below each what serves it, objectives first.
 * What serves nothing that is shown stands at the end, at the left edge.
 */
export function treeRows(tree: StrategyTree, down: Level): TreeRow[] {
  const parts: Part[] = [
    ...tree.priorities.map((entity) => ({ kind: 'priority' as const, entity })),
    ...tree.objectives.map((entity) => ({ kind: 'objective' as const, entity })),
    ...tree.keyResults.map((entity) => ({ kind: 'key result' as const, entity })),
    ...tree.initiatives.map((entity) => ({ kind: 'initiative' as const, entity })),
  ].filter(({ kind }) => levels.indexOf(kind) <= levels.indexOf(down));
  const byRef = new Map(parts.map((part) => [part.entity.ref as string, part]));
  const edges = tree.serves.filter(({ from, to }) => byRef.has(from) && byRef.has(to));
  const below = Map.groupBy(edges, ({ to }) => to);
  const above = Map.groupBy(edges, ({ from }) => from);
  const rows: TreeRow[] = [];
  const add = (part: Part, depth: number, path: readonly string[]) => {
    const { ref } = part.entity;
    if (path.includes(ref)) return;
    const here = [...path, ref];
    rows.push({
      ...part,
      key: here.join(' '),
      depth,
      elsewhere: (above.get(ref)?.length ?? 0) > 1,
    });
    const served = (below.get(ref) ?? []).flatMap(({ from }) => byRef.get(from) ?? []);
    for (const level of levels) {
      for (const child of served) if (child.kind === level) add(child, depth + 1, here);
    }
  };
  for (const part of parts) if (!above.has(part.entity.ref)) add(part, 0, []);
  return rows;
}
