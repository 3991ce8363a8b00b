import { finding } from './finding.ts';
import type { Finding } from './finding.ts';
import { placeOf } from './place.ts';
import type { Place } from './place.ts';
import type { SourceFile } from './source-file.ts';

/** Inside the server: main → app → domains → platform; only app.ts knows the domains. */
export function serverLayers(files: readonly SourceFile[]): Finding[] {
  return files.flatMap((file) => {
    const from = placeOf(file.path);
    if (from.workspace !== 'server' || from.isTest) return [];
    return file.imports.flatMap((one) => {
      const to = one.target === undefined ? undefined : placeOf(one.target);
      const message = to?.workspace === 'server' ? breach(from, to) : undefined;
      return message === undefined ? [] : [finding(file, one.line, message)];
    });
  });
}

function breach(from: Place, to: Place): string | undefined {
  if (to.isTest) return 'the program may not import what is there for tests';
  if (to.room === 'main') return 'nothing imports main.ts';
  if (to.room === 'app') return from.room === 'main' ? undefined : 'only main.ts imports app.ts';
  if (to.room !== 'domains') {
    const below = to.room === 'platform' || from.room !== 'domains';
    return below ? undefined : `a domain imports domains and the platform, not ${to.room}`;
  }
  if (from.room === 'platform') return `the platform knows no domain, but imports ${to.domain}`;
  if (from.room === 'domains') return undefined;
  if (from.room !== 'app') return 'only app.ts knows the domains';
  return to.isDoor ? undefined : `app.ts enters ${to.domain} by its index.ts only`;
}
