import { finding } from './finding.ts';
import type { Finding } from './finding.ts';
import { placeOf } from './place.ts';
import type { SourceFile } from './source-file.ts';

const everyoneButRhythm = [
  'org',
  'catalog',
  'learning',
  'strategy',
  'delivery',
  'engagement',
  'release',
  'operations',
  'flags',
  'notify',
];

/** The order of knowledge: what a domain may import, on the server and in the web app alike. */
const domainTable: Readonly<Record<string, readonly string[]>> = {
  org: [],
  catalog: ['org'],
  rhythm: ['org'],
  learning: ['org', 'catalog'],
  strategy: ['org', 'catalog'],
  delivery: ['org', 'catalog', 'strategy'],
  engagement: ['org', 'catalog', 'strategy'],
  release: ['org', 'catalog', 'strategy', 'delivery'],
  operations: ['org', 'catalog', 'release'],
  flags: ['org', 'catalog', 'release'],
  notify: ['org', 'catalog', 'release', 'operations', 'flags'],
  launch: everyoneButRhythm,
};

/** A domain imports only the domains that the table gives it, and those by their door. */
export function domainImports(files: readonly SourceFile[]): Finding[] {
  const findings: Finding[] = [];
  for (const file of files) {
    const from = placeOf(file.path);
    if (from.domain === undefined || from.isTest) continue;
    const allowed = domainTable[from.domain];
    if (allowed === undefined) {
      findings.push(finding(file, 0, `there is no domain ${from.domain} in the table`));
      continue;
    }
    for (const one of file.imports) {
      if (one.target === undefined) continue;
      const to = placeOf(one.target);
      if (to.domain === undefined || to.domain === from.domain) continue;
      if (!allowed.includes(to.domain)) {
        findings.push(finding(file, one.line, `${from.domain} may not know ${to.domain}`));
      } else if (!to.isDoor) {
        findings.push(finding(file, one.line, `${to.domain} is entered by its index.ts only`));
      }
    }
  }
  return findings;
}
