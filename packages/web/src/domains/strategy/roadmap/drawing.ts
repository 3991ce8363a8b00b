import { connectorsOf } from './connectors.ts';
import { dateOf, dayNumber } from './days.ts';
import type { RoadmapRow } from './roadmap-rows.ts';
import type { Initiative, Quarter } from './roadmap-types.ts';
import { timeAxis, type Zoom } from './time-axis.ts';
import { covered } from './windows.ts';

/** The colours of a drawing on paper, by their token. */
export type Palette = Readonly<Record<(typeof inks)[number], string>>;

export const inks = [
  'surface',
  'sunken',
  'ink',
  'secondary',
  'line',
  'control',
  'accent',
  'on-track',
  'on-track-soft',
  'at-risk',
  'at-risk-soft',
  'off-track',
  'off-track-soft',
  'not-started',
  'not-started-soft',
] as const;

/** What a drawing is made of; SVG, the canvas and the printed page draw the same ones. */
export type Shape =
  | {
      readonly shape: 'rect';
      readonly x: number;
      readonly y: number;
      readonly width: number;
      readonly height: number;
      readonly fill: string;
      readonly stroke?: string;
    }
  | {
      readonly shape: 'path';
      readonly d: string;
      readonly stroke?: string;
      readonly fill?: string;
      readonly dashed?: boolean;
    }
  | {
      readonly shape: 'text';
      readonly x: number;
      readonly y: number;
      readonly text: string;
      readonly fill: string;
      readonly bold?: boolean;
    };

export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly shapes: readonly Shape[];
}

const label = 220;
const head = 40;
const row = 24;
const legend = 32;
/** The mean width of a letter at 11 px. */
const letter = 6;

const looks = {
  green: ['on-track', 'on-track-soft', '●'],
  amber: ['at-risk', 'at-risk-soft', '▲'],
  red: ['off-track', 'off-track-soft', '■'],
} as const;
const unjudged = ['not-started', 'not-started-soft', '○'] as const;
const lookOf = (health: Initiative['health']) => (health === null ? unjudged : looks[health]);

/** The quarters that what is drawn lies in, and today's. */
export function quartersAround(
  quarters: readonly Quarter[],
  rows: readonly RoadmapRow[],
  today: string,
): Quarter[] {
  const bars = rows.flatMap((one) =>
    one.kind === 'lane' ? one.initiatives.flatMap((bar) => covered(bar) ?? []) : [],
  );
  const first = dateOf(bars.reduce((least, bar) => Math.min(least, bar.first), dayNumber(today)));
  const last = dateOf(bars.reduce((most, bar) => Math.max(most, bar.last), dayNumber(today)));
  return quarters.filter(({ from, to }) => to >= first && from <= last);
}

function cut(text: string, width: number): string {
  const most = Math.floor(width / letter);
  return text.length <= most ? text : `${text.slice(0, Math.max(0, most - 1))}…`;
}

