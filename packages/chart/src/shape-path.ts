import type { Shape } from './drawing.ts';

/** The path of a dot around a point. */
export function shapePath(shape: Shape, x: number, y: number, radius = 2.75): string {
  const n = (value: number) => value.toFixed(1);
  switch (shape) {
    case 'circle':
      return `M${n(x - radius)} ${n(y)}a${radius} ${radius} 0 1 0 ${radius * 2} 0a${radius} ${radius} 0 1 0 ${-radius * 2} 0Z`;
    case 'square':
      return `M${n(x - radius)} ${n(y - radius)}h${radius * 2}v${radius * 2}h${-radius * 2}Z`;
    case 'triangle':
      return `M${n(x)} ${n(y - radius - 0.75)}L${n(x + radius + 0.5)} ${n(y + radius)}H${n(x - radius - 0.5)}Z`;
    case 'diamond':
      return `M${n(x)} ${n(y - radius - 1)}L${n(x + radius + 1)} ${n(y)}L${n(x)} ${n(y + radius + 1)}L${n(x - radius - 1)} ${n(y)}Z`;
  }
}
