import { hierarchy, tree } from 'd3-hierarchy';

/** What the layout needs to know of a unit. */
export interface ChartUnit {
  readonly ref: string;
  readonly parent: string | null;
}

/** A unit in its place on the chart, in pixels from the top left. */
export interface Placed<U extends ChartUnit> {
  readonly unit: U;
  readonly x: number;
  readonly y: number;
  /** 1 at the top, as `aria-level` counts. */
  readonly level: number;
  /** Its place among its siblings, from 1, and how many they are. */
  readonly position: number;
  readonly siblings: number;
  /** Units directly below, whether shown or not. */
  readonly below: number;
}

/** The size of a unit's card, and the room from card to card. */
export const card = { width: 244, height: 72, across: 288, down: 88 } as const;

/**
 * Places units from left to right, a parent in the middle of its children; what stands under a
 * collapsed unit is left out. Units come in the order of the chart, each after its parent.
 */
export function chartLayout<U extends ChartUnit>(
  units: readonly U[],
  collapsed: ReadonlySet<string>,
): { placed: Placed<U>[]; width: number; height: number } {
  const known = new Set(units.map(({ ref }) => ref));
  const under = Map.groupBy(units, ({ parent }) =>
    parent !== null && known.has(parent) ? parent : null,
  );
  interface Node {
    readonly unit: U | undefined;
  }
  const root = hierarchy<Node>({ unit: undefined }, ({ unit }) =>
    unit !== undefined && collapsed.has(unit.ref)
      ? []
      : (under.get(unit?.ref ?? null) ?? []).map((child) => ({ unit: child })),
  );
  const laid = tree<Node>()
    .nodeSize([card.down, card.across])
    .separation(() => 1)(root);
  const nodes = laid.descendants().filter((node) => node.data.unit !== undefined);
  const top = Math.min(0, ...nodes.map((node) => node.x));
  const placed: Placed<U>[] = [];
  // Depth first, as the arrow keys walk.
  laid.eachBefore((node) => {
    const { unit } = node.data;
    if (unit === undefined) return;
    const among = node.parent?.children ?? [];
    placed.push({
      unit,
      x: (node.depth - 1) * card.across,
      y: node.x - top,
      level: node.depth,
      position: among.indexOf(node) + 1,
      siblings: among.length,
      below: under.get(unit.ref)?.length ?? 0,
    });
  });
  return {
    placed,
    width: Math.max(card.width, ...placed.map(({ x }) => x + card.width)),
    height: Math.max(card.height, ...placed.map(({ y }) => y + card.height)),
  };
}

/** Where an arrow key leads from a place on the chart (the tree pattern of ARIA), if anywhere. */
export function chartKey<U extends ChartUnit>(
  placed: readonly Placed<U>[],
  from: string,
  key: string,
  collapsed: ReadonlySet<string>,
): { to: string } | { toggle: string } | undefined {
  const at = placed.findIndex(({ unit }) => unit.ref === from);
  const here = placed[at];
  if (!here) return undefined;
  const goTo = (other: Placed<U> | undefined) => (other ? { to: other.unit.ref } : undefined);
  switch (key) {
    case 'ArrowDown':
      return goTo(placed[at + 1]);
    case 'ArrowUp':
      return goTo(placed[at - 1]);
    case 'Home':
      return goTo(placed[0]);
    case 'End':
      return goTo(placed.at(-1));
    case 'ArrowRight':
      if (here.below === 0) return undefined;
      return collapsed.has(from) ? { toggle: from } : goTo(placed[at + 1]);
    case 'ArrowLeft':
      if (here.below > 0 && !collapsed.has(from)) return { toggle: from };
      return goTo(placed.find(({ unit }) => unit.ref === here.unit.parent));
    default:
      return undefined;
  }
}