/** The roadmap as it goes on paper: the same rows and dates, all of them, with a legend. */
export function drawRoadmap(
  rows: readonly RoadmapRow[],
  quarters: readonly Quarter[],
  today: string,
  options: { readonly zoom: Zoom; readonly palette: Palette },
): Drawing {
  const { palette } = options;
  const axis = timeAxis(quarters, options.zoom);
  const width = label + axis.width;
  const height = head + rows.length * row + legend;
  const bottom = height - legend;
  const x = (day: number) => label + axis.xOf(day);
  const shapes: Shape[] = [{ shape: 'rect', x: 0, y: 0, width, height, fill: palette.surface }];
  const text = (at: { x: number; y: number }, words: string, more: object = {}) =>
    shapes.push({ shape: 'text', ...at, text: words, fill: palette.ink, ...more });

  for (const { fiscalYear, quarter, from, to, months } of quarters) {
    const left = x(dayNumber(from));
    const room = x(dayNumber(to) + 1) - left - 8;
    shapes.push({ shape: 'path', d: `M${left} 0V${bottom}`, stroke: palette.control });
    text({ x: left + 4, y: 15 }, cut(`FY${fiscalYear} Q${quarter}`, room), { bold: true });
    for (const month of months) {
      const at = x(dayNumber(month.from));
      if (at > left) shapes.push({ shape: 'path', d: `M${at} 20V${bottom}`, stroke: palette.line });
      text({ x: at + 4, y: 33 }, month.name, { fill: palette.secondary });
    }
  }
  const drawBar = (initiative: Initiative, y: number) => {
    const bar = covered(initiative);
    if (!bar) return;
    const [colour, soft, mark] = lookOf(initiative.health);
    const left = x(bar.first);
    const length = Math.max(2, x(bar.last + 1) - left);
    shapes.push({
      shape: 'rect',
      x: left,
      y: y + 3,
      width: length,
      height: row - 6,
      fill: palette[soft],
      stroke: palette[colour],
    });
    if (length > 24) {
      text({ x: left + 5, y: y + 16 }, cut(`${mark} ${initiative.title}`, length - 10), {
        fill: palette[colour],
      });
    }
  };
  rows.forEach((one, index) => {
    const y = head + index * row;
    if (one.kind === 'group') {
      shapes.push({ shape: 'rect', x: 0, y, width, height: row, fill: palette.sunken });
      text({ x: 8, y: y + 16 }, `${one.label} (${one.count})`, { bold: true });
      return;
    }
    // A lane of several has no name: each stands in its bar.
    const [alone, second] = one.initiatives;
    if (alone && !second) text({ x: 8, y: y + 16 }, cut(alone.title, label - 16));
    for (const initiative of one.initiatives) drawBar(initiative, y);
  });
  for (const { path, end, late } of connectorsOf(rows, axis, row)) {
    const d = moved(path, label, head);
    const stroke = late > 0 ? palette['off-track'] : palette.secondary;
    shapes.push({ shape: 'path', d, stroke, dashed: late > 0 });
    const tip = { x: end.x + label, y: end.y + head };
    shapes.push({ shape: 'path', d: `M${tip.x} ${tip.y}l-5 -3v6z`, fill: stroke });
    if (late > 0) {
      const words = `${late} d late`;
      text({ x: tip.x - 10 - words.length * letter, y: tip.y - 4 }, words, { fill: stroke });
    }
  }
  const now = x(dayNumber(today));
  shapes.push({
    shape: 'rect',
    x: now,
    y: 20,
    width: 2,
    height: bottom - 20,
    fill: palette.accent,
  });
  const entries = [
    ...(['green', 'amber', 'red', null] as const).map((health) => ({
      words: `${lookOf(health)[2]} ${health ?? 'not judged'}`,
      fill: palette[lookOf(health)[0]],
    })),
    { words: `| today, ${today}`, fill: palette.accent },
    { words: '→ is needed by', fill: palette.secondary },
    { words: '⇢ ends after what needs it begins', fill: palette['off-track'] },
  ];
  let at = 8;
  for (const { words, fill } of entries) {
    text({ x: at, y: bottom + 20 }, words, { fill });
    at += words.length * letter + 20;
  }
  return { width: Math.max(width, at), height, shapes };
}

/** A path of M, H and V, moved. */
function moved(path: string, right: number, down: number): string {
  return path
    .replace(/M(\S+) ([\d.-]+)/, (_, x, y) => `M${Number(x) + right} ${Number(y) + down}`)
    .replaceAll(/H([\d.-]+)/g, (_, x) => `H${Number(x) + right}`)
    .replaceAll(/V([\d.-]+)/g, (_, y) => `V${Number(y) + down}`);
}

const escaped = (text: string) =>
  text.replaceAll(
    /[&<>"]/g,
    (one) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[one] ?? one,
  );

/** The attributes of a shape in SVG. */
export function svgAttributes(shape: Shape): Readonly<Record<string, string | number>> {
  switch (shape.shape) {
    case 'rect': {
      const { x, y, width, height, fill, stroke } = shape;
      return { x, y, width, height, fill, ...(stroke ? { stroke, rx: 3 } : {}) };
    }
    case 'path':
      return {
        d: shape.d,
        fill: shape.fill ?? 'none',
        ...(shape.stroke ? { stroke: shape.stroke } : {}),
        ...(shape.dashed ? { 'stroke-dasharray': '5 3' } : {}),
      };
    case 'text':
      return {
        x: shape.x,
        y: shape.y,
        fill: shape.fill,
        ...(shape.bold ? { 'font-weight': 600 } : {}),
      };
  }
}

/** The type of a drawing's letters. */
export const lettering = { size: 11, family: 'IBM Plex Sans, system-ui, sans-serif' } as const;

/** A drawing as an SVG file. */
export function svgOf({ width, height, shapes }: Drawing): string {
  const parts = shapes.map((shape) => {
    const attributes = Object.entries(svgAttributes(shape))
      .map(([name, value]) => `${name}="${escaped(String(value))}"`)
      .join(' ');
    return shape.shape === 'text'
      ? `<text ${attributes}>${escaped(shape.text)}</text>`
      : `<${shape.shape} ${attributes}/>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="${lettering.family}" font-size="${lettering.size}">\n${parts.join('\n')}\n</svg>\n`;
}
