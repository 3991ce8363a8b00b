/**
 * Prints what the built app weighs and ends with 1 where a budget of the design is broken.
 * Sizes are kilobytes (1,000 bytes) of gzip level 9; fonts, already compressed, as they lie.
 * "Initial" is what index.html and its static imports fetch; "lazy" is what one dynamic import
 * adds to that. Run after `vite build`: `node packages/web/size.ts`.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

interface Chunk {
  readonly file: string;
  readonly src?: string;
  readonly isEntry?: boolean;
  readonly isDynamicEntry?: boolean;
  readonly imports?: readonly string[];
  readonly css?: readonly string[];
}

const budgets = { initialJs: 180, css: 15, fonts: 65, lazyJs: 120, heavyLazyJs: 150 };

/** Routes that carry the graph or the editor may weigh more. */
const heavy = /trace|editor|graph/;

const dist = new URL('./dist/', import.meta.url);

function isManifest(value: unknown): value is Record<string, Chunk> {
  if (typeof value !== 'object' || value === null) return false;
  return Object.values(value).every(
    (chunk: unknown) => typeof chunk === 'object' && chunk !== null && 'file' in chunk,
  );
}

function readManifest(): Record<string, Chunk> {
  const value: unknown = JSON.parse(readFileSync(new URL('.vite/manifest.json', dist), 'utf8'));
  if (!isManifest(value)) throw new Error('the build left a manifest of another form');
  return value;
}

const manifest = readManifest();
const gzipped = new Map<string, number>();

function kilobytes(file: string): number {
  let size = gzipped.get(file);
  if (size === undefined) {
    size = gzipSync(readFileSync(new URL(file, dist)), { level: 9 }).length / 1000;
    gzipped.set(file, size);
  }
  return size;
}

function chunkOf(key: string): Chunk {
  const chunk = manifest[key];
  if (chunk === undefined) throw new Error(`the manifest has no ${key}`);
  return chunk;
}

/** A chunk and all that it imports statically. */
function closure(key: string, found = new Set<string>()): Set<string> {
  if (found.has(key)) return found;
  found.add(key);
  for (const imported of chunkOf(key).imports ?? []) closure(imported, found);
  return found;
}

function weight(keys: Iterable<string>, kind: 'js' | 'css'): number {
  const files = new Set<string>();
  for (const key of keys) {
    const chunk = chunkOf(key);
    if (kind === 'css') for (const sheet of chunk.css ?? []) files.add(sheet);
    else if (chunk.file.endsWith('.js')) files.add(chunk.file);
  }
  return [...files].reduce((sum, file) => sum + kilobytes(file), 0);
}

let broken = 0;

function report(name: string, size: number, budget: number): void {
  const over = size > budget;
  if (over) broken += 1;
  const line = `${size.toFixed(1).padStart(7)} of ${String(budget).padStart(3)} KB  ${name}`;
  process.stdout.write(`${over ? 'OVER ' : 'ok   '}${line}\n`);
}

const initial = new Set<string>();
for (const [key, chunk] of Object.entries(manifest)) {
  if (chunk.isEntry === true) closure(key, initial);
}

report('initial JS, gzip', weight(initial, 'js'), budgets.initialJs);
report('initial CSS, gzip', weight(initial, 'css'), budgets.css);

const fonts = readdirSync(new URL('assets/', dist)).filter((name) => name.endsWith('.woff2'));
const fontSize = fonts.reduce(
  (sum, name) => sum + readFileSync(new URL(`assets/${name}`, dist)).length / 1000,
  0,
);
report(`fonts (${fonts.length} files)`, fontSize, budgets.fonts);

for (const [key, chunk] of Object.entries(manifest)) {
  if (chunk.isDynamicEntry !== true) continue;
  const own = [...closure(key)].filter((each) => !initial.has(each));
  const name = chunk.src ?? key;
  report(
    `lazy ${name}`,
    weight(own, 'js'),
    heavy.test(name) ? budgets.heavyLazyJs : budgets.lazyJs,
  );
}

if (broken > 0) {
  process.stderr.write(`${broken} of the size budgets are broken\n`);
  process.exitCode = 1;
}
