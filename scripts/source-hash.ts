import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const GENERATED = new Set(['node_modules', 'dist', 'coverage', 'test-results']);

/**
 * A hash over the names and contents of files and of everything below folders. Contents rather than
 * times: a checkout of another branch and back makes the same hash.
 */
export function sourceHash(root: string, paths: readonly string[]): string {
  const hash = createHash('sha256');
  const pending = paths.toSorted().toReversed();
  for (let path = pending.pop(); path !== undefined; path = pending.pop()) {
    const full = join(root, path);
    if (!existsSync(full)) continue;
    if (statSync(full).isDirectory()) {
      const names = readdirSync(full).filter((name) => !GENERATED.has(name));
      for (const name of names.toSorted().toReversed()) pending.push(join(path, name));
      continue;
    }
    if (/\.test\.tsx?$/.test(path)) continue;
    const content = readFileSync(full);
    hash.update(`${path}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}
