import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';

/** One built file: where it lies and what it weighs, in bytes. */
export interface BuiltFile {
  readonly file: string;
  readonly bytes: number;
  readonly gzipBytes: number;
}

/** What may be on the wire, gzipped, in bytes. */
const budgets = {
  'core.js': 7 * 1_024,
  'index.js': 13 * 1_024,
  'throughline.js': 13 * 1_024,
} as const;

const root = fileURLToPath(new URL('.', import.meta.url));

async function bundle(entry: string, file: string, format: 'es' | 'iife'): Promise<void> {
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    build: {
      target: 'es2022',
      outDir: 'dist',
      emptyOutDir: false,
      // Said here and not as `minify`: Vite leaves the white space of library modules in place.
      rolldownOptions: { output: { minify: true } },
      lib: {
        entry: `src/${entry}`,
        name: 'throughlineScript',
        formats: [format],
        fileName: () => file,
      },
    },
  });
}

/** The sheet is one template literal; its line breaks are for us. */
async function squeezeSheet(file: string): Promise<void> {
  const text = await readFile(file, 'utf8');
  await writeFile(file, text.replaceAll(/([;{},])\\?\n/g, '$1'));
}

/**
 * Builds `dist/throughline.js` (script tag), `dist/index.js` (ES module) and `dist/core.js` (ES module
 * without the widget). Throws when a file outgrows its budget.
 */
export async function buildSdk(): Promise<readonly BuiltFile[]> {
  await bundle('script-tag.ts', 'throughline.js', 'iife');
  await bundle('index.ts', 'index.js', 'es');
  await bundle('core.ts', 'core.js', 'es');
  const built: BuiltFile[] = [];
  for (const [name, budget] of Object.entries(budgets)) {
    const file = `${root}dist/${name}`;
    await squeezeSheet(file);
    const text = await readFile(file);
    const gzipBytes = gzipSync(text, { level: 9 }).length;
    if (gzipBytes > budget)
      throw new Error(`${name}: ${gzipBytes} bytes gzipped, ${budget} allowed`);
    built.push({ file, bytes: text.length, gzipBytes });
  }
  return built;
}

if (import.meta.main) {
  for (const { file, bytes, gzipBytes } of await buildSdk()) {
    console.log(`${file.slice(root.length)}  ${bytes} B  gzip ${gzipBytes} B`);
  }
}
