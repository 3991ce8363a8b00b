import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { parseSource } from './source-file.ts';
import type { SourceFile } from './source-file.ts';

/** The dependency fields of a package.json. */
export interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

const roots = ['packages', 'test', 'scripts', 'bench', 'organisations'];
const notOurs = new Set(['node_modules', 'dist', 'coverage', 'test-results']);
const sourceName = /\.(?:[cm]?[jt]s|[jt]sx)$/;

/** Parses every source file of the repository: the folders above, and the files of its root. */
export function readTree(root: string): SourceFile[] {
  const paths = readdirSync(root).filter((name) => sourceName.test(name));
  const walk = (folder: string): void => {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      if (notOurs.has(entry.name) || entry.name.startsWith('.')) continue;
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory()) walk(path);
      else if (sourceName.test(entry.name)) paths.push(path);
    }
  };
  for (const folder of roots) walk(folder);
  return paths.toSorted().map((path) => parseSource(path, readFileSync(join(root, path), 'utf8')));
}

/** The package.json of each workspace by its folder (`packages/web`), and the root's under ''. */
export function readManifests(root: string): Map<string, Manifest> {
  const read = (folder: string): Manifest =>
    JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as Manifest;
  const manifests = new Map([['', read('')]]);
  for (const name of readdirSync(join(root, 'packages'))) {
    manifests.set(`packages/${name}`, read(`packages/${name}`));
  }
  return manifests;
}
