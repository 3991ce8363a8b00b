import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';

/** One built file: its name and what it weighs, in bytes. */
export interface BuiltFile {
  readonly name: string;
  readonly bytes: number;
  readonly gzipBytes: number;
}

/** What is built from what, and what it may weigh gzipped, in bytes. */
const products = [
  { name: 'core.js', entry: 'src/core.ts', format: 'es', budget: 6.5 * 1_024 },
  { name: 'index.js', entry: 'src/index.ts', format: 'es', budget: 12 * 1_024 },
  { name: 'throughline.js', entry: 'src/script-tag.ts', format: 'iife', budget: 12 * 1_024 },
] as const;

const root = fileURLToPath(new URL('.', import.meta.url));

/**
 * Builds `throughline.js` (script tag), `index.js` (ES module) and `core.js` (ES module without the
 * widget) into `outDir`. Throws when one outgrows its budget.
 */
export async function buildSdk(outDir: string = join(root, 'dist')): Promise<readonly BuiltFile[]> {
  const built: BuiltFile[] = [];
  for (const { name, entry, format, budget } of products) {
    await build({
      root,
      configFile: false,
      logLevel: 'error',
      build: {
        target: 'es2022',
        outDir,
        emptyOutDir: false,
        lib: { entry, name: 'throughlineScript', formats: [format], fileName: () => name },
        // Said here and not as `minify`: Vite leaves the white space of library modules in place.
        rolldownOptions: { output: { minify: true } },
      },
    });
    // The sheet is a template literal, which no minifier touches; its line breaks are for us.
    const text = (await readFile(join(outDir, name), 'utf8')).replaceAll(/([;{},])\n/g, '$1');
    await writeFile(join(outDir, name), text);
    const gzipBytes = gzipSync(text, { level: 9 }).length;
    if (gzipBytes > budget) throw new Error(`${name}: ${gzipBytes} bytes gzipped, not ${budget}`);
    built.push({ name, bytes: Buffer.byteLength(text), gzipBytes });
  }
  return built;
}

if (import.meta.main) {
  for (const { name, bytes, gzipBytes } of await buildSdk()) {
    console.log(`dist/${name}  ${bytes} B, gzipped ${gzipBytes} B`);
  }
}
