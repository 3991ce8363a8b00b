import { isBuiltin } from 'node:module';

import { finding } from './finding.ts';
import type { Rule } from './finding.ts';
import { packageName } from './package-walls.ts';
import { placeOf } from './place.ts';
import type { Manifest } from './read-tree.ts';

/**
 * Hoisting lets any package be imported from anywhere: what a workspace imports, its own
 * package.json declares. Tests and build files may use development dependencies, their own and
 * the root's; so may the web app, which is bundled; a type needs no more than a development one.
 */
export function declaredDependencies(manifests: ReadonlyMap<string, Manifest>): Rule {
  return (files) =>
    files.flatMap((file) => {
      const { workspace, isTest, room } = placeOf(file.path);
      const folder = workspace === undefined ? '' : `packages/${workspace}`;
      const beside = isTest || room === undefined;
      const built = beside || workspace === 'web';
      return file.imports.flatMap((one) => {
        if (one.specifier.startsWith('.') || isBuiltin(one.specifier)) return [];
        const name = packageName(one.specifier);
        if (folder === '' && one.target !== undefined) return [];
        const own = manifests.get(folder) ?? {};
        const declared = [...(folder !== '' && beside ? [manifests.get('') ?? {}] : []), own].some(
          (manifest) => declares(manifest, name, built || one.typeOnly || folder === ''),
        );
        const where = folder === '' ? 'package.json' : `${folder}/package.json`;
        return declared ? [] : [finding(file, one.line, `${name} is not declared in ${where}`)];
      });
    });
}

function declares(manifest: Manifest, name: string, development: boolean): boolean {
  const { dependencies, optionalDependencies, peerDependencies, devDependencies } = manifest;
  return [
    dependencies,
    optionalDependencies,
    peerDependencies,
    ...(development ? [devDependencies] : []),
  ].some((names) => names !== undefined && (name in names || `@types/${name}` in names));
}
