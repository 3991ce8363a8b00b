// A chain or a tree of dependencies up to these bounds is walked without keeping any record.
const deepest = 100;
const largest = 1000;

interface Weight {
  /** How many nodes a walk without memory would visit; infinite when it would never end. */
  readonly visits: number;
  readonly depth: number;
}

/** How deep a guarded walk may go; see {@link guardedNodes}. */
export const deepestGuarded = deepest;

/**
 * The nodes that can't be evaluated by plain recursion: they reach a cycle, their dependencies lie
 * more than a hundred deep, or are shared so much that they would be walked over a thousand times.
 * Missing nodes are leaves.
 */
export function guardedNodes(
  edges: Iterable<readonly [node: string, dependencies: readonly string[]]>,
): ReadonlySet<string> {
  const graph = new Map<string, readonly string[]>();
  for (const [node, dependencies] of edges) {
    if (dependencies.length > 0) graph.set(node, dependencies);
  }
  const weights = new Map<string, Weight>();
  const guarded = new Set<string>();
  const leaf: Weight = { visits: 1, depth: 1 };

  function weigh(node: string, dependencies: readonly string[]): void {
    let visits = 1;
    let depth = 0;
    for (const each of dependencies) {
      // One that has no weight by now is still open: this is a way back to it.
      const weight = graph.has(each) ? weights.get(each) : leaf;
      visits += weight?.visits ?? Infinity;
      depth = Math.max(depth, weight?.depth ?? 0);
    }
    weights.set(node, { visits, depth: depth + 1 });
    if (visits > largest || depth > deepest) guarded.add(node);
  }

  // The walk keeps its own stack: chains may be longer than the engine's.
  for (const root of graph.keys()) {
    const path = [{ node: root, next: 0 }];
    const open = new Set([root]);
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const dependencies = graph.get(top.node) ?? [];
      const next = dependencies[top.next];
      if (weights.has(top.node) || next === undefined) {
        if (!weights.has(top.node)) weigh(top.node, dependencies);
        open.delete(top.node);
        path.pop();
        continue;
      }
      top.next += 1;
      if (!graph.has(next) || weights.has(next) || open.has(next)) continue;
      open.add(next);
      path.push({ node: next, next: 0 });
    }
  }
  return guarded;
}
