import { inks, lettering, svgOf, type Drawing, type Palette } from './drawing.ts';

/** The colours of the light theme, whatever the screen shows: paper is light. */
export function paperPalette(): Palette {
  const probe = document.createElement('span');
  probe.style.colorScheme = 'light';
  document.body.append(probe);
  const entries = inks.map((ink) => {
    probe.style.color = `var(--${ink})`;
    return [ink, getComputedStyle(probe).color] as const;
  });
  probe.remove();
  return Object.fromEntries(entries) as Palette;
}

/** What browsers still draw on one canvas, in px. */
const largest = 16_000;

async function pngOf({ width, height, shapes }: Drawing): Promise<Blob> {
  const scale = Math.min(2, largest / width, largest / height);
  const canvas = document.createElement('canvas');
  canvas.width = Math.floor(width * scale);
  canvas.height = Math.floor(height * scale);
  const pen = canvas.getContext('2d');
  if (!pen) throw new Error('This browser draws no images.');
  pen.scale(scale, scale);
  for (const shape of shapes) {
    if (shape.shape === 'text') {
      pen.font = `${shape.bold ? 600 : 400} ${lettering.size}px ${lettering.family}`;
      pen.fillStyle = shape.fill;
      pen.fillText(shape.text, shape.x, shape.y);
      continue;
    }
    const path =
      shape.shape === 'path'
        ? new Path2D(shape.d)
        : new Path2D(`M${shape.x} ${shape.y}h${shape.width}v${shape.height}h${-shape.width}z`);
    pen.setLineDash(shape.shape === 'path' && shape.dashed ? [5, 3] : []);
    if (shape.fill) {
      pen.fillStyle = shape.fill;
      pen.fill(path);
    }
    if (shape.stroke) {
      pen.strokeStyle = shape.stroke;
      pen.stroke(path);
    }
  }
  return new Promise((resolve, reject) =>
    canvas.toBlob(
      (blob) => (blob ? resolve(blob) : reject(new Error('The image is too large to draw.'))),
      'image/png',
    ),
  );
}

function download(blob: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** Saves a drawing as a file of the person's. */
export async function saveDrawing(drawing: Drawing, as: 'svg' | 'png'): Promise<void> {
  const blob =
    as === 'svg' ? new Blob([svgOf(drawing)], { type: 'image/svg+xml' }) : await pngOf(drawing);
  download(blob, `roadmap.${as}`);
}
