import { dayNumber } from './days.ts';
import type { Quarter } from './roadmap-types.ts';

/** How much time the window shows; a day's width in px, and by how many days a drag moves. */
export const zooms = {
  quarter: { label: 'Quarter', pixelsPerDay: 10, step: 1 },
  half: { label: 'Half year', pixelsPerDay: 5, step: 1 },
  year: { label: 'Year', pixelsPerDay: 2.5, step: 7 },
  'two-years': { label: 'Two years', pixelsPerDay: 1.25, step: 7 },
} as const;

export type Zoom = keyof typeof zooms;

/** Days as pixels along the axis. */
export interface TimeAxis {
  readonly zoom: Zoom;
  readonly quarters: readonly Quarter[];
  readonly first: number;
  readonly width: number;
  /** Where a day begins. */
  readonly xOf: (day: number) => number;
  /** The day under a place. */
  readonly dayAt: (x: number) => number;
  /** A way in pixels as whole days, in the zoom's steps. */
  readonly daysOf: (pixels: number) => number;
}

export function timeAxis(quarters: readonly Quarter[], zoom: Zoom): TimeAxis {
  const { pixelsPerDay, step } = zooms[zoom];
  const first = dayNumber(quarters[0]?.from ?? '1970-01-01');
  const last = dayNumber(quarters.at(-1)?.to ?? '1970-01-01');
  return {
    zoom,
    quarters,
    first,
    width: (last - first + 1) * pixelsPerDay,
    xOf: (day) => (day - first) * pixelsPerDay,
    dayAt: (x) => first + Math.floor(x / pixelsPerDay),
    // + 0: a way of nothing is 0, not −0.
    daysOf: (pixels) => Math.round(pixels / pixelsPerDay / step) * step + 0,
  };
}
