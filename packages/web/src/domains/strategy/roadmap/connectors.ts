import type { TimeAxis } from './time-axis.ts';
import type { Initiative } from './roadmap-types.ts';
import type { RoadmapRow } from './roadmap-rows.ts';
import { covered, daysLate } from './windows.ts';

/** A point of a drawing, in px. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

const stub = 8;

/**
 * The way from the end of what is needed to the beginning of what needs it, in right angles: out,
 * down (or up), in. Where the dependent begins too early for that, it goes round between the rows.
 */
export function connectorPath(from: Point, to: Point, rowHeight: number): string {
  if (to.x - from.x >= 2 * stub) {
    const turn = to.x - stub;
    return `M${from.x} ${from.y}H${turn}V${to.y}H${to.x}`;
  }
  const lane = to.y + (to.y > from.y ? -1 : 1) * (rowHeight / 2);
  return `M${from.x} ${from.y}H${from.x + stub}V${lane}H${to.x - stub}V${to.y}H${to.x}`;
}

/** A dependency as it is drawn. */
export interface Connector {
  readonly key: string;
  readonly path: string;
  readonly end: Point;
  /** By how many days it can't hold: 0 where it is in time. */
  readonly late: number;
  /** The first and last row that it passes. */
  readonly rows: readonly [number, number];
}

/** The dependencies between initiatives that both have a row. */
export function connectorsOf(
  rows: readonly RoadmapRow[],
  axis: TimeAxis,
  rowHeight: number,
): Connector[] {
  const places = new Map<string, { index: number; initiative: Initiative }>();
  rows.forEach((row, index) => {
    if (row.kind === 'group') return;
    for (const initiative of row.initiatives) places.set(initiative.ref, { index, initiative });
  });
  return [...places.values()].flatMap(({ index, initiative }) => {
    const bar = covered(initiative);
    return initiative.dependsOn.flatMap((ref) => {
      const needed = places.get(ref);
      const other = needed && covered(needed.initiative);
      if (!bar || !needed || !other) return [];
      const middle = (row: number) => row * rowHeight + rowHeight / 2;
      const end = { x: axis.xOf(bar.first), y: middle(index) };
      const start = { x: axis.xOf(other.last + 1), y: middle(needed.index) };
      return [
        {
          key: `${ref} ${initiative.ref}`,
          path: connectorPath(start, end, rowHeight),
          end,
          late: daysLate(needed.initiative, initiative),
          rows: [Math.min(index, needed.index), Math.max(index, needed.index)] as const,
        },
      ];
    });
  });
}
