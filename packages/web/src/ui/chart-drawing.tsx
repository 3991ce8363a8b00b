import { shapePath, type Drawing, type Mark, type Pen } from '@throughline/chart';
import { memo } from 'react';
import { cx } from './cx.ts';

const strokes: Readonly<Record<Pen, string>> = {
  grid: 'stroke-line',
  axis: 'stroke-control',
  faint: 'stroke-control',
  second: 'stroke-secondary',
  ink: 'stroke-ink',
  target: 'stroke-secondary',
  datum: 'stroke-accent',
};

const words: Readonly<Record<Pen, string>> = {
  grid: 'fill-tertiary',
  axis: 'fill-tertiary',
  faint: 'fill-tertiary',
  second: 'fill-secondary',
  ink: 'fill-ink',
  target: 'fill-secondary',
  datum: 'fill-accent',
};

function Stroke({ mark }: { readonly mark: Mark }) {
  switch (mark.kind) {
    case 'line':
      return (
        <path
          d={mark.path}
          fill="none"
          className={strokes[mark.pen]}
          strokeWidth={mark.width}
          strokeDasharray={mark.dash}
          strokeLinejoin="round"
        />
      );
    case 'area':
      return (
        <path
          d={mark.path}
          className={cx('fill-ink', mark.outline === true && 'stroke-ink')}
          fillOpacity={mark.tint}
          strokeWidth={1}
          strokeDasharray={mark.dash}
        />
      );
    case 'dot':
      return (
        <path
          d={shapePath(mark.shape, mark.x, mark.y)}
          className={cx('stroke-ink', mark.hollow ? 'fill-surface' : 'fill-ink')}
          strokeWidth={1}
        />
      );
    case 'text':
      return (
        <text
          x={mark.x}
          y={mark.y}
          textAnchor={mark.anchor}
          className={cx('figures', words[mark.pen], mark.strong === true && 'font-medium')}
        >
          {mark.text}
        </text>
      );
  }
}

/** The strokes of a drawing. They are drawn anew only when the drawing is another one. */
export const ChartDrawing = memo(function ChartDrawing({ drawing }: { readonly drawing: Drawing }) {
  return (
    <g>
      {drawing.marks.map((mark, index) => (
        // A drawing's marks have no names; the whole of them is replaced at once.
        <Stroke key={`${index}`} mark={mark} />
      ))}
    </g>
  );
});
