import { finding } from './finding.ts';
import type { Finding } from './finding.ts';
import { placeOf } from './place.ts';
import type { SourceFile } from './source-file.ts';

/** The parts that every domain has or may have; past that, a file is named after its export. */
const part =
  /^(?:index|(?:[a-z0-9-]+-)?(?:routes|views|rules|store|tables|policy|insights|events|jobs))\.ts$/;
const layerWord =
  /(?:^|-)(?:service|services|controller|repository|model|models|types|dto|handlers?|constants|queries|misc|base)\.ts$/;
const enoughForOneFolder = 15;

/**
 * A domain is a flat folder with one door. On the server its files are the parts above, and
 * operations and rules, each exporting what its name says (`open-backport.ts`: `openBackport`).
 */
export function domainAnatomy(files: readonly SourceFile[]): Finding[] {
  const domains = Map.groupBy(files, ({ path }) => domainFolder(path));
  return [...domains].flatMap(([folder, members]) => {
    const [first] = members;
    if (folder === undefined || first === undefined) return [];
    const doorless = !members.some(({ path }) => placeOf(path).isDoor);
    return [
      ...(doorless ? [finding(first, 0, `${folder} has no index.ts`)] : []),
      ...members.flatMap((file) => [...depth(folder, file, members), ...name(file)]),
    ];
  });
}

function domainFolder(path: string): string | undefined {
  const { workspace, domain } = placeOf(path);
  return domain === undefined ? undefined : `packages/${workspace}/src/domains/${domain}`;
}

/** Flat; past fifteen files it may be split by noun, one folder deep. */
function depth(folder: string, file: SourceFile, members: readonly SourceFile[]): Finding[] {
  const below = file.path.slice(folder.length + 1).split('/').length - 1;
  if (below === 0) return [];
  const count = members.filter(({ path }) => !placeOf(path).isTest).length;
  if (below === 1 && count > enoughForOneFolder) return [];
  return [
    finding(file, 0, `${folder} is a flat folder (by noun past ${enoughForOneFolder} files)`),
  ];
}

function name(file: SourceFile): Finding[] {
  const { workspace, domain, isTest } = placeOf(file.path);
  const base = file.path.slice(file.path.lastIndexOf('/') + 1);
  if (workspace !== 'server' || isTest || !base.endsWith('.ts') || part.test(base)) return [];
  // A Git repository is the release domain's noun, not a layer.
  const isNoun = domain === 'release' && base.endsWith('-repository.ts');
  if (!isNoun && layerWord.test(base)) return [finding(file, 0, `${base} is no part of a domain`)];
  const wanted = base.replace(/\.ts$/, '').replaceAll('-', '');
  if (file.exports.some((exported) => exported.toLowerCase().includes(wanted))) return [];
  return [finding(file, 0, `${base} exports nothing of that name`)];
}

const readers = /[-/](?:store|views|insights)\.ts$/;

/** Reads stand in stores, views and insights, where `visible(actor)` is looked for. */
export function readsInTheirPlace(files: readonly SourceFile[]): Finding[] {
  return files.flatMap((file) => {
    const { workspace, room, isTest } = placeOf(file.path);
    const elsewhere = room === 'platform' || room === 'migrations' || readers.test(file.path);
    if (workspace !== 'server' || room === undefined || isTest || elsewhere) return [];
    const built = [...file.code.matchAll(/\.selectFrom\s*\(/g)].map(
      ({ index }) => file.code.slice(0, index).split('\n').length,
    );
    const written = file.templates
      .filter(({ tag, text }) => /^sql\b/.test(tag) && readsTables.test(text))
      .map(({ line }) => line);
    return [...built, ...written].map((line) =>
      finding(file, line, 'reads tables; that is for stores, views and insights'),
    );
  });
}

const readsTables = /^\s*(?:select|with)\b[\s\S]*\bfrom\b/i;
