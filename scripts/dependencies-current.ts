/**
 * Exits with 0 when node_modules holds what package-lock.json asks for, as after an `npm install`
 * by hand: then there is no need to install everything anew. Compares npm's own record of what lies
 * in node_modules with the lock file.
 */
import { existsSync, readFileSync } from 'node:fs';

interface Entry {
  readonly version?: string;
  readonly link?: boolean;
  readonly optional?: boolean;
  readonly resolved?: string;
}

function packagesOf(path: string): Record<string, Entry> {
  const found = JSON.parse(readFileSync(path, 'utf8')) as { packages?: Record<string, Entry> };
  return found.packages ?? {};
}

const RECORD = 'node_modules/.package-lock.json';
if (!existsSync(RECORD)) process.exit(1);

const installed = packagesOf(RECORD);
const missing = Object.entries(packagesOf('package-lock.json')).filter(([path, wanted]) => {
  if (!path.startsWith('node_modules/') && !path.includes('/node_modules/')) return false;
  if (wanted.link) return !existsSync(path);
  const entry = installed[path];
  if (!entry) return wanted.optional !== true;
  return entry.version !== wanted.version || !existsSync(path);
});
process.exit(missing.length === 0 ? 0 : 1);
