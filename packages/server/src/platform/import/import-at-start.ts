import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { ImportPlan } from '@throughline/contract';
import type { WriteContext } from '../context.ts';
import { readSetting, writeSetting } from '../settings.ts';
import { applyImport } from './apply-import.ts';
import { reads, type ImportDocument, type Importer } from './importer.ts';
import { readDocument } from './parse-document.ts';

/** Every YAML and Markdown file of an organisation's folder, in the order of their names. */
export async function readOrganisation(folder: string): Promise<ImportDocument[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile() && /\.(?:ya?ml|md)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
  return Promise.all(
    paths.map(async (path) =>
      readDocument(relative(folder, path).replaceAll(sep, '/'), await readFile(path, 'utf8')),
    ),
  );
}

/**
 * The import at the start of the server: files that were never imported, and no others, so that
 * what people changed since is not taken back by a restart. Answers undefined where there was
 * nothing to import. Throws `import.invalid`.
 */
export async function importAtStart(
  context: WriteContext,
  importers: readonly Importer[],
  documents: readonly ImportDocument[],
): Promise<ImportPlan | undefined> {
  const before = await readSetting(context.tx, 'imported_files');
  const imported = new Set(Array.isArray(before) ? before.map(String) : []);
  const fresh = documents.filter(
    ({ file }) => !imported.has(file) && importers.some((importer) => reads(importer, file)),
  );
  if (fresh.length === 0) return undefined;
  const plan = await applyImport(context, importers, fresh);
  await writeSetting(context, 'imported_files', [...imported, ...fresh.map(({ file }) => file)]);
  return plan;
}
