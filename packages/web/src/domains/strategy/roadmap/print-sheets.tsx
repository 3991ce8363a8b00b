import { createElement, useEffect, useState } from 'react';
import { flushSync } from 'react-dom';
import { drawRoadmap, lettering, quartersAround, svgAttributes } from './drawing.ts';
import type { RoadmapRow } from './roadmap-rows.ts';
import type { Roadmap } from './roadmap-types.ts';
import { paperPalette } from './save-drawing.ts';

const rowsOnSheet = 26;

/** While the page is printed: all rows, some on each sheet, each sheet with the axis and the legend. */
export function PrintSheets({
  roadmap: { quarters, today },
  rows,
}: {
  readonly roadmap: Roadmap;
  readonly rows: readonly RoadmapRow[];
}) {
  const [printing, setPrinting] = useState(false);
  useEffect(() => {
    const begin = () => flushSync(() => setPrinting(true));
    const end = () => setPrinting(false);
    window.addEventListener('beforeprint', begin);
    window.addEventListener('afterprint', end);
    return () => {
      window.removeEventListener('beforeprint', begin);
      window.removeEventListener('afterprint', end);
    };
  }, []);
  if (!printing) return null;
  const around = quartersAround(quarters, rows, today);
  const palette = paperPalette();
  const sheets = Array.from({ length: Math.ceil(rows.length / rowsOnSheet) }, (_, index) =>
    drawRoadmap(rows.slice(index * rowsOnSheet, (index + 1) * rowsOnSheet), around, today, {
      zoom: 'two-years',
      palette,
    }),
  );
  return (
    <div className="hidden print:block" data-print="landscape">
      {sheets.map(({ width, height, shapes }, sheet) => (
        <svg
          key={sheet}
          viewBox={`0 0 ${width} ${height}`}
          className="mb-4 w-full break-inside-avoid"
          fontFamily={lettering.family}
          fontSize={lettering.size}
          role="img"
          aria-label={`Roadmap, sheet ${sheet + 1} of ${sheets.length}`}
        >
          {shapes.map((shape, index) =>
            createElement(
              shape.shape,
              { key: index, ...reactNames(svgAttributes(shape)) },
              shape.shape === 'text' ? shape.text : undefined,
            ),
          )}
        </svg>
      ))}
    </div>
  );
}

/** Attributes as React calls them. */
function reactNames(attributes: Readonly<Record<string, string | number>>) {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [
      name.replaceAll(/-(\w)/g, (_, first: string) => first.toUpperCase()),
      value,
    ]),
  );
}
