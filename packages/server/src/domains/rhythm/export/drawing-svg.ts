import { shapePath, textSize, type Drawing, type Mark, type Pen } from '@throughline/chart';
import { escaped } from './ooxml.ts';

/** The inks of the drawing set on paper. */
const ink: Readonly<Record<Pen, string>> = {
  grid: '#DEDFDC',
  axis: '#626A79',
  faint: '#7F8692',
  second: '#4A5160',
  ink: '#16191F',
  target: '#4A5160',
  datum: '#2947C4',
};

function stroke(mark: Mark): string {
  const dash = 'dash' in mark && mark.dash !== undefined ? ` stroke-dasharray="${mark.dash}"` : '';
  switch (mark.kind) {
    case 'line':
      return mark.path === ''
        ? ''
        : `<path d="${mark.path}" fill="none" stroke="${ink[mark.pen]}" stroke-width="${mark.width}"${dash}/>`;
    case 'area': {
      const outline =
        mark.outline === true ? ` stroke="${ink.ink}" stroke-width="0.75"${dash}` : '';
      return `<path d="${mark.path}" fill="${ink.ink}" fill-opacity="${mark.tint.toFixed(2)}"${outline}/>`;
    }
    case 'dot':
      return `<path d="${shapePath(mark.shape, mark.x, mark.y)}" fill="${mark.hollow ? '#FFFFFF' : ink.ink}" stroke="${ink.ink}" stroke-width="1"/>`;
    case 'text':
      return `<text x="${mark.x.toFixed(1)}" y="${mark.y.toFixed(1)}" font-size="${textSize}" font-family="Roboto" text-anchor="${mark.anchor}" fill="${ink[mark.pen]}"${mark.strong === true ? ' font-weight="bold"' : ''}>${escaped(mark.text)}</text>`;
  }
}

/** A drawing as SVG for paper: ink on white. */
export function drawingSvg({ width, height, marks }: Drawing): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${marks.map(stroke).join('')}</svg>`;
}
