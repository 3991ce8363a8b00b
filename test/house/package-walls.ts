import { finding } from './finding.ts';
import type { Finding } from './finding.ts';
import { placeOf } from './place.ts';
import type { Import, SourceFile } from './source-file.ts';

/** Which workspaces a workspace may import. */
const walls: Readonly<Record<string, readonly string[]>> = {
  contract: [],
  'flag-engine': [],
  cadence: [],
  chart: ['contract'],
  git: [],
  sdk: ['flag-engine'],
  runner: ['contract'],
  web: ['contract', 'chart'],
  cli: ['contract'],
  server: ['contract', 'flag-engine', 'cadence', 'chart', 'git'],
};

/** Inside the server an engine belongs to the domains that need it, and to nobody else. */
const engineUsers: Readonly<Record<string, readonly string[]>> = {
  'flag-engine': ['flags', 'notify'],
  cadence: ['rhythm', 'strategy', 'learning', 'launch', 'notify'],
  chart: ['rhythm'],
  git: ['release'],
};

/**
 * Packages of others that a pure workspace's source may import: none but these. Programs that
 * write a committed file (`generate-….ts`) run beside the source, not in it.
 */
const pure: Readonly<Record<string, readonly string[]>> = {
  'flag-engine': [],
  cadence: [],
  chart: [],
  sdk: [],
  contract: ['zod'],
};

const noDatabaseNoHttp = /^(?:pg|kysely|pg-boss|fastify|undici)$|^(?:node:)?(?:http|http2|https)$/;

/** Who may import whom among the packages; scripts, tests and benchmarks may import any. */
export function packageWalls(files: readonly SourceFile[]): Finding[] {
  return files.flatMap((file) =>
    file.imports.flatMap((one) => {
      const message = breach(file, one);
      return message === undefined ? [] : [finding(file, one.line, message)];
    }),
  );
}

function breach(file: SourceFile, one: Import): string | undefined {
  const { workspace, domain, isTest, room } = placeOf(file.path);
  if (workspace === undefined) return undefined;
  const allowed = walls[workspace];
  if (allowed === undefined) return `package ${workspace} has no entry in the table of walls`;

  if (one.target === undefined) {
    if (isTest || room === undefined || room.startsWith('generate-')) return undefined;
    const name = packageName(one.specifier);
    if (workspace === 'git' && noDatabaseNoHttp.test(one.specifier)) {
      return `git knows no database and no HTTP, but imports ${one.specifier}`;
    }
    if (workspace === 'web' && name.startsWith('node:')) return `a browser has no ${name}`;
    const permitted = pure[workspace];
    if (permitted === undefined || permitted.includes(name)) return undefined;
    return `${workspace} is pure, but imports ${one.specifier}`;
  }

  const to = placeOf(one.target).workspace;
  if (to === workspace) {
    return one.specifier.startsWith('.') ? undefined : `imports its own package by name`;
  }
  if (to === undefined || one.specifier.startsWith('.')) {
    return isTest && to === undefined ? undefined : `leaves its package by ${one.specifier}`;
  }
  if (!allowed.includes(to)) return `${workspace} may not import ${to}`;
  if (workspace === 'sdk' && !one.typeOnly) return 'sdk may import only types of flag-engine';
  const users = workspace === 'server' ? engineUsers[to] : undefined;
  if (users !== undefined && (domain === undefined || !users.includes(domain))) {
    return `only ${users.map((name) => `domains/${name}`).join(', ')} may import ${to}`;
  }
  return undefined;
}

/** `@scope/name/deep` → `@scope/name`; `node:fs/promises` stays as it is. */
export function packageName(specifier: string): string {
  if (specifier.startsWith('node:')) return specifier;
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}
