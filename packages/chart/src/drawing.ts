/** What a line or a text is drawn with, from faint to strong; whoever draws it chooses the ink. */
export type Pen = 'grid' | 'axis' | 'faint' | 'second' | 'ink' | 'target' | 'datum';

/** The shape at the end of a line, so that lines are told apart without colour. */
export type Shape = 'circle' | 'square' | 'triangle' | 'diamond';

/** One stroke, area or word of a drawing, in the drawing's own units. */
export type Mark =
  | {
      readonly kind: 'line';
      readonly path: string;
      readonly pen: Pen;
      readonly width: number;
      /** As in SVG's `stroke-dasharray`; undefined is a whole line. */
      readonly dash?: string | undefined;
    }
  | {
      readonly kind: 'area';
      readonly path: string;
      /** How much of the ink lies on it: 0 to 1. */
      readonly tint: number;
      readonly outline?: boolean | undefined;
      readonly dash?: string | undefined;
    }
  | {
      readonly kind: 'dot';
      readonly x: number;
      readonly y: number;
      readonly shape: Shape;
      readonly hollow: boolean;
    }
  | {
      readonly kind: 'text';
      readonly x: number;
      readonly y: number;
      readonly text: string;
      readonly anchor: 'start' | 'middle' | 'end';
      readonly pen: Pen;
      readonly strong?: boolean | undefined;
    };

/** A place of a chart that can be read by itself: with the keys, or under the pointer. */
export interface Stop {
  readonly x: number;
  /** From where to where its datum line is drawn. */
  readonly top: number;
  readonly bottom: number;
  /** `23 Nov: Remaining 12, Ideal 10 points`. */
  readonly says: string;
}

/** A chart as strokes and words. */
export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly marks: readonly Mark[];
  readonly stops: readonly Stop[];
}

/** The rectangle that a plot fills. */
export interface Frame {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** The size of the words in a drawing. */
export const textSize = 11;

/** About how wide a text is: no renderer is asked, so that every one draws the same. */
export function textWidth(text: string): number {
  return text.length * textSize * 0.56;
}

/** A text that fits a width, cut with an ellipsis where it must be. */
export function fitted(text: string, width: number): string {
  if (textWidth(text) <= width) return text;
  const letters = Math.max(1, Math.floor(width / (textSize * 0.56)) - 1);
  return `${text.slice(0, letters).trimEnd()}…`;
}

const dashes = [undefined, '5 3', '1.5 3', '9 3 2 3'] as const;
const shapes = ['circle', 'square', 'triangle', 'diamond'] as const;

/** How the series at an index differs from its neighbours: by dash and by end, never by colour. */
export function strokeOf(index: number): {
  dash: string | undefined;
  shape: Shape;
  hollow: boolean;
} {
  return {
    dash: dashes[index % dashes.length],
    shape: shapes[index % shapes.length] ?? 'circle',
    hollow: Math.floor(index / shapes.length) % 2 === 1,
  };
}

/** The path of a rectangle. */
export function rectangle(x: number, y: number, width: number, height: number): string {
  const [left, top] = [Math.min(x, x + width), Math.min(y, y + height)];
  const n = (value: number) => value.toFixed(1);
  return `M${n(left)} ${n(top)}h${n(Math.abs(width))}v${n(Math.abs(height))}h${n(-Math.abs(width))}Z`;
}
