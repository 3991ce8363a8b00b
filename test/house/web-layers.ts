import { finding } from './finding.ts';
import type { Finding } from './finding.ts';
import { packageName } from './package-walls.ts';
import { placeOf } from './place.ts';
import type { Place } from './place.ts';
import type { Import, SourceFile } from './source-file.ts';

const componentLibrary = new Set(['@base-ui/react', 'lucide-react']);
/** What stands above app/: itself, the entry, and the gallery of components that is not built. */
const programs = new Set(['app', 'main', 'kit']);
const operationTable = '@throughline/contract/operation-table';
const formName = /-form(?:-schema)?\.tsx?$/;

/** Inside the web app: app → domains → everything below; ui/ alone knows the component library. */
export function webLayers(files: readonly SourceFile[]): Finding[] {
  return inWeb(files).flatMap((file) => {
    const from = placeOf(file.path);
    return file.imports.flatMap((one) => {
      const message = breach(from, one);
      return message === undefined ? [] : [finding(file, one.line, message)];
    });
  });
}

function breach(from: Place, one: Import): string | undefined {
  if (one.target === undefined) {
    const name = packageName(one.specifier);
    return componentLibrary.has(name) && from.room !== 'ui'
      ? `only ui/ imports ${name}`
      : undefined;
  }
  const to = placeOf(one.target);
  if (to.workspace !== 'web') return undefined;
  if (to.isTest) return 'the program may not import what is there for tests';
  if (to.room === 'app') {
    return programs.has(from.room ?? '') ? undefined : 'app/ is above its importers';
  }
  if (to.room !== 'domains' || from.room === 'domains') return undefined;
  if (from.room !== 'app') return 'only app/ composes domains';
  return to.isDoor || one.dynamic ? undefined : `app/ enters ${to.domain} by its index.ts only`;
}

/**
 * The first load carries no zod: only forms may import it, or values of the contract, and forms
 * themselves are imported with `import()`. The operation table is free, as long as it stays so.
 */
export function zodInFormsOnly(files: readonly SourceFile[]): Finding[] {
  const heavy = (one: Import): boolean =>
    !one.typeOnly &&
    one.specifier !== operationTable &&
    (packageName(one.specifier) === 'zod' ||
      packageName(one.specifier) === '@throughline/contract');
  const web = inWeb(files);
  const heavyForms = new Set(
    web
      .filter((file) => formName.test(file.path) && file.imports.some(heavy))
      .map(({ path }) => path),
  );
  const findings: Finding[] = [];
  for (const file of web) {
    if (formName.test(file.path)) continue;
    for (const one of file.imports) {
      if (heavy(one)) {
        findings.push(
          finding(file, one.line, `${one.specifier} is for lazily loaded forms (…-form.tsx) only`),
        );
      } else if (!one.typeOnly && !one.dynamic && heavyForms.has(one.target ?? '')) {
        findings.push(finding(file, one.line, `a form that carries zod is loaded with import()`));
      }
    }
  }
  return [...findings, ...zodBehindTheTable(files)];
}

/** Walks the value imports of the operation table's file; what it reaches may not import zod. */
function zodBehindTheTable(files: readonly SourceFile[]): Finding[] {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const reached = new Set(['packages/contract/src/operation-table.ts']);
  const findings: Finding[] = [];
  for (const path of reached) {
    const file = byPath.get(path);
    for (const one of file?.imports ?? []) {
      if (one.typeOnly || file === undefined) continue;
      if (one.target !== undefined) reached.add(one.target);
      else if (packageName(one.specifier) === 'zod') {
        findings.push(finding(file, one.line, 'zod is within reach of the operation table'));
      }
    }
  }
  return findings;
}

function inWeb(files: readonly SourceFile[]): SourceFile[] {
  return files.filter((file) => {
    const { workspace, room, isTest } = placeOf(file.path);
    return workspace === 'web' && room !== undefined && !isTest;
  });
}
