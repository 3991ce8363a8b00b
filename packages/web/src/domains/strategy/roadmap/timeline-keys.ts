import type { Grip } from './windows.ts';

/** What a key means on the timeline. */
export type TimelineKey =
  | { readonly act: 'select'; readonly rows: number }
  | { readonly act: 'open' }
  | { readonly act: 'shift'; readonly grip: Grip; readonly days: number };

const ways: Readonly<Record<string, { rows: number; days: number }>> = {
  ArrowLeft: { rows: -1, days: -1 },
  ArrowRight: { rows: 1, days: 1 },
  ArrowUp: { rows: -1, days: -7 },
  ArrowDown: { rows: 1, days: 7 },
  Home: { rows: -Infinity, days: 0 },
  End: { rows: Infinity, days: 0 },
};

/**
 * Arrows select. With Shift they move the window: left and right by a day, up and down by a week.
 * With Alt they move its end, with both its beginning. Enter opens.
 */
export function timelineKey(event: {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
}): TimelineKey | undefined {
  if (event.ctrlKey || event.metaKey) return undefined;
  if (event.key === 'Enter' && !event.altKey && !event.shiftKey) return { act: 'open' };
  const way = ways[event.key];
  if (!way) return undefined;
  if (!event.shiftKey && !event.altKey) return { act: 'select', rows: way.rows };
  if (way.days === 0) return undefined;
  const grip = event.altKey ? (event.shiftKey ? 'from' : 'to') : 'move';
  return { act: 'shift', grip, days: way.days };
}
